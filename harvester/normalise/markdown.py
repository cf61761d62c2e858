"""Turn Markdown into HTML, so that one walk reads both."""

from html import escape

from cmarkgfm import cmark

from harvester.normalise.dialect import front_matter, to_commonmark

MAX_CHARS = 1024 * 1024
"""At most this many characters are read: ten times the longest text seen. Hostile ones take up to 0.6 s."""

_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
"""Raw HTML stays, because the walk reads it like any other. One tilde strikes nothing: "~5 km (~3 miles)"."""
_EXTENSIONS = ["table", "strikethrough"]

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
"""Each key of the front matter has the meta element with the same meaning; the first of two keys wins."""

_LANGUAGES = ("lang", "language")


def to_html(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the page with its front matter as a head, and what was left out of it."""
    cuts: tuple[str, ...] = ()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARS:
        text, cuts = text[:MAX_CHARS], (f"Markdown after {MAX_CHARS:,} characters",)
    fields, rest = front_matter(text)
    commonmark = to_commonmark(rest).encode("utf-8", "replace").decode()
    body = cmark.markdown_to_html_with_extensions(commonmark, _OPTIONS, _EXTENSIONS)
    return f"{_head(fields)}<body>{body}</body></html>", cuts


def _head(fields: dict[str, str]) -> str:
    language = next(filter(None, (fields.get(key, "") for key in _LANGUAGES)), "")
    metas = [
        f'<meta name="{name}" content="{escape(fields[key])}">'
        for key, name in _METAS.items()
        if fields.get(key)
    ]
    title = f"<title>{escape(fields['title'])}</title>" if fields.get("title") else ""
    return f'<!DOCTYPE html><html lang="{escape(language)}"><head>{title}{"".join(metas)}</head>'
