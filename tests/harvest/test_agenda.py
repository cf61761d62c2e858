"""What a run asks for: the budget of each host, and waves in the order of worth."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from harvester.archive.due import FIRST, DueSelection, due_by_host, due_now, newest_row, number_due
from harvester.harvest.agenda import RequestBudget

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DUE = [(1, "a"), (2, "a"), (3, "b"), (4, "a"), (5, "c"), (6, "b")]

# What it shows: (budget of each host, most of a wave, most of a host in a wave, waves, how many are left).
WAVES = {
    "all at once": (0, None, None, [[1, 2, 3, 4, 5, 6]], 0),
    "some at a time": (0, 4, None, [[1, 2, 3, 4], [5, 6]], 0),
    "a host has its turns": (0, None, 1, [[1, 3, 5], [2, 6], [4]], 0),
    "a budget of each host": (1, None, None, [[1, 3, 5]], 3),
    "a budget, in waves": (2, 3, 1, [[1, 3, 5], [2, 6]], 1),
    "none may be asked for": (0, 0, None, [], 6),
}


@pytest.mark.parametrize(("each", "most", "of_host", "waves", "left"), WAVES.values(), ids=WAVES)
def test_waves(each, most, of_host, waves, left):
    budget = RequestBudget(each)
    assert [*iter(lambda: budget.take(DUE, most, of_host), [])] == waves
    assert budget.left == left


def test_a_budget_says_before_how_much_fits():
    budget = RequestBudget(2)
    budget.take([(9, "a")])
    assert budget.fits({"a": 5, "b": 1, "c": 7}) == 1 + 1 + 2


@pytest.fixture
def many(desk):
    """More due articles than SQLite is asked for at first: (id, number, when, expected edits)."""
    rows = [
        (f"{number}", number, (NOON - timedelta(minutes=number % 97)).isoformat()[:19], number % 89 / 89)
        for number in range(1, FIRST + 200)
    ]
    desk.db.conn.executemany(
        "INSERT INTO due (article_id, url_id, next_at, asked_at, edits, host)"
        " VALUES (?, ?, ? || '.000Z', '', ?, ?)",
        [(*row, f"h{row[1] % 3}") for row in rows],
    )
    return rows


def test_what_is_worth_most_comes_first(desk, many):
    """Also behind those that SQLite is asked for at first; each comes once."""
    rows = many
    worth = {row[1]: row[3] * (row[1] % 97) for row in rows}
    sought = DueSelection(NOON, is_source=False)
    found = [number for number, _ in due_now(desk.db.conn, sought)]
    assert sorted(found) == sorted(worth)
    assert all(worth[a] >= worth[b] - 0.001 for a, b in pairwise(found))
    assert newest_row(desk.db.conn) == len(rows)
    assert number_due(desk.db.conn, sought._replace(newest=100)) == 100
    assert number_due(desk.db.conn, sought) == len(rows) == sum(due_by_host(desk.db.conn, sought).values())


def test_what_another_program_writes_meanwhile_hides_nothing_that_is_due(desk, many):
    """Articles that were taken are asked for by another run, while the first one looks on."""
    found = due_now(desk.db.conn, DueSelection(NOON, is_source=False))
    taken = [number for number, _ in islice(found, FIRST)]
    numbers = [(number,) for number in taken[:100]]
    desk.db.conn.executemany("UPDATE due SET next_at = '9999' WHERE id = ?", numbers)
    assert sorted([*taken, *(number for number, _ in found)]) == [row[1] for row in many]
