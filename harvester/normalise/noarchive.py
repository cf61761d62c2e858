"""Whether a page asks not to be archived, by X-Robots-Tag or a meta element for robots. Pure."""

import re
from collections.abc import Iterable, Iterator

from harvester.normalise.prescan import meta_elements

REFUSING = frozenset({"noarchive", "nocache", "none"})
"""Directives by which no copy is to be kept. ``noindex`` speaks of search results, ``nofollow`` of links."""

SEARCHED_BYTES = 64 * 1024
"""A meta element is looked for in this many bytes, as a late declaration of the encoding is."""

_EVERYBODY = "robots"
_VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_DIRECTIVE = re.compile(r"\s*+(?:([\w-]++)\s*+:)?+\s*+([^,]*+)(?:,|$)")


def archiving_refusal(headers: Iterable[tuple[str, str]], body: bytes, agent: str) -> str:
    """Return what of the answer asks not to be archived, as it stands there; ``""`` if nothing does.

    agent: our product token. What is addressed to other robots does not count.
    """
    tags = (value for name, value in headers if name.lower() == "x-robots-tag")
    for value in tags:
        if refusing := _first_refusing(_addressed(value, agent)):
            return f"X-Robots-Tag: {refusing}"
    for attributes in meta_elements(body[:SEARCHED_BYTES], parsed=True):
        name = attributes.get("name", "").strip().lower()
        directives = (each.strip().lower() for each in attributes.get("content", "").split(","))
        if name in {_EVERYBODY, agent} and (refusing := _first_refusing(directives)):
            return f"<meta name={name} content={refusing}>"
    return ""


def _first_refusing(directives: Iterable[str]) -> str:
    return next((each for each in directives if each in REFUSING), "")


def _addressed(value: str, agent: str) -> Iterator[str]:
    """Yield the directives for everybody and for us; a name before a colon holds up to the next one."""
    ours = True
    for name, directive in _DIRECTIVE.findall(value.lower()):
        if name and name not in _VALUED:
            ours = name == agent
        if ours and name not in _VALUED:
            yield directive.strip()
