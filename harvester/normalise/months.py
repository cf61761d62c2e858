"""These tables hold words of dates from the language files, and time zones by their letters."""

from harvester.languages import within, words
from harvester.languages.files import known

MONTHS = {
    name.replace(".", " "): number
    for table in ("short_months", "months")
    for name, number in known().values(table).items()
}
"""Each name or abbreviation of a month, in lower case, has its number."""

POINT_MONTHS = known().values("point_months")
"""These words are months behind a day with a point: "18. listopada" is October, "18 listopada" November."""

LONG_STARTS = frozenset(name.partition(" ")[0] for name in MONTHS if " " in name)
"""Month names of several words begin with one of these words."""

LINKS = words("date_joiners")
"""These words stand between the parts of a date."""

OF_RULING, OF_CHANGE, OF_PUBLICATION = within("rulings"), within("as_of"), within("published")
"""These words stand before the date of a ruling or law, of a change, and of publication."""

ZONES = dict.fromkeys(("Z", "UTC", "GMT", "WET"), 0.0) | {
    "BST": 1,
    "CET": 1,
    "MEZ": 1,
    "WEST": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "IST": 5.5,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
"""Each abbreviation has its hours ahead of UTC, as the press of the region uses it."""
