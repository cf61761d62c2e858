"""The numbers of the plots beside the same counts from views for people."""

from collections import Counter

import pytest

from harvester.archive.connection import select
from harvester.change import ChangeKind, EditClass
from harvester.view.plot import TITLES, share
from harvester.view.plots import PLOTS
from harvester.view.plotted_changes import CLASSES, DELAYS, KINDS, group_of
from harvester.view.selection import Selection


@pytest.mark.parametrize("name", PLOTS)
def test_nothing_comes_of_nothing(empty, name):
    plot = PLOTS[name](empty, Selection())
    assert (plot.rows, plot.finding) == ((), "")
    assert plot.title == TITLES[plot.name]


SELECTIONS = {
    "everything": (Selection(), "1"),
    "a language": (Selection(languages=("en",)), "1"),
    "a language that nobody writes": (Selection(languages=("tlh",)), "0"),
    "a kind": (Selection(kinds=("asked",)), "kind = 'asked'"),
    "a class": (Selection(classes=("number",)), "classes LIKE '%number%'"),
    "from a time on": (Selection(since="2026-11-23T16:00:00.000Z"), "changed_at >= '2026-11-23T16'"),
}


@pytest.mark.parametrize(("selection", "where"), SELECTIONS.values(), ids=SELECTIONS)
def test_changes_a_day(reader, selection, where):
    plot = PLOTS["changes"](reader, selection)
    told = select(reader, f"SELECT substr(changed_at, 1, 10), kind FROM change_list WHERE {where}")
    assert {row[:2]: row[2] for row in plot.rows} == Counter(map(tuple, told))
    assert sum(row[-1] for row in plot.digest.rows) == len(told)


def test_what_edits_touch(reader):
    plot = PLOTS["edits"](reader, Selection())
    told = select(reader, "SELECT classes FROM change_list WHERE classes <> '[]'")
    assert sum(row[2] for row in plot.rows) == len(told) > 0
    heaviest = Counter(row[0].strip('[]"').split('"')[-1] for row in told)
    assert sum((Counter({row[1]: row[2]}) for row in plot.rows), Counter()) == heaviest


def test_when_edits_come(reader):
    plot = PLOTS["delays"](reader, Selection())
    edits = select(reader, "SELECT count(*) FROM change_list WHERE kind LIKE '%edited' OR kind = 'reworded'")[
        0
    ][0]
    assert sum(row[2] for row in plot.rows) == edits > 0
    assert {row[0] for row in plot.rows} == {"first seen"}


WITHIN_A_DAY = {"1 hour", "6 hours", "1 day"}

PUBLISHED = {
    "a time": ("2026-11-23T11:30:00+00:00", "published", WITHIN_A_DAY),
    "a time in another zone": ("2026-11-23T13:30:00+02:00", "published", WITHIN_A_DAY),
    "a day": ("2026-11-23", "published on", WITHIN_A_DAY),
    "after the edit": ("2027-01-01T00:00:00Z", "published", {"before"}),
    "no time that is one": ("soon", "first seen", WITHIN_A_DAY),
    "long ago": ("1999-01-01", "published on", {"longer"}),
}


@pytest.mark.parametrize(("published", "basis", "spans"), PUBLISHED.values(), ids=PUBLISHED)
def test_what_delays_count_from(db, published, basis, spans):
    db.conn.execute("UPDATE reading SET published = ?", [published])
    rows = PLOTS["delays"](db.conn, Selection()).rows
    assert {row[0] for row in rows} == {basis}
    assert set() < {row[1] for row in rows if row[2]} <= spans


def test_every_kind_and_class_has_a_group():
    assert sorted(kind for kinds in KINDS.values() for kind in kinds) == sorted(ChangeKind)
    assert sorted(word for words in CLASSES.values() for word in words) == sorted(EditClass)
    assert group_of(KINDS, "dropped") == "dropped"
    assert list(DELAYS.values()) == sorted(DELAYS.values())


SHARES = {(0, 0): "0 %", (1, 2): "50 %", (1, 1000): "0.1 %", (999, 1000): "99.9 %", (5, 5): "100 %"}


@pytest.mark.parametrize(("parts", "words"), SHARES.items())
def test_shares(parts, words):
    assert share(*parts) == words
