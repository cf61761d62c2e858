"""Bytes and their Content-Type to one normal document, whatever the format."""

from collections.abc import Callable
from typing import Any

from harvester.errors import BadInput
from harvester.model import Kind, NormalDocument
from harvester.normalise import html, markdown, plain
from harvester.normalise.encoding import decide, decode
from harvester.normalise.metadata import describe
from harvester.normalise.sniff import foreign_format, looks_like_html

Fields = dict[str, Any]
"""Fields of a normal document by their names."""


def normalise(body: bytes, *, content_type: str = "", url: str = "") -> NormalDocument:
    """Return the page as blocks with its metadata; raises BadInput for what is no text.

    The format is what the Content-Type says, and what the text looks like where it names none of ours.
    """
    decision = decide(body, content_type)
    if foreign := foreign_format(body, decision.encoding):
        raise BadInput(url or "input", f"is not text: it looks like {foreign}")
    read = _READERS.get(content_type.partition(";")[0].strip().lower(), _unnamed)
    return NormalDocument(
        url=url,
        encoding=decision.encoding,
        encoding_source=decision.source,
        **read(decode(body, decision)),
    )


def _html(text: str) -> Fields:
    page = html.read(text.encode("utf-8", "replace"))
    return {
        "blocks": tuple(page.blocks),
        "containers": tuple(page.containers),
        "cuts": page.cuts,
        **describe(page),
    }


def _markdown(text: str) -> Fields:
    source, cuts = markdown.to_html(text)
    fields = _html(source)
    return {**fields, "cuts": (*cuts, *fields["cuts"])}


def _plain(text: str) -> Fields:
    blocks = plain.read(text)
    titled = bool(blocks) and blocks[0].kind is Kind.HEADING
    return {
        "blocks": blocks,
        "containers": plain.CONTAINERS,
        "title": blocks[0].text if titled else "",
        "lead": blocks[1].text if titled else "",
    }


def _unnamed(text: str) -> Fields:
    return _html(text) if looks_like_html(text) else _plain(text)


_READERS: dict[str, Callable[[str], Fields]] = {
    "text/html": _html,
    "application/xhtml+xml": _html,
    "text/markdown": _markdown,
    "text/x-markdown": _markdown,
    "text/plain": _plain,
}
"""Media type to the reader of its text."""
