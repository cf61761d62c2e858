"""Markdown as HTML, so that one walk reads both."""

import re
from functools import lru_cache
from html import escape
from itertools import islice

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from harvester.normalise.dialect import front_matter, to_commonmark

MAX_CHARS = 1024 * 1024
"""Read of one document: ten times the longest seen. Hostile ones cost the library up to 20 us a character."""

MAX_SIGNS = 15_000
"""Line ends and characters that can mean something, of one document: nearly four times the most seen. For
each the library takes up to 50 us; without them a million characters take it a tenth of a second."""

MAX_NESTING = 20
"""Quotes and lists in each other; the library recurses, and leaves out what is deeper."""

MAX_BRACKETS = 10_000
"""Of one document; for each that is never closed the library looks MAX_NESTING times for its end."""

RUNS = 1024
"""Rendered texts that are kept: the paragraphs of a few pages, most of which the next edition has too."""

MAX_RUN = 4096
"""Characters of a text that is kept: hostile ones fill 40 MB at most. A long paragraph has 2,000."""

_DIALECT = {"html": True, "maxNesting": MAX_NESTING}
_ENABLED = ["table", "strikethrough"]
_READER = MarkdownIt("commonmark", _DIALECT).enable(_ENABLED)
_INLINE = MarkdownIt("commonmark", _DIALECT).enable(_ENABLED)  # reads what stands within a block

_METAS = {
    "description": "description",
    "summary": "description",
    "author": "author",
    "date": "article:published_time",
    "published": "article:published_time",
    "updated": "article:modified_time",
    "modified": "article:modified_time",
    "last_modified_at": "article:modified_time",
}
"""Key of the front matter to the name of the meta element that says the same; the first of two wins."""

_SIGN = re.compile(r"[\n!#$%&*+:<=>@\[\\\]^_`{|}~-]")  # where the library stops to look
_LANGUAGES = ("lang", "language")


def to_html(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the page, its front matter as a head, and what had to be left out of it."""
    cuts = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
        cuts.append(f"Markdown after {MAX_CHARS:,} characters")
    if text.count("[") > MAX_BRACKETS:
        text = text.replace("[", "\\[")
        cuts.append(f"links of Markdown with more than {MAX_BRACKETS:,} brackets")
    if sign := next(islice(_SIGN.finditer(text), MAX_SIGNS, None), None):
        text = text[: sign.start()]
        cuts.append(f"Markdown after {MAX_SIGNS:,} signs and lines")
    fields, rest = front_matter(text)
    tokens = _READER.parse(to_commonmark(rest))
    if _deepest(tokens) >= MAX_NESTING - 1:
        cuts.append(f"Markdown nested deeper than {MAX_NESTING}")
    body: str = _READER.renderer.render(tokens, _READER.options, {})
    return f"{_head(fields)}<body>{body}</body></html>", tuple(cuts)


def _read_inline(state: StateCore) -> None:
    """Render the text of each block, in place of the library's own rule: editions of a page share most."""
    for token in state.tokens:
        if token.type == "inline":
            text = token.content
            refers = "[" in text and "references" in state.env  # to a definition elsewhere on the page
            is_kept = len(text) <= MAX_RUN and not refers
            rendered = _inline(text) if is_kept else _INLINE.renderInline(text, state.env)
            token.children = [Token("html_inline", "", 0, content=rendered)]


@lru_cache(maxsize=RUNS)
def _inline(text: str) -> str:
    """Return the HTML of a text that refers to nothing else."""
    return str(_INLINE.renderInline(text))


_READER.core.ruler.at("inline", _read_inline)


def _deepest(tokens: list[Token]) -> int:
    return max((token.level for token in tokens), default=0)


def _head(fields: dict[str, str]) -> str:
    language = next(filter(None, (fields.get(key, "") for key in _LANGUAGES)), "")
    metas = [
        f'<meta name="{name}" content="{escape(fields[key])}">'
        for key, name in _METAS.items()
        if fields.get(key)
    ]
    title = f"<title>{escape(fields['title'])}</title>" if fields.get("title") else ""
    return f'<!DOCTYPE html><html lang="{escape(language)}"><head>{title}{"".join(metas)}</head>'
