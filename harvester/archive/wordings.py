"""Wordings as rows: a pair's text, what its answer refers to, and its written form.

A row holds what its id is made of and nothing else. Captures that show equal content may write a target in
several ways, and a row must not depend on which of them came first; so it has the keys of the targets.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from harvester.archive.columns import storable
from harvester.diff.written import alternatives, targets, written
from harvester.model import Image, Link, Pair


def wording_row(pair: Pair) -> tuple[str, str, str, str, str | None]:
    """Return question, answer, links, images and written form, as the table ``wording`` has them."""
    links = [{"at": at, "target": link.key} for at, link in targets(pair)]
    images = [{"at": at, "alternative": alternative} for at, alternative in alternatives(pair)]
    form = written(pair)
    return (
        storable(pair.question),
        storable(pair.answer),
        storable(json.dumps(links, ensure_ascii=False)),
        storable(json.dumps(images, ensure_ascii=False)),
        storable(form) if form != pair.answer else None,
    )


def pair_of(question: str, answer: str, links: str, images: str) -> Pair:
    """Return the pair that a row has; each of its links is a place with the key of its target."""
    return Pair(
        question,
        answer,
        links=links_of(json.loads(links)),
        images=images_of(json.loads(images)),
    )


def links_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    """Return the links that the column ``links`` has."""
    return tuple(Link(each["at"], each["at"], each["target"], each["target"]) for each in stored)


def images_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Image, ...]:
    """Return the images that the column ``images`` has."""
    return tuple(Image(**each) for each in stored)
