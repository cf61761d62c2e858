"""Wordings as rows: a pair's text, what its answer refers to, and its written form."""

import json

from harvester.archive.columns import storable
from harvester.diff.written import written
from harvester.model import Image, Link, Pair


def wording_row(pair: Pair) -> tuple[str, str, str, str, str | None]:
    """Return question, answer, links, images and written form, as the table ``wording`` has them."""
    links = [link._asdict() for link in pair.links]
    images = [image._asdict() for image in pair.images]
    form = written(pair)
    return (
        storable(pair.question),
        storable(pair.answer),
        storable(json.dumps(links, ensure_ascii=False)),
        storable(json.dumps(images, ensure_ascii=False)),
        storable(form) if form != pair.answer else None,
    )


def pair_of(question: str, answer: str, links: str, images: str) -> Pair:
    """Return the pair that a row has."""
    return Pair(
        question,
        answer,
        links=tuple(Link(**each) for each in json.loads(links)),
        images=tuple(Image(**each) for each in json.loads(images)),
    )
