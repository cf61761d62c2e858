"""Assemble a page's metadata: title, lead, authors, dates, language, canonical URL, JSON-LD."""

from collections.abc import Iterator
from typing import Any

from harvester.model import Block, Kind
from harvester.normalise.authors import find_authors
from harvester.normalise.dates import first_date
from harvester.normalise.head import Head, linked_authors, read_head
from harvester.normalise.html import Page
from harvester.normalise.languages import choose_language
from harvester.normalise.leads import find_lead
from harvester.normalise.titles import find_headline

_PUBLISHED = """
    article:published_time datepublished article:published og:published_time og:article:published_time
    pubdate publishdate publish-date publish_date publication_date publicationdate date_published
    parsely-pub-date sailthru.date dc.date.issued dcterms.issued cxenseparse:publishtime
    cxenseparse:recs:publishtime published_time article_date_original originalpublicationdate release_date
    citation_publication_date displaydate rnews:datepublished prism.publicationdate bt:pubdate pdate ptime
"""
_CREATED = "dcterms.created dc.date.created dc.date dcterms.date created datecreated date"
_MODIFIED = """
    article:modified_time datemodified article:modified og:updated_time og:modified_time modified_time
    dcterms.modified dc.date.modified revised last-modified lastmod lastmodifieddate date_modified
    article:updated_time updated_time update_date
"""
PUBLISHED, CREATED, MODIFIED = (tuple(names.split()) for names in (_PUBLISHED, _CREATED, _MODIFIED))
_LANGUAGES = "content-language language dc.language dcterms.language inlanguage og:locale locale lang"
LANGUAGES = tuple(_LANGUAGES.split())
"""Meta elements with these names state the language, the most reliable first."""

PROSE_CHARS = 80
"""A text with fewer characters than this can be a heading or a link."""

BYLINE_BLOCKS = range(-4, 12)
"""A page's date stands in one of these blocks, counted from its headline."""

DATE_CHARS, BYLINE_CHARS = 50, 120
"""A text that is a date has at most 50 characters; one that can hold the page's date has at most 120."""

_PARAGRAPH = Kind.PARAGRAPH  # looking up the member through the enum takes longer than the test


def describe(page: Page) -> dict[str, Any]:
    """Return the metadata fields of a normal document."""
    head = read_head(page.aside)
    headline = find_headline(page.blocks, page.containers, head)
    language = choose_language(
        [page.language, *head.meta(*LANGUAGES), *head.stated("inLanguage")], _prose(page.blocks)
    )
    month_first = language == "en-US"
    published = first_date([*head.stated("datePublished"), *head.meta(*PUBLISHED)])
    return {
        "title": headline.text,
        "lead": find_lead(page.blocks, page.containers, head, headline),
        "published": published
        or first_date(_bylines(page.blocks, headline.at), month_first=month_first)
        or first_date([*head.meta(*CREATED), *head.stated("dateCreated", "uploadDate")]),
        "modified": first_date([*head.stated("dateModified"), *head.meta(*MODIFIED)]),
        "authors": find_authors(page.blocks, page.containers, head, headline.at, linked_authors(page.aside)),
        "language": language,
        "canonical_url": _canonical(head),
        "base": head.base,
        "stated": (head.title, *(value for values in head.metas.values() for value in values)),
        "structured": head.structured,
    }


def _canonical(head: Head) -> str:
    """Return the absolute URL that the page names as its own; a relative one is not enough."""
    stated = (head.canonical, *head.meta("og:url"))
    return next((url for url in stated if url.lower().startswith(("http://", "https://"))), "")


def _prose(blocks: list[Block]) -> Iterator[str]:
    """Yield the paragraphs that are long enough to be running text, or all texts if there are none."""
    found = False
    for kind, text, _, _, _, _ in blocks:
        if kind is _PARAGRAPH and len(text) >= PROSE_CHARS:
            found = True
            yield text
    if not found:
        yield from (block.text for block in blocks)


def _bylines(blocks: list[Block], at: int) -> list[str]:
    """Return the short texts around the headline: first those with little more than a date, then others."""
    if at < 0:
        return []
    after = blocks[at + 1 : at + BYLINE_BLOCKS.stop]
    before = blocks[max(0, at + BYLINE_BLOCKS.start) : at]
    texts = [block.text for block in (*after, *before) if len(block.text) <= BYLINE_CHARS]
    return sorted(texts, key=lambda text: len(text) > DATE_CHARS)
