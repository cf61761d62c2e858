"""Shards have each article whole, and together they are the archive again."""

from contextlib import closing

import pytest
from chronicle import PROSE, THINGS, WALL, Chronicle, differences, edition, exchange, redirect, rss
from click.testing import CliRunner
from content import content_hash
from derived_rows import derived_rows

from harvester.archive.connection import open_readonly
from harvester.archive.decisions import Terms
from harvester.archive.shards import shard_of
from harvester.cli import cli
from harvester.view.tables import TABLES, rows

pytestmark = pytest.mark.xdist_group("shards")  # what they share is made once

SITE, FEED = "https://norra.example", "https://norra.example/feed"
PAGES = [f"{SITE}/{thing}" for thing in THINGS]
AGO = -8 * 365 * 24
"""Hours from the noon of these tests to a year that has passed: what is in the future is not taken."""

EVIDENCE = ("run", "setting", "capture", "origin", "tombstone", "decision", "deposit", "variant")


def told(path):
    """An archive with a feed, a robots.txt, pages that moved, and a wall to which two articles lead."""
    with closing(Chronicle(path)) as archive:
        archive.say("follow", ("source", FEED), Terms("feed").as_text(), hours=AGO)
        archive.add(exchange(FEED, AGO - 2, rss(*PAGES[:6])), role="source")
        robots = exchange(f"{SITE}/robots.txt", AGO + 1, b"User-agent: *\nDisallow:")
        archive.add(robots, role="robots", live=False)
        for number, page in enumerate(PAGES):
            archive.say("follow", ("article", page), Terms().as_text(), hours=AGO)
            for hours in range(3):
                archive.add(
                    exchange(page, AGO + hours, edition(THINGS[number % 3 : 4 + number % 5], 2031 + hours))
                )
        moved = f"{SITE}/new/{THINGS[0]}"
        archive.add(redirect(PAGES[0], AGO + 5, moved), exchange(moved, AGO + 5, edition(THINGS[:4], 2036)))
        for page in PAGES[2:4]:
            archive.add(redirect(page, AGO + 6, f"{SITE}/login"), exchange(f"{SITE}/login", AGO + 6, WALL))
        rejected = archive.add(exchange(PAGES[4], AGO + 7, edition(THINGS[5:8], 2040)))
        archive.say("reject", ("capture", archive.key(rejected)), hours=AGO + 8)
        archive.say("retime", ("run", archive.run_key()), "3600", hours=AGO + 9)
        archive.say("join", ("article", PAGES[7]), PAGES[8], hours=AGO)
        archive.add(exchange(f"{SITE}/about", AGO + 3, PROSE))
        archive.rebuild()


def program(*arguments):
    result = CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """The whole archive, its shards, and what was made of the shards again."""
    folder = tmp_path_factory.mktemp("shards")
    whole = folder / "norra.db"
    told(whole)
    said = program("shard", whole, "--into", 3)
    shards = [folder / f"norra-{number}-of-3.db" for number in (1, 2, 3)]
    assert [line.partition(": ")[0] for line in said.stdout.splitlines()] == [*map(str, shards)]
    again = folder / "again.db"
    program("merge", *shards, "--archive", again)
    return whole, shards, again


def keys(path, table):
    with closing(open_readonly(path)) as conn:
        if table == "origin":
            sql = "SELECT hex(capture.key), origin.kind FROM origin JOIN capture ON capture.id = capture_id"
        elif table == "tombstone":
            sql = "SELECT hex(capture_key), hex(payload_digest) FROM tombstone"
        else:
            sql = f"SELECT hex({'digest' if table in {'setting', 'variant'} else 'key'}), '' FROM {table}"
        return {tuple(row) for row in conn.execute(sql)}


@pytest.mark.parametrize("table", EVIDENCE)
def test_together_they_have_all_evidence(cut, table):
    whole, shards, again = cut
    assert set().union(*(keys(each, table) for each in shards)) == keys(whole, table) == keys(again, table)


def test_merged_they_are_the_archive_again(cut):
    whole, _, again = cut
    with closing(open_readonly(whole)) as one, closing(open_readonly(again)) as other:
        assert content_hash(one) == content_hash(other)
        assert differences(derived_rows(other), derived_rows(one)) == {}


@pytest.mark.parametrize("table", TABLES)
def test_each_row_of_a_data_set_is_in_one_of_them(cut, table):
    whole, shards, _ = cut

    def found(path):
        with closing(open_readonly(path)) as conn:
            return [tuple(row) for row in rows(conn, TABLES[table])]

    assert sorted(map(repr, (row for each in shards for row in found(each)))) == sorted(
        map(repr, found(whole))
    )
    assert sum(bool(found(each)) for each in shards) > 1 or table == "events"


def test_each_is_sound(cut):
    for path in cut[1]:
        assert "no damage found" in program("verify", "--archive", path).stderr


def test_the_shard_of_an_article_follows_from_its_urls():
    assert {shard_of(frozenset({str(number)}), 4) for number in range(40)} == {0, 1, 2, 3}
    assert shard_of(frozenset(PAGES), 4) == shard_of(frozenset({min(PAGES), "zebra"}), 4)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("missing.db", "--into", "2"), 2, "there is no such archive"),
        (("norra.db", "--into", "1"), 2, "1 is not in the range 2<=x<=1024"),
        (("norra.db", "--into", "3"), 2, "exists already"),
    ],
)
def test_what_cannot_be_cut_is_said(cut, monkeypatch, arguments, code, said):
    monkeypatch.chdir(cut[0].parent)
    result = CliRunner().invoke(cli, ["shard", *arguments])
    assert result.exit_code == code
    assert said in result.output
