"""Convert days of other calendars to the Gregorian calendar."""

from datetime import date, timedelta

BUDDHIST_YEARS = range(2443, 2644)
BUDDHIST_AHEAD = 543
"""Thailand counts the years 1900 to 2100 with these numbers, 543 ahead. Days and months are Gregorian."""

JALALI_YEARS = range(1340, 1411)
"""Iran and Afghanistan count the years 1961 to 2032 with these numbers.

Later numbers can be years of the Islamic calendar. Its days depend on the sight of the moon, so they are not
read as dates.
"""

_NEW_YEAR_1340 = date(1961, 3, 21)
_CYCLE, _LEAPS = 33, (1, 5, 9, 13, 17, 22, 26, 30)
"""A cycle has 33 years, and these are its leap years. This is exact from 1799 to 2256 (Borkowski, 1996)."""

_LONG_MONTHS, _LONG, _SHORT = 6, 31, 30
"""The first six months have 31 days and the others 30; the last has 29 except in leap years."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""Each era has the number of the Gregorian year before its first year."""


def gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day; raise ValueError for a day that does not exist.

    The number of the year shows its calendar.
    """
    if year in BUDDHIST_YEARS:
        return date(year - BUDDHIST_AHEAD, month, day)
    return _jalali(year, month, day) if year in JALALI_YEARS else date(year, month, day)


def _jalali(year: int, month: int, day: int) -> date:
    leap = year % _CYCLE in _LEAPS
    last = _LONG if month <= _LONG_MONTHS else _SHORT if month < 12 or leap else _SHORT - 1  # noqa: PLR2004
    if not (1 <= month <= 12 and 1 <= day <= last):  # noqa: PLR2004
        raise ValueError
    leaps = sum(one % _CYCLE in _LEAPS for one in range(JALALI_YEARS.start, year))
    months = (month - 1) * _SHORT + min(month - 1, _LONG_MONTHS)
    years = (year - JALALI_YEARS.start) * 365 + leaps
    return _NEW_YEAR_1340 + timedelta(days=years + months + day - 1)
