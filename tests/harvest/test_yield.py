"""The yield of a source: questions that go all at once are told from questions that were dropped."""

from contextlib import closing
from datetime import timedelta

import pytest
from chronicle import Chronicle, exchange

from harvester.archive.decisions import DecisionKind, Voice
from harvester.archive.read import rows
from harvester.errors import ConfigError
from harvester.harvest.deciding import judge_article
from harvester.harvest.events import captured, lost_most
from harvester.harvest.report import Report
from harvester.model import Verdict

TOPICS = (
    "ferry", "pier", "harbour", "dredger", "lighthouse", "customs house", "boatyard", "fish market",
    "sea wall", "buoy", "lifeboat", "crane",
)  # fmt: skip
URL = "https://norra.example/works"


@pytest.fixture
def archive(tmp_path):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        yield archive


def page(count, first=0):
    """An explainer with so many questions, labelled, so that two are told from prose."""
    pairs = "".join(
        f"<p><b>Question:</b> What happens to the {topic}?</p><p><b>Answer:</b> The town repairs the {topic}"
        " until the end of May, and pays for all of it from the harbour fund.</p>"
        for topic in TOPICS[first : first + count]
    )
    about = "The works at the harbour go on, the mayor said on Tuesday evening at the town hall. " * 8
    return f"<html lang=en><body><main><h1>The harbour works</h1><p>{about}</p>{pairs}</main></body></html>"


EDITED = page(2).replace("end of May", "end of June")


def seen(archive, pages, first=0, url=URL):
    """Capture an article a day, each time with so many questions; return what is told of each capture."""
    told = []
    for day, given in enumerate(pages, first):
        html = page(given) if isinstance(given, int) else given
        end = exchange(url, 24 * day, html.encode())
        capture_id = archive.add(end, live=False)
        told.append(captured(end, capture_id, *archive.deriving.article(capture_id, end)))
    return told


def losses(archive):
    found = rows(archive.db.conn, "losses")
    return [(row["pairs_before"], row["pairs"], row["since"][:10], row["version"]) for row in found]


# Questions of each capture; the loss that is told of the last version; the standing of the last capture.
HISTORIES = {
    "nothing happens": ([8, 8, 8], [], "current"),
    "one capture": ([8], [], "current"),
    "one question dropped": ([8, 7], [], "current"),
    "half of them dropped": ([8, 4], [], "current"),
    "a third left": ([6, 2], [], "current"),
    "less than a third left": ([7, 2], [], "waiting"),
    "less than a third left, by three captures": ([7, 2, 2, 2], [(7, 2, "2031-03-05", 2)], "current"),
    "none left": ([8, 0], [], "suspect"),
    "none left of two": ([2, 0], [], "suspect"),
    "none left, day after day": ([8, 8, 0, 0, 0], [], "suspect"),
    "none left, and back": ([8, 0, 8], [], "current"),
    "most dropped": ([12, 2], [], "waiting"),
    "most dropped, seen again": ([12, 2, 2], [], "waiting"),
    "most dropped, by three captures": ([12, 2, 2, 2], [(12, 2, "2031-03-05", 2)], "current"),
    "most dropped, by captures that disagree": ([12, 2, 2, 1, 1, 2], [], "waiting"),
    "most dropped, and back": ([12, 2, 12], [], "current"),
    "most dropped, some back": ([12, 2, 6], [], "current"),
    "most dropped, then none left": ([12, 2, 2, 2, 0], [(12, 2, "2031-03-05", 2)], "suspect"),
    "most dropped, a month ago": ([12, 2, *([2] * 31)], [], "current"),
    "all rewritten": ([6, page(6, first=6)], [], "current"),
}


@pytest.mark.parametrize(("pages", "expected", "standing"), HISTORIES.values(), ids=HISTORIES)
def test_losses(archive, pages, expected, standing):
    told = seen(archive, pages)
    assert (losses(archive), told[-1].standing) == (expected, standing)
    assert told[-1].failed is (standing != "current")
    before = archive.history()
    archive.rebuild()
    assert (losses(archive), archive.history()) == (expected, before)


