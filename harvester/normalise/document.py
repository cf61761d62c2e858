"""Bytes and their Content-Type to one normal document, whatever the format."""

from harvester.model import Kind, NormalDocument
from harvester.normalise import html, plain
from harvester.normalise.encoding import decide, decode
from harvester.normalise.metadata import describe


def normalise(body: bytes, *, content_type: str = "", url: str = "") -> NormalDocument:
    """Return the page as blocks with its metadata."""
    decision = decide(body, content_type)
    text = decode(body, decision)
    if content_type.startswith("text/plain"):
        blocks = plain.read(text)
        titled = bool(blocks) and blocks[0].kind is Kind.HEADING
        return NormalDocument(
            blocks=blocks,
            containers=plain.CONTAINERS,
            url=url,
            title=blocks[0].text if titled else "",
            lead=blocks[1].text if titled else "",
            encoding=decision.encoding,
            encoding_source=decision.source,
        )
    page = html.read(text.encode("utf-8", "replace"))
    described = describe(page)
    return NormalDocument(
        blocks=tuple(page.blocks),
        containers=tuple(page.containers),
        url=url,
        encoding=decision.encoding,
        encoding_source=decision.source,
        **described,
    )
