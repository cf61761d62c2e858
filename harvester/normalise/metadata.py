"""Assemble a page's metadata: title, lead, authors, dates, language, canonical URL, JSON-LD."""

from collections.abc import Iterator
from typing import Any

from harvester.model import Block, Kind
from harvester.normalise.authors import find_authors
from harvester.normalise.claims import Claims
from harvester.normalise.dates import first_date
from harvester.normalise.head import HtmlHead, read_head, read_noted
from harvester.normalise.html import WalkedPage
from harvester.normalise.languages import choose_language
from harvester.normalise.leads import find_lead
from harvester.normalise.published import find_published
from harvester.normalise.titles import find_headline

_MODIFIED = """
    article:modified_time datemodified article:modified og:updated_time og:modified_time modified_time
    dcterms.modified dc.date.modified revised last-modified lastmod lastmodifieddate date_modified
    article:updated_time updated_time update_date
"""
MODIFIED = tuple(_MODIFIED.split())
_LANGUAGES = "content-language language dc.language dcterms.language inlanguage og:locale locale lang"
LANGUAGES = tuple(_LANGUAGES.split())
"""Meta elements with these names state the language, the most reliable first."""

PROSE_CHARS = 80
"""A text with fewer characters than this can be a heading or a link."""

ENOUGH_CHARS = 200
"""Running text with fewer characters than this can hide its language; headings and lists are added."""

_PARAGRAPH = Kind.PARAGRAPH  # looking up the member through the enum takes longer than the test


def describe(page: WalkedPage) -> dict[str, Any]:
    """Return the metadata fields of a normal document."""
    head = read_head(page.aside)
    noted = read_noted(page.aside)
    headline = find_headline(page.blocks, page.containers, Claims(head, noted.homes))
    language = choose_language(
        [page.language, *head.meta(*LANGUAGES), *head.stated("inLanguage")], _prose(page.blocks)
    )
    lead, introduction = find_lead(page.blocks, page.containers, head, headline)
    return {
        "title": headline.text,
        "lead": lead,
        "introduction": introduction,
        "published": find_published(
            page.blocks, head, headline, noted.times, month_first=language == "en-US"
        ),
        "modified": first_date([*head.stated("dateModified"), *head.meta(*MODIFIED)]),
        "authors": find_authors(page.blocks, page.containers, head, headline.at, noted.authors),
        "language": language,
        "canonical_url": _canonical(head),
        "base": head.base,
        "stated": (head.title, *(value for values in head.metas.values() for value in values)),
        "structured": head.structured,
    }


def _canonical(head: HtmlHead) -> str:
    """Return the URL that the page names as its own: an absolute one if there is any, else the link's."""
    stated = (head.canonical, *head.meta("og:url"))
    return next((url for url in stated if url.lower().startswith(("http://", "https://"))), head.canonical)


def _prose(blocks: list[Block]) -> Iterator[str]:
    """Yield the paragraphs that are long enough to be running text, and all texts if those are few."""
    found = 0
    for kind, text, _, _, _, _ in blocks:
        if kind is _PARAGRAPH and len(text) >= PROSE_CHARS:
            found += len(text)
            yield text
    if found < ENOUGH_CHARS:
        yield from (block.text for block in blocks)
