"""What differs between two versions that are not neighbours."""

from contextlib import closing

import pytest
from chronicle import THINGS, Chronicle, edition, exchange

from harvester.archive.connection import select
from harvester.view.comparing import Edition, between

URL = "https://norra.example/harbour"

# Version 2 has lost the last question, version 3 edits the others, version 4 has it again in another year's
# words and asks a new one.
EDITIONS = (
    edition(THINGS[:5]),
    edition(THINGS[:4]),
    edition(THINGS[:4], 2032),
    edition(THINGS[:6], 2032),
)


@pytest.fixture(scope="module")
def conn(tmp_path_factory):
    path = tmp_path_factory.mktemp("comparing") / "a.db"
    with closing(Chronicle(path)) as archive:
        for number, body in enumerate(EDITIONS):
            archive.add(exchange(URL, 24 * number, body))
        yield archive.db.conn


def told(conn, older, newer, *kinds):
    """{kind: positions in the newer version} of what differs, of these kinds."""
    [(article,)] = select(conn, "SELECT DISTINCT article_id FROM version")
    rows = between(conn, Edition(article, older), Edition(article, newer))
    return [(row["kind"], row["after_position"]) for row in rows if row["kind"] in kinds]


# What it shows: (older version, newer version, the questions that came or went, with their new positions).
CASES = {
    "a question that was there before is restored": (2, 4, [("restored", 5), ("asked", 6)]),
    "a question that both have came from nowhere": (1, 4, [("asked", 6)]),
    "a question is dropped": (1, 3, [("dropped", None)]),
    "backwards nothing is restored": (4, 2, [("dropped", None), ("dropped", None)]),
    "a version beside itself": (3, 3, []),
    "neighbours, as the history has it": (3, 4, [("restored", 5), ("asked", 6)]),
}


@pytest.mark.parametrize(("older", "newer", "found"), CASES.values(), ids=CASES)
def test_what_came_and_went(conn, older, newer, found):
    assert told(conn, older, newer, "asked", "restored", "dropped") == found


def test_an_edit_while_it_was_away_has_its_hunks_and_no_text_before(conn):
    [(article,)] = select(conn, "SELECT DISTINCT article_id FROM version")
    rows = between(conn, Edition(article, 2), Edition(article, 4))
    [edited] = [row for row in rows if row["kind"] == "answer edited" and row["after_position"] == 5]
    assert (edited["before"], edited["before_position"]) == (None, None)
    assert [(each["before"], each["after"]) for each in edited["hunks"]] == [("2031", "2032")]


def test_two_versions_far_apart_differ_as_the_history_says_where_one_step_lies_between(conn):
    [(article,)] = select(conn, "SELECT DISTINCT article_id FROM version")
    far, near = (between(conn, Edition(article, first), Edition(article, 4)) for first in (2, 3))
    restored = [
        [row for row in rows if (row["kind"], row["after_position"]) == ("restored", 5)]
        for rows in (far, near)
    ]
    assert restored[0] == restored[1]
