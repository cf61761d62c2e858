"""Turn bytes and their Content-Type into one normal document, in any format."""

from collections.abc import Callable
from typing import Any

from harvester.errors import BadInput, ForeignFormat
from harvester.http.urls import absolute
from harvester.model import Kind, NormalDocument
from harvester.normalise import html, markdown, plain
from harvester.normalise.bounds import bounded
from harvester.normalise.encoding import EncodingDecision, decide, decode, to_utf8
from harvester.normalise.languages import choose_language
from harvester.normalise.metadata import describe
from harvester.normalise.sniff import HEAD, foreign_format, is_binary, looks_like_html

Fields = dict[str, Any]
"""These are fields of a normal document by their names."""


def normalise(body: bytes, *, content_type: str = "", url: str = "") -> NormalDocument:
    """Return the page as blocks with its metadata; raise BadInput if the body is not text.

    It raises ForeignFormat for a known format such as PDF. The Content-Type decides how text is read; if it
    names no known format, the look of the text decides.
    """
    decision = decide(body, content_type)
    media_type = content_type.partition(";")[0].strip().lower()
    if foreign := foreign_format(body, media_type):
        raise ForeignFormat(url or "input", f"is not text: it looks like {foreign}")
    if is_binary(body, decision.encoding):
        raise BadInput(url or "input", "is not text: it looks like binary content")
    read = _READERS.get(media_type, _unnamed)
    return NormalDocument(
        url=url,
        encoding=decision.encoding,
        encoding_source=decision.source,
        **_with_canonical(read(body, decision), url),
    )


def _with_canonical(fields: Fields, url: str) -> Fields:
    """Make the canonical URL absolute: a link may name it relative to the page (RFC 6596, 3)."""
    stated = fields.get("canonical_url", "")
    if not stated or stated.lower().startswith(("http://", "https://")):
        return fields
    base = absolute(fields["base"], url) or url
    return {**fields, "canonical_url": absolute(stated, base) if base else ""}


def _html(body: bytes, decision: EncodingDecision) -> Fields:
    return _page(to_utf8(body, decision))


def _page(source: bytes) -> Fields:
    page = html.read(source)
    blocks, containers, cuts = bounded(page.blocks, page.containers, len(source))
    if cuts:
        page = page._replace(blocks=list(blocks), containers=list(containers))
    return {
        "blocks": blocks,
        "containers": containers,
        "fields": tuple(page.fields.written),
        "boxes": tuple(page.fields.ticked),
        "cuts": (*page.cuts, *cuts),
        **describe(page),
    }


def _markdown(body: bytes, decision: EncodingDecision) -> Fields:
    source, cuts = markdown.to_html(decode(body, decision))
    fields = _page(source.encode("utf-8", "replace"))
    return {**fields, "cuts": (*cuts, *fields["cuts"])}


def _plain(body: bytes, decision: EncodingDecision) -> Fields:
    blocks, cuts = plain.read(decode(body, decision))
    blocks, _, more = bounded(blocks, plain.CONTAINERS, len(body))
    titled = bool(blocks) and blocks[0].kind is Kind.HEADING
    return {
        "blocks": blocks,
        "containers": plain.CONTAINERS,
        "cuts": (*cuts, *more),
        "title": blocks[0].text if titled else "",
        "lead": blocks[1].text if titled else "",
        "language": choose_language((), [block.text for block in blocks]),
    }


def _unnamed(body: bytes, decision: EncodingDecision) -> Fields:
    start = decode(body[: _START_BYTES + decision.skip], decision)
    return _html(body, decision) if looks_like_html(start) else _plain(body, decision)


_START_BYTES = 4 * HEAD
"""This many bytes hold the `HEAD` characters that are looked at, in any encoding."""

_READERS: dict[str, Callable[[bytes, EncodingDecision], Fields]] = {
    "text/html": _html,
    "application/xhtml+xml": _html,
    "text/markdown": _markdown,
    "text/x-markdown": _markdown,
    "text/plain": _plain,
}
"""Each media type has the function that reads its text."""
