"""What was promised is there; what is new is in the lists, so that it is promised knowingly."""

import importlib.util
import re
from pathlib import Path

import pytest

from harvester.config.keys import SECTIONS

HERE = Path(__file__).parent


def _loaded():
    spec = importlib.util.spec_from_file_location("made", HERE / "made.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = _loaded()


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
