"""Which chains of a robots.txt a run goes by: the newest, and what came before a row of failures."""

import pytest

from harvester.archive.captures import chain_ids, read_capture
from harvester.archive.robots import robots_chains
from harvester.fetch import is_unreachable
from harvester.model import Outcome

ROBOTS = "https://www.tarvel.example/robots.txt"
FAILED = {"outcome": Outcome.SERVER_ERROR, "status": 500}

# What it shows: (what came of asking, the oldest first, which of them count).
HISTORIES = {
    "never asked": ([], []),
    "read": (["read"], [0]),
    "read again": (["read", "read"], [1]),
    "failed once": (["failed"], [0]),
    "failed from the beginning": (["failed", "failed", "failed"], [0, 2]),
    "failed since it was read": (["read", "failed", "failed", "failed"], [0, 1, 3]),
    "failed once since it was read": (["read", "failed"], [0, 1]),
    "failed before it was read": (["failed", "read"], [1]),
    "failed behind a redirect": (["read", "redirected", "redirected"], [0, 1, 2]),
}


@pytest.mark.parametrize(("history", "counting"), HISTORIES.values(), ids=HISTORIES)
def test_what_counts(db, keep, capture, history, counting):
    ends = []
    for day, came_of_it in enumerate(history):
        one = capture(day, url=ROBOTS, body=b"Disallow: /x")
        if came_of_it == "failed":
            one = capture(day, url=ROBOTS, **FAILED)
        chain = [one]
        if came_of_it == "redirected":
            to = capture(day, url="https://www.tarvel.example/r", **FAILED)
            chain = [capture(day, Outcome.REDIRECTED, url=ROBOTS, status=302), to]
        ends.append(keep(*chain, role="robots"))
    wanted = tuple(chain_ids(db.conn, ends[number]) for number in counting)
    assert robots_chains(db.conn, ROBOTS, is_unreachable) == wanted


def test_with_its_redirects(db, keep, capture):
    keep(capture(url=ROBOTS, body=b"Disallow: /x"), role="robots")
    chain = (
        capture(1, Outcome.REDIRECTED, url=ROBOTS, status=302),
        capture(1, url="https://www.tarvel.example/r", body=b"Disallow: /y"),
    )
    end = keep(*chain, role="robots")
    keep(capture(2, url="https://tarvel.example/robots.txt", body=b"Disallow: /z"), role="robots")
    keep(capture(3, url=ROBOTS, body=b"an article of that name"))
    (found,) = robots_chains(db.conn, ROBOTS, is_unreachable)
    assert found == chain_ids(db.conn, end)
    assert tuple(read_capture(db.conn, each) for each in found) == chain
