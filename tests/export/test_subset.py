"""A part of an archive is an archive: the same ids and history, sound, and nothing of the rest."""

from contextlib import closing
from itertools import combinations

import pytest

from harvester.archive.connection import open_readonly, select
from harvester.view.selection import Selection
from harvester.view.tables import TABLES, rows

PATHS = ("/river", "/quay", "/mill")
BY_SOURCE = {"source"}
"""The sources stay behind, so this column is empty."""


@pytest.fixture
def part(harvester, told):
    def make(*arguments):
        target = harvester.folder / "part.db"
        harvester("export", target, *arguments, "--archive", told, "--force")
        return target

    make.program = harvester
    return make


def history(path, selection):
    with closing(open_readonly(path)) as conn:
        return {
            name: [
                {key: value for key, value in dict(row).items() if key not in BY_SOURCE}
                for row in rows(conn, TABLES[name], selection)
            ]
            for name in ("versions", "pairs", "changes", "events")
        }


@pytest.mark.parametrize("chosen", [each for n in (1, 2, 3) for each in combinations(PATHS, n)])
def test_the_history_is_that_of_the_whole(part, told, chosen):
    urls = [f"https://tarvel.example{path}" for path in chosen]
    target = part(*(word for url in urls for word in ("--article", url)))
    with closing(open_readonly(told)) as conn:
        ids = [row["article_id"] for row in rows(conn, TABLES["articles"]) if row["url"] in urls]
    assert history(target, Selection()) == history(told, Selection(articles=ids))
    assert len(ids) == len(chosen)


def test_the_part_is_sound_and_merges_into_nothing_new(part, told):
    target = part("--article", "https://tarvel.example/river")
    assert "no damage found" in part.program("verify", "--archive", target).stderr
    whole = part.program.folder / "whole.db"
    whole.write_bytes(told.read_bytes())
    said = part.program("merge", target, "--archive", whole).stdout
    assert "0 captures and 0 decisions added" in said


def test_nothing_of_the_rest_comes_along(part):
    target = part("--article", "https://tarvel.example/quay")
    with closing(open_readonly(target)) as conn:
        urls = {row[0] for row in select(conn, "SELECT url FROM url")}
    assert urls == {"https://tarvel.example/quay", "https://tarvel.example/pier"}


def test_it_is_one_file(part):
    target = part("--article", "https://tarvel.example/mill")
    assert {each.name for each in target.parent.iterdir()} == {"part.db"}


def test_what_was_taken_down_stays_away(part, told):
    whole = part.program.folder / "whole.db"
    whole.write_bytes(told.read_bytes())
    part.program("takedown", "https://tarvel.example/mill", "--why", "asked", "--yes", "--archive", whole)
    target = part.program.folder / "part.db"
    part.program("export", target, "--archive", whole, "--host", "tarvel.example")
    assert "no damage found" in part.program("verify", "--archive", target).stderr
    with closing(open_readonly(target)) as conn:
        assert {row["url"] for row in rows(conn, TABLES["articles"])} == {
            "https://tarvel.example/river",
            "https://tarvel.example/quay",
        }