def test_a_rewrite_is_a_version_and_none_left_is_not(archive):
    told = seen(archive, [12, 2, 2, 2, 0])
    assert [sum(each.versions for each in event.settled) for event in told] == [1, 0, 0, 1, 0]
    assert [event.lost for event in told] == [(), (), (), (12, 2), ()]


def test_what_waited_is_dated_by_the_first_capture(archive):
    seen(archive, [12, 2, 2, 2, 2])
    standings = "SELECT substr(at, 1, 10), state, version FROM standing ORDER BY at"
    assert archive.all(standings) == [
        ("2031-03-04", "current", 1),
        *((f"2031-03-{day:02}", "current", 2) for day in range(5, 9)),
    ]
    assert {row[0][:10] for row in archive.all("SELECT changed_at FROM change_list")} == {"2031-03-05"}


def test_a_run_tells_what_was_lost_once(archive):
    report = Report()
    for event in seen(archive, [12, 2, 2, 2, 2, 0]):
        report.add(event)
    assert report.losses == [(URL, 12, 2)]
    assert [problem.split(":")[0] for _, problem in report.failures] == ["waiting", "waiting", "suspect"]


def test_none_left_is_no_change(archive):
    *_, last = seen(archive, [8, 0])
    assert (last.verdict, last.standing, last.settled[0].changes) == (Verdict.CONTENT, "suspect", ())
    assert archive.all("SELECT kind, detail FROM event") == [("suspect", last.reason)]
    assert archive.one("SELECT count(*) FROM change") == 0


ACCEPTED = {  # questions of each capture; how many are accepted, the versions' questions after that
    "none left": ([8, 0], 1, [8, 0]),
    "none left, day after day": ([8, 0, 0, 0], 3, [8, 0]),
    "most dropped": ([12, 2], 1, [12, 2]),
    "most dropped, then none left": ([12, 2, 2, 2, 0], 1, [12, 2, 0]),
    "none left, back, and none again": ([8, 0, 8, 0], 1, [8, 0]),
}


def accepted(archive):
    at = archive.deriving.now() + timedelta(days=1)
    article = archive.one("SELECT id FROM article")
    return len(judge_article(archive.db, DecisionKind.ACCEPT, article, Voice("ada", at)).captures)


def versions(archive):
    sql = """
        SELECT (SELECT count(*) FROM pair WHERE pair.snapshot_id = version.snapshot_id)
        FROM version ORDER BY n"""
    return [row[0] for row in archive.all(sql)]


@pytest.mark.parametrize(("pages", "captures", "after"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_accepted_becomes_a_version(archive, pages, captures, after):
    seen(archive, pages)
    assert accepted(archive) == captures
    assert versions(archive) == after
    with pytest.raises(ConfigError):
        accepted(archive)
    told = archive.history()
    archive.rebuild()
    assert archive.history() == told


def test_what_is_accepted_holds_for_these_captures(archive):
    seen(archive, [8, 0])
    accepted(archive)
    last = seen(archive, [0, 8, 0], first=2)[-1]
    assert (last.standing, versions(archive)) == ("suspect", [8, 0, 8])


LOST = {
    "nothing had": (0, 0, False),
    "some came": (0, 8, False),
    "all of one": (1, 0, True),
    "half of four": (4, 1, False),
    "a third left": (6, 2, False),
    "less than a third left": (7, 2, True),
    "more than before": (8, 9, False),
}


@pytest.mark.parametrize(("before", "after", "expected"), LOST.values(), ids=LOST)
def test_lost_most(before, after, expected):
    assert lost_most(before, after) is expected


BECAME = {name: case for name, case in LOST.items() if case[1]}  # none left is no version


@pytest.mark.parametrize(("before", "after", "expected"), BECAME.values(), ids=BECAME)
def test_the_view_has_the_same_figures(archive, before, after, expected):
    seen(archive, [before, after, after, after])
    assert bool(archive.one("SELECT is_loss FROM yield_list ORDER BY version DESC LIMIT 1")) is expected
