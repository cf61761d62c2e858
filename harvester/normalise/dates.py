"""Dates as pages write them, as ISO 8601 with what precision and offset they give."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from harvester.normalise.months import MONTHS, ZONES

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Any other year is a mistake: of the page, or of ours."""

MAX_CHARS = 200
"""A longer text is no date."""

CLOCK_CHARS = 40
"""How far behind the day its time stands."""

THAI_YEARS = 543
"""How far the Buddhist calendar is ahead."""

_OFFSET = r"\s*(Z\b|UTC|GMT|[A-Z]{3,4}\b|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)?"
_TIME = r"(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?" + _OFFSET
_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:[T\s,]|\+(?=\d\d:)){1,3}" + _TIME + ")?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})()(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?" + _OFFSET + ")?$", re.ASCII)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?$", re.ASCII)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)", re.ASCII)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_CJK_CLOCK = re.compile(r"(\d{1,2})[时時:]\s?(\d{2})")
_ERA = re.compile(r"(令和|平成|昭和)\s?(\d{1,2}|元)年(\d{1,2})月(\d{1,2})日")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_MONTH = r"(?:[^\W\d_]|[\u0900-\u0dff]){3,20}"  # vowel signs are no letters to re
_DAY_FIRST = re.compile(
    r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th|er|[ºª°.])?[\s,-]{0,3}(?:(?:de|di|d'|of)[\s-])?(" + _MONTH + r")\.?"
)
_MONTH_FIRST = re.compile("(" + _MONTH + r")\.?[\s-]{1,3}(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_YEAR = re.compile(r"[\s,.'-]{0,3}(?:(?:de|del|di|do|of)\s)?((?:19|20)\d{2})")
_YEAR_LAST = re.compile(r"\s\d{1,2}:\d{2}:\d{2}\s[a-z]{3,4}\s(\d{4})")  # "Mon Aug 22 16:45:24 PDT 2022"
_FOUR_DIGITS = re.compile(r"\d{4}")
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÄÖÜ])")  # "Ada KelpMay 1, 2031": spans side by side
_THAI_YEAR = re.compile(r"(?<!\d)25[4-9]\d(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})[:.h](\d{2})(?!\d)(?::(\d{2}))?(?:\s?([ap])\.?\s?m\b)?" + _OFFSET, re.IGNORECASE
)
_NATIVE_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙"
_DIGITS = {ord(native): str(unicodedata.digit(native)) for native in _NATIVE_DIGITS}

MONTHS_OF_YEAR = 12

Clock = Sequence[str | None]


def first_date(texts: Iterable[str], *, month_first: bool = False) -> str:
    """Return the date of the first text that has one, ``""`` when none has."""
    return next(filter(None, (iso_date(text, month_first=month_first) for text in texts)), "")


def iso_date(text: str, *, month_first: bool = False) -> str:
    """Return the date that the text is or, in words, holds; precision and offset as it gives them.

    month_first: whether 3/4/2020 is the 4th of March.
    """
    text = unicodedata.normalize("NFC", text.strip()[:MAX_CHARS]).translate(_DIGITS)
    if "年" not in text and not _FOUR_DIGITS.search(text):  # no year but that of an era
        return ""
    for read in (_iso, _compact, _epoch, _east_asian):
        if found := read(text):
            return found
    if _THAI_YEAR.search(text):
        text = _THAI_YEAR.sub(lambda year: str(int(year[0]) - THAI_YEARS), text)
    text = _GLUED.sub(" ", text)
    for end, day in _days(text, month_first=month_first):
        return _joined(day, *_clock(text[end : end + CLOCK_CHARS]))
    later = _ISO.search(text)
    return _iso(text[later.start() :]) if later else ""


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


def _east_asian(text: str) -> str:
    if era := _ERA.search(text):
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        return _joined((str(year), era[3], era[4]))
    found = _CJK.search(text)
    if not found:
        return ""
    clock = _CJK_CLOCK.search(text, found.end())
    return _joined(found.groups(), (clock[1], clock[2], None) if clock else ())


def _days(text: str, *, month_first: bool) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Yield where each date in words or figures ends, and its year, month and day."""
    numeric = _NUMERIC.search(text)
    if numeric:
        day, month = numeric[1], numeric[3]
        if int(month) > MONTHS_OF_YEAR or (month_first and numeric[2] == "/" and int(day) <= MONTHS_OF_YEAR):
            day, month = month, day
        yield numeric.end(), (numeric[4], month, day)
    folded = text.lower()
    for pattern, of_day, of_month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for found in pattern.finditer(folded):
            month_number = MONTHS.get(found[of_month])
            year = _YEAR.match(folded, found.end()) or _YEAR_LAST.match(folded, found.end())
            if month_number and year:
                end = found.end() if year.re is _YEAR_LAST else year.end()
                yield end, (year[1], str(month_number), found[of_day])


def _clock(text: str) -> tuple[Clock, str]:
    found = _CLOCK.search(text)
    if not found:
        return (), ""
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    return (str(hour), found[2], found[3]), found[5] or ""


def _joined(day: Iterable[str], clock: Clock = (), offset: str | None = "") -> str:
    """Return the parts as ISO 8601, without the time when it is none; ``""`` for a day that never was."""
    year, month, number = map(int, day)
    hour, minute, second = (int(part) if part else -1 for part in (*clock, None, None, None)[:3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ""
    try:
        moment = datetime(year, month, number, tzinfo=_zone_of(offset or ""))
    except ValueError:
        return ""
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
