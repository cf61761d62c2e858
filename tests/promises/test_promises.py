"""What was promised is there; what is new is in the lists, so that it is promised knowingly."""

import re
from pathlib import Path

import pytest
from scripts import loaded

from harvester.config.keys import SECTIONS

HERE = Path(__file__).parent


MADE = loaded(HERE / "made.py")


@pytest.mark.parametrize("name", MADE.LISTS)
def test_what_is_promised_is_there(name):
    found, promised = set(MADE.LISTS[name]()), MADE.promised(name)
    assert sorted(promised - found) == [], "promised, and gone: bring it back"
    assert sorted(found - promised) == [], "new: run python tests/promises/made.py, if it is to stay"


def test_each_list_is_made():
    assert {path.stem for path in HERE.glob("*.txt")} == set(MADE.LISTS)


def test_every_table_of_the_settings_is_in_the_list():
    assert {name.partition(".")[0] for name in MADE.TABLES_OF_THE_FILE} - {""} == set(SECTIONS)


def test_the_page_names_each_list():
    page = (HERE.parents[1] / "docs" / "reference" / "promises.md").read_text("utf-8")
    assert set(re.findall(r"`tests/promises/(\w+)\.txt`", page)) == set(MADE.LISTS)
