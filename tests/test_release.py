"""The files of a release agree: one version, one list of extras, and each extra is explained."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import harvester

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
EXTRAS = PROJECT["optional-dependencies"]


def test_one_version():
    assert PROJECT["version"] == harvester.__version__ == CITATION["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    (newest, day) = re.findall(r"^## \[([\d.]+)\] - (\S+)$", changelog, re.MULTILINE)[0]
    assert (newest, day) == (CITATION["version"], CITATION["date-released"])


def test_the_citation_has_what_the_format_asks_for():
    """https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema-guide.md"""
    assert {"cff-version", "message", "title", "authors"} <= CITATION.keys()
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["license"] == PROJECT["license"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", CITATION["date-released"])


def test_every_extra_is_explained():
    page = (ROOT / "docs" / "reference" / "extras.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(EXTRAS)


def test_all_is_all_of_them():
    (named,) = re.findall(r"\[([\w,]+)\]", EXTRAS["all"][0])
    assert set(named.split(",")) == set(EXTRAS) - {"all"}


@pytest.mark.parametrize("name", ["SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_the_sdist_has_it(name):
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert (ROOT / name).exists()
    assert f'"/{name}"' in text
