"""Read dates as pages write them, as ISO 8601 with the precision and offset that they give."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from harvester.normalise.calendars import ERAS, gregorian
from harvester.normalise.months import OF_CHANGE, OF_PUBLICATION, OF_RULING, ZONES
from harvester.normalise.spelt import SpeltDay, spelt_days

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A year outside this range is a mistake, of the page or of this parser."""

MAX_CHARS = 200
"""A text with more characters than this is not a date."""

CLOCK_CHARS = 40
"""A day's time stands within this many characters after it."""

LABEL_CHARS = 40
"""Words that say what happened on a day stand within this many characters before it."""

_OFFSET = r"\s*(Z\b|UTC|GMT|[A-Z]{3,4}\b|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)?"
_TIME = r"(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?" + _OFFSET
_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:(?:[T\s,]|\+(?=\d\d:)){1,3}|\s[-\u2013|]\s)" + _TIME + ")?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})()(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?" + _OFFSET + ")?$", re.ASCII)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?$", re.ASCII)
_BARE = re.compile(r"[\d:.TZ+-]{1,40}", re.ASCII)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)", re.ASCII)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_ERA = re.compile(rf"({'|'.join(ERAS)})\s?(\d{{1,3}}|元)\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日")
# As in "Aug 22 16:45:24 PDT 2022".
_CLOCK_BEFORE_YEAR = re.compile(r"(\s\d{1,2}:\d{2}:\d{2}\s[A-Z]{3,4})(\s\d{4})\b")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)\.(\d\d)(?![\d.])", re.ASCII)
_YEAR = re.compile(r"\d{4}|年|\.\d\d(?!\d)")
_ANY_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÄÖÜ])")  # "Ada KelpMay 1, 2031": adjacent spans
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.h]|\s?[時时시]\s?)(\d{2})(?!\d)(?::(\d{2}))?(?:\s?([ap])\.?\s?m\b)?" + _OFFSET,
    re.IGNORECASE,
)
_PHRASE_ENDS = re.compile(r"[·•|;\n]")
_DIRECTIONS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)

MONTHS_OF_YEAR = 12
_UNTOLD = 1
"""The rank of a date without words before it that say what happened."""

Clock = Sequence[str | None]


def first_date(texts: Iterable[str], *, month_first: bool = False) -> str:
    """Return the first date labelled as publication, or else the first that is not a change, or the first."""
    best = _NONE
    for text in dict.fromkeys(texts):
        if best.rank <= _UNTOLD and _BARE.fullmatch(text):  # it has no word that could make it better
            continue
        date = _date_of(text, month_first=month_first)
        if date.text and date.rank < best.rank:
            best = date
    return best.text


def iso_date(text: str, *, month_first: bool = False) -> str:
    """Return the date that the text is or contains, with the precision and offset that it gives.

    If there are several, the first labelled as publication wins, or else the first not labelled as a change.
    Dates of rulings and laws do not count. With ``month_first``, 3/4/2020 is the 4th of March.
    """
    return _date_of(text, month_first=month_first).text


def published_date(text: str) -> str:
    """Return the date in the text that its words label as publication, or ``""``."""
    date = _date_of(text, month_first=False)
    return "" if date.rank else date.text


class _Date(NamedTuple):
    """A date's ``rank`` is 0 if the words before it say "published", and 2 if they say "changed"."""

    text: str
    rank: int = _UNTOLD


_NONE = _Date("", 3)


def _date_of(text: str, *, month_first: bool) -> _Date:
    text = _plain(text)
    if not _YEAR.search(text):
        return _NONE
    for read in (_iso, _compact, _epoch):
        if found := read(text):
            return _Date(found)
    dates = _dates(_CLOCK_BEFORE_YEAR.sub(r"\2\1", _GLUED.sub(" ", text)), month_first=month_first)
    return min(dates, key=lambda date: date.rank, default=_NONE)


