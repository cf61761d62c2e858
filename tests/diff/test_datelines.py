"""Which lines name a day or a time and say no more."""

import pytest

from harvester.diff.datelines import is_dateline

DATES = {
    "26 nov. 2020": True,
    "Updated 30 November 2026, 10:32 GMT": True,
    "Dienstag, 3. Mai 2027": True,
    "Stand: 4.5.2027": True,
    "Mis à jour le 3 mars 2027 à 10h32": True,
    "2026年11月30日": True,
    "Обновлено 3 мая 2027 в 10:30": True,
    "10h32": True,
    "09:05": True,
    "1,234": False,
    "The ferry leaves at 09:05": False,
    "300 kr": False,
    "Art. 5": False,
    "14 people were hurt on 3 May 2027": False,
    "The timetable": False,
    "": False,
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_a_dateline_says_no_more_than_a_day(text, expected):
    assert is_dateline(text) is expected
