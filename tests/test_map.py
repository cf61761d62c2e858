"""The map tells of what is there: each path and dotted name exists, each part of the layers has its place."""

import importlib
import re
from pathlib import Path

import pytest
from test_layers import LAYERS

from harvester.archive.decisions import DecisionKind
from harvester.history.state import EventKind

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs" / "map.md").read_text("utf-8")
ARCHIVE = (ROOT / "docs" / "reference" / "archive.md").read_text("utf-8")
DECIDE = (ROOT / "docs" / "howto" / "decide.md").read_text("utf-8")
CODE = sorted(set(re.findall(r"`([^`\n]+)`", MAP)))
PATHS = [each for each in CODE if re.fullmatch(r"(?:harvester|db|docs|tests|benchmarks)(?:/[\w.]+)*", each)]
NAMES = [each for each in CODE if re.fullmatch(r"harvester(?:\.\w+)+", each) and each != "harvester.toml"]


def found(name):
    """What a dotted name leads to; raises where it leads nowhere."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            value = getattr(value, part)
        return value
    raise LookupError(name)


@pytest.mark.parametrize("path", PATHS)
def test_paths_exist(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", NAMES)
def test_names_exist(name):
    assert found(name) is not None


@pytest.mark.parametrize("package", ["harvester.diff", "harvester.history"])
def test_a_package_describes_the_names_that_it_exports(package):
    module = importlib.import_module(package)
    described = re.findall(r"^    (\w+(?:, \w+)*)(?:\(| {2})", module.__doc__, re.MULTILINE)
    assert sorted(", ".join(described).split(", ")) == sorted(module.__all__)


def test_a_name_that_leads_nowhere_is_found_out():
    with pytest.raises(AttributeError):
        found("harvester.reading.unheard_of")


@pytest.mark.parametrize("part", sorted({part for layer in LAYERS for part in layer}))
def test_every_part_has_its_place(part):
    assert f"`{part}`" in MAP or f"`harvester/{part}.py`" in MAP


def test_the_parts_stand_in_the_order_of_the_layers():
    level = {part: depth for depth, layer in enumerate(LAYERS) for part in layer}
    rows = [level[part] for part in re.findall(r"^\| `(\w+)` \|", MAP, re.MULTILINE) if part in level]
    assert rows == sorted(rows)


def test_the_page_of_the_archive_names_every_view():
    views = {path.stem for path in (ROOT / "db" / "views").glob("*.sql")}
    assert views == set(re.findall(r"^\| `(\w+)` \|", ARCHIVE, re.MULTILINE))


def test_the_page_of_the_archive_draws_every_table():
    sql = "".join(path.read_text("utf-8") for path in (ROOT / "db" / "migrations").glob("*.sql"))
    drawing = ARCHIVE.partition("| view |")[0]
    tables = re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", sql)
    assert [table for table in tables if not re.search(rf"\b{table}\b", drawing)] == []


@pytest.mark.parametrize("kind", [*map(str, EventKind)])
def test_the_page_of_the_archive_names_every_event(kind):
    assert kind in ARCHIVE


@pytest.mark.parametrize("kind", [*map(str, DecisionKind)])
def test_the_page_of_decisions_names_every_decision(kind):
    assert kind in DECIDE


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem
)
def test_decisions_have_one_form(path):
    heading = r"# (?!\d)[^\n]+\n\n\d{4}-\d\d-\d\d(?:; (?:replace[sd]|standing added) [^\n]+)?\n\n"
    assert re.match(heading, path.read_text("utf-8"))
