"""Text beside the questions that changes is an event, in any order of arrival, and after a rebuild."""

import random
from contextlib import closing

import pytest
from chronicle import LATER, THINGS, Chronicle, differences, edition, exchange
from click.testing import CliRunner

from harvester.archive.decisions import Voice
from harvester.archive.refolding import outdated_urls
from harvester.cli import cli
from harvester.harvest.takedown import capture_target, take_down
from harvester.harvest.verifying import Verification, verify

URL = "https://norra.example/harbour"
NOTE = "Ferries leave from the north pier until the work is done."
EDITED = NOTE.replace("north", "south")
EDITION, LATER_EDITION = edition(THINGS[:4]), edition(THINGS[:4], 2032)


def noted(text, page=EDITION):
    """The page with a note between its second and its third question."""
    before, heading, after = page.partition(f"<h2>What happens to the {THINGS[2]}".encode())
    return before + f"<h3>{text}</h3>".encode() + heading + after


def passing(text):
    return EDITION.replace(b"</main>", f"<p>{text}</p></main>".encode())


HISTORY = (
    (0, noted(NOTE)),
    (24, noted(EDITED)),  # alone
    (48, noted("Ferries do not run.", LATER_EDITION)),  # beside a version
    (72, LATER_EDITION),
)


def told(archive):
    return archive.all(
        "SELECT version, detail, before, after FROM event WHERE kind = 'surroundings edited' ORDER BY from_at"
    )


def test_each_edit_is_told_with_its_words(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for hours, body in HISTORY:
            archive.add(exchange(URL, hours, body))
        assert archive.one("SELECT count(*) FROM version") == 2
        assert told(archive) == [
            (1, "1 went, 1 came", NOTE, EDITED),
            (2, "1 went, 1 came", EDITED, "Ferries do not run."),
            (2, "1 went", "Ferries do not run.", ""),
        ]
    log = CliRunner().invoke(cli, ["log", "--archive", str(tmp_path / "a.db")], catch_exceptions=False)
    assert "The page shows other text beside its questions and answers: 1 went, 1 came" in log.output
    assert "Ferries leave from the [-north-]{+south+} pier" in log.output


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_does_not_matter(tmp_path, seed):
    order = random.Random(seed).sample(HISTORY, len(HISTORY))
    with closing(Chronicle(tmp_path / "a.db")) as one, closing(Chronicle(tmp_path / "b.db")) as other:
        for hours, body in HISTORY:
            one.add(exchange(URL, hours, body))
        for number, (hours, body) in enumerate(order):
            other.add(exchange(URL, hours, body), live=number != 1)
        other.catch_up()
        assert differences(one.history(), other.history()) == {}
        other.rebuild()
        assert differences(one.history(), other.history()) == {}


QUIET = {
    "times": [passing(f"Updated {n} minutes ago") for n in range(4)],
    "days": [passing(f"Published on {n} May 2027") for n in range(1, 5)],
    "counters": [passing(f"{n} comments") for n in range(4)],
    "links below": [passing(f"<a href='/{n}'>Another article of number {n}</a>") for n in range(4)],
    "the site around": [
        EDITION.replace(b"</body>", f"<footer>Edition {n} of the paper.</footer></body>".encode())
        for n in range(4)
    ],
    "a wall between": [EDITION, b"<html><title>Just a moment...</title></html>", EDITION],
}


@pytest.mark.parametrize("bodies", QUIET.values(), ids=QUIET)
def test_noise_is_not_told(tmp_path, bodies):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for hours, body in enumerate(bodies):
            archive.add(exchange(URL, hours, body))
        assert told(archive) == []


def test_what_is_taken_down_is_not_told(tmp_path):
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        ids = [archive.add(exchange(URL, hours, body)) for hours, body in HISTORY[:3]]
        take_down(archive.deriving, capture_target(archive.db.conn, ids[1]), Voice("ada", LATER, "asked"))
        assert told(archive) == [(2, "1 went, 1 came", NOTE, "Ferries do not run.")]
        assert archive.one("SELECT count(*) FROM surroundings WHERE texts LIKE '%south%'") == 0


@pytest.fixture
def by_others(tmp_path):
    """An archive whose history other rules told: it lacks an event, and has a change that is none."""
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for hours, body in HISTORY:
            archive.add(exchange(URL, hours, body))
        right = archive.history()
        archive.db.execute("UPDATE article SET told_by = '0'")
        archive.db.execute("DELETE FROM event WHERE version = 1")
        archive.db.execute("UPDATE change SET hunks = '[]'")
        archive.db.conn.commit()
        yield archive, right


def test_a_run_tells_again_what_other_rules_told(by_others):
    archive, right = by_others
    assert len(outdated_urls(archive.db.conn)) == 1
    archive.catch_up()
    assert differences(archive.history(), right) == {}
    assert outdated_urls(archive.db.conn) == ()


def test_the_next_capture_tells_the_whole_history_again(by_others):
    archive, _ = by_others
    archive.add(exchange(URL, 96, LATER_EDITION))
    assert len(told(archive)) == 3


def test_verify_excuses_what_other_rules_told(by_others, tmp_path):
    by_others[0].close()
    (history,) = [each for each in verify(Verification(tmp_path / "a.db")) if each.name == "history"]
    assert history.problems == ()
    assert "other rules told their histories" in history.left_out


def test_rebuild_says_how_many_are_told_otherwise(by_others, tmp_path):
    by_others[0].close()
    done = CliRunner().invoke(cli, ["rebuild", "--archive", str(tmp_path / "a.db")], catch_exceptions=False)
    assert "1 article with another history than before: 5 changes and events" in done.output
