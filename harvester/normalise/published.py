"""Find when a page was published: what it states, or what it shows beside its headline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import chain

from harvester.model import Block
from harvester.normalise.claims import Headline
from harvester.normalise.dates import first_date, iso_date, published_date
from harvester.normalise.head import HtmlHead
from harvester.normalise.months import OF_PUBLICATION

_PUBLISHED = """
    article:published_time datepublished article:published og:published_time og:article:published_time
    pubdate publishdate publish-date publish_date publication_date publicationdate date_published
    parsely-pub-date sailthru.date dc.date.issued dcterms.issued cxenseparse:publishtime
    cxenseparse:recs:publishtime published_time article_date_original originalpublicationdate release_date
    citation_publication_date displaydate rnews:datepublished prism.publicationdate bt:pubdate pdate ptime
"""
_CREATED = "dcterms.created dc.date.created dc.date dcterms.date created datecreated date"
PUBLISHED, CREATED = tuple(_PUBLISHED.split()), tuple(_CREATED.split())

NEAR = range(-4, 12)
"""A page's date stands in one of these blocks, counted from its headline."""

DATE_CHARS, BYLINE_CHARS = 50, 120
"""A text that is a date has at most the first of these lengths; one that can hold the page's, the second."""

LABEL_CHARS = 40
"""Words that say what the date in the next block is have at most this many characters: "Published:"."""

FARTHEST = timedelta(hours=14)
"""No place has a clock further ahead of UTC than this (Kiribati)."""

STEP = timedelta(minutes=30)
"""Clocks of nearly all places differ from UTC by a multiple of this."""

_DIGIT = re.compile(r"\d")

Times = Iterable[tuple[str, str]]


def find_published(
    blocks: Sequence[Block], head: HtmlHead, headline: Headline, times: Times, *, month_first: bool
) -> str:
    """Return the date in ISO 8601, with the precision and offset that the page gives, or ``""``.

    ``times`` are the words and the machine-readable value of each ``time`` element (HTML, 4.5.14). A moment
    that the page states in UTC is given in the local time that it shows, because that is the day its readers
    know.
    """
    created = [*head.meta(*CREATED), *head.stated("dateCreated", "uploadDate")]
    stated = [*head.stated("datePublished"), *head.meta(*PUBLISHED)]
    shown = _bylines(blocks, headline, times)
    if moment := first_date(stated):
        return _in_local_time(moment, chain(stated, created, shown)) if moment.endswith("+00:00") else moment
    return first_date(shown, month_first=month_first) or _labelled(blocks) or first_date(created)


def _bylines(blocks: Sequence[Block], headline: Headline, times: Times) -> Iterator[str]:
    """Yield the short texts around the headline: first those with little more than a date, then others."""
    at = headline.at
    if at < 0:
        return
    own = [line for line in blocks[at].text.split("\n") if line != headline.text]
    after = (block.text for block in blocks[at + 1 : at + NEAR.stop])
    before = (block.text for block in blocks[max(0, at + NEAR.start) : at])
    texts = [text for text in (*own, *after, *before) if len(text) <= BYLINE_CHARS]
    known = [(words, value) for words, value in times if words]
    for text in sorted(texts, key=lambda text: len(text) > DATE_CHARS):
        own_times = [one for one in known if one[0] in text]
        if own_times or _DIGIT.search(text):
            yield _with_times(text, own_times)


def _with_times(text: str, times: Times) -> str:
    """Return the text with its first ``time`` element apart, by its value where its words are no date."""
    words, value = next(iter(times), ("", ""))
    return text.replace(words, f" {words if iso_date(words) else value} ", 1) if words else text


def _labelled(blocks: Sequence[Block]) -> str:
    """Return the date that the page labels as its publication, wherever it stands, if it is the only one."""
    found: dict[str, str] = {}
    label = ""
    for block in blocks:
        text = block.text
        has_digit = len(text) <= BYLINE_CHARS and _DIGIT.search(text) is not None  # no date is without one
        if has_digit:
            labelled = f"{label} {text}"
            if OF_PUBLICATION.find(labelled.lower()) and (date := published_date(labelled)):
                found.setdefault(date[:10], date)
        label = text if len(text) <= LABEL_CHARS and not has_digit else ""
    return next(iter(found.values())) if len(found) == 1 else ""


def _in_local_time(moment: str, others: Iterable[str]) -> str:
    """Return the moment by the first clock that shows it otherwise than in UTC, or as it is."""
    stated = datetime.fromisoformat(moment)
    for other in map(iso_date, others):
        if "T" not in other:
            continue
        shown = datetime.fromisoformat(other)
        if shown.tzinfo is None:
            ahead = shown.replace(second=0) - stated.replace(second=0, tzinfo=None)
        else:
            ahead = (shown.utcoffset() or timedelta()) if shown == stated else timedelta()
        if ahead and abs(ahead) <= FARTHEST and not ahead % STEP:
            return stated.astimezone(timezone(ahead)).isoformat()
    return moment
