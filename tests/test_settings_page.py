"""docs/reference/settings.md is what the keys of harvester/config say, and it has all their tables."""

import re
from pathlib import Path

import pytest
from scripts import loaded

from harvester.config.keys import SECTIONS

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def settings():
    return loaded(DOCS / "settings.py")


def test_the_page_is_up_to_date(settings):
    assert settings.PAGE.read_text("utf-8") == settings.page(), "run python docs/settings.py"


def test_every_table_of_the_file_has_its_section(settings):
    assert set(re.findall(r"^## `\[+(\w+)", settings.page(), re.MULTILINE)) == set(SECTIONS)


def test_every_key_is_explained_in_sentences(settings):
    said = [key for section in settings.SECTIONS for key in section.keys.values()]
    assert all(key.meaning.endswith(".") and key.allowed.startswith(("Give", "Write")) for key in said)