def _plain(text: str) -> str:
    """Return the start of the text with ASCII digits instead of other ones, and without direction marks."""
    text = unicodedata.normalize("NFC", text.strip()[:MAX_CHARS])
    if text.isascii():
        return text
    return _ANY_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text.translate(_DIRECTIONS))


def _dates(text: str, *, month_first: bool) -> Iterator[_Date]:
    """Yield the dates in the text, in order, except those of rulings and laws."""
    found = sorted((*_east_asian(text), *_in_figures(text, month_first=month_first), *spelt_days(text)))
    following = [*(day.start for day in found[1:]), MAX_CHARS]
    last = 0
    for (start, end, day), stop in zip(found, following, strict=False):
        label = text[max(last, start - LABEL_CHARS) : start].lower()
        date = _joined(day, *_clock(text[end : min(stop, end + CLOCK_CHARS)]))
        if date and not _is_ruling(_PHRASE_ENDS.split(label)[-1]):
            yield _Date(date, 0 if OF_PUBLICATION.find(label) else 2 if OF_CHANGE.find(label) else 1)
        last = end


def _is_ruling(label: str) -> bool:
    return "§" in label or bool(OF_RULING.find(label))


def _iso(text: str) -> str:
    found = _ISO.match(text)
    return _joined((found[1], found[3], found[4]), found.groups()[4:7], found[8]) if found else ""


def _compact(text: str) -> str:
    found = _COMPACT.match(text)
    return _joined((found[1], found[3], found[4]), found.groups()[4:7], found[8]) if found else ""


def _epoch(text: str) -> str:
    found = _EPOCH.match(text)
    if not found:
        return ""
    moment = datetime.fromtimestamp(int(found[1]), UTC)
    return moment.isoformat() if FIRST_YEAR <= moment.year <= LAST_YEAR else ""


def _east_asian(text: str) -> Iterator[SpeltDay]:
    for found in _CJK.finditer(text):
        yield SpeltDay(*found.span(), (found[1], found[2], found[3]))
    for found in _ERA.finditer(text):
        year = ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
        yield SpeltDay(*found.span(), (str(year), found[3], found[4]))


def _in_figures(text: str, *, month_first: bool) -> Iterator[SpeltDay]:
    for found in _YEAR_FIRST.finditer(text):
        yield SpeltDay(*found.span(), (found[1], found[3], found[4]))
    for found in _YEAR_LAST.finditer(text):
        day, month = found[1], found[3]
        if int(month) > MONTHS_OF_YEAR or (month_first and found[2] == "/" and int(day) <= MONTHS_OF_YEAR):
            day, month = month, day
        yield SpeltDay(*found.span(), (found[4], month, day))
    for found in _SHORT_YEAR.finditer(text):
        yield SpeltDay(*found.span(), (f"20{found[3]}", found[2], found[1]))


def _clock(text: str) -> tuple[Clock, str]:
    found = _CLOCK.search(text)
    if not found:
        return (), ""
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    return (str(hour), found[2], found[3]), found[5] or ""


def _joined(day: Iterable[str], clock: Clock = (), offset: str | None = "") -> str:
    """Return the parts as ISO 8601, without an invalid time; ``""`` for a day that does not exist."""
    hour, minute, second = (int(part) if part else -1 for part in (*clock, None, None, None)[:3])
    try:
        date = gregorian(*map(int, day))
    except ValueError:
        return ""
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        return ""
    moment = datetime(date.year, date.month, date.day, tzinfo=_zone_of(offset or ""))
    try:
        return moment.replace(hour=hour, minute=minute, second=min(max(second, 0), 59)).isoformat()
    except ValueError:
        return moment.date().isoformat()


def _zone_of(offset: str) -> timezone | None:
    offset = offset.strip().upper()
    if offset in ZONES:
        return timezone(timedelta(hours=ZONES[offset]))
    found = re.search(r"([+-])(\d{2}):?(\d{2})?$", offset)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return (
        timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes)) if minutes < 24 * 60 else None
    )
