"""Changes are held against both pages: what only the reader did opens no version, in any order of arrival.

A site rule that ends makes the reader read the same page otherwise.
"""

import random
from contextlib import closing

import pytest
from chronicle import NOON, THINGS, Chronicle, differences, edition, exchange

from harvester.archive.decisions import Voice
from harvester.harvest.takedown import capture_target, take_down
from harvester.reading import documents
from harvester.site_rule import SiteRule

URL = "https://norra.example/harbour"
RULES = (SiteRule(("norra.example",), drop=".late", valid_until=NOON.date()),)
"""Until the evening, what stands in boxes of that class is not read."""

SIX = edition(THINGS[:6])
BOX = b"<div class=late>", b"</div>"
FOOTER = b"<footer>Norra Posten, a paper of the coast, since 1901</footer></body>"


def boxed(page, thing):
    """The page with the question about that thing in a box."""
    start = page.index(b"<h2>What happens to the " + thing.encode())
    end = page.find(b"<h2>", start + 1) if page.find(b"<h2>", start + 1) > 0 else page.index(b"</main>")
    return page[:start] + BOX[0] + page[start:end] + BOX[1] + page[end:]


def with_footer(page):
    return page.replace(b"</body>", FOOTER)


def edited(page, old=b"until May 2031", new=b"until May 2037"):
    assert old in page
    return page.replace(old, new, 1)


PAGE = boxed(SIX, THINGS[3])
HISTORY = (  # hours after noon, body; the rule ends before the second
    (0, PAGE),
    (24, with_footer(PAGE)),  # read otherwise: one question more
    (48, with_footer(edited(PAGE))),  # one figure edited, and the same question more
    (72, boxed(edition(THINGS[1:6]), THINGS[3])),  # one dropped
)


def told(archive):
    """What was told: versions by hour, changes by version, and events."""
    states = archive.all("SELECT state, coalesce(version, 0) FROM standing ORDER BY at")
    changes = archive.all("SELECT version, kind FROM change ORDER BY version, seq")
    events = archive.all("SELECT kind, detail, until_at = from_at FROM event ORDER BY from_at, kind")
    return states, changes, events


def test_another_reading_is_an_event_and_the_next_edit_is_told_alone(tmp_path):
    with closing(Chronicle(tmp_path / "a.db", rules=RULES)) as archive:
        for hours, body in HISTORY:
            archive.add(exchange(URL, hours, body))
        states, changes, events = told(archive)
    assert states == [("current", 1), ("read otherwise", 1), ("current", 2), ("current", 3)]
    assert changes == [(2, "answer edited"), (3, "dropped")]
    assert events == [("read otherwise", "1 asked", 0), ("read otherwise", "1 asked", 1)]


def test_a_document_is_made_once_for_its_reading_and_for_the_fold(tmp_path, monkeypatch):
    made, normalise = [], documents.normalise

    def counted(body, **known):
        made.append(body)
        return normalise(body, **known)

    monkeypatch.setattr(documents, "normalise", counted)
    pages = [edited(SIX, new=f"until June {2040 + n}".encode()) for n in range(3)]
    with closing(Chronicle(tmp_path / "a.db")) as archive:
        for hour, body in enumerate(pages):
            archive.add(exchange(URL, hour, body))
        assert told(archive)[1] == [(2, "answer edited"), (3, "answer edited")]
    assert made == pages


def test_a_mixed_transition_tells_what_the_pages_show(tmp_path):
    with closing(Chronicle(tmp_path / "a.db", rules=RULES)) as archive:
        for hours, body in (HISTORY[0], HISTORY[2]):
            archive.add(exchange(URL, hours, body))
        assert told(archive)[1:] == ([(2, "answer edited")], [("read otherwise", "1 asked", 1)])


def test_a_person_who_accepts_a_capture_is_told_everything(tmp_path):
    with closing(Chronicle(tmp_path / "a.db", rules=RULES)) as archive:
        archive.add(exchange(URL, *HISTORY[0]))
        archive.say("accept", ("capture", archive.key(archive.add(exchange(URL, *HISTORY[1])))))
        assert told(archive)[1:] == ([(2, "asked")], [])


def test_what_was_read_otherwise_is_told_when_the_page_changes_it(tmp_path):
    """The reader loses a question that is on the page; later the page loses it too."""
    rules = (SiteRule(("norra.example",), drop=".late"),)
    with closing(Chronicle(tmp_path / "a.db", rules=rules)) as archive:
        for hours, body in ((0, SIX), (24, with_footer(PAGE)), (48, edition([*THINGS[:3], *THINGS[4:6]]))):
            archive.add(exchange(URL, hours, body))
        assert told(archive) == (
            [("current", 1), ("read otherwise", 1), ("current", 2)],
            [(2, "dropped")],
            [("read otherwise", "1 dropped", 0)],
        )


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_does_not_matter(tmp_path, seed):
    order = random.Random(seed).sample(HISTORY, len(HISTORY))
    with (
        closing(Chronicle(tmp_path / "a.db", rules=RULES)) as one,
        closing(Chronicle(tmp_path / "b.db", rules=RULES)) as other,
    ):
        for hours, body in HISTORY:
            one.add(exchange(URL, hours, body))
        for number, (hours, body) in enumerate(order):
            other.add(exchange(URL, hours, body), live=number != 1)
        other.catch_up()
        assert differences(one.history(), other.history()) == {}
        other.rebuild(jobs=1 + seed % 2)
        assert differences(one.history(), other.history()) == {}


def test_bytes_that_are_gone_explain_nothing(tmp_path):
    """The captures around one that was taken down are held against each other."""
    with closing(Chronicle(tmp_path / "a.db", rules=RULES)) as archive:
        ids = [archive.add(exchange(URL, hours, body)) for hours, body in HISTORY]
        take_down(archive.deriving, capture_target(archive.db.conn, ids[1]), Voice("ada", NOON, "asked"))
        states, changes, events = told(archive)
        assert states == [("current", 1), ("unreadable", 0), ("current", 2), ("current", 3)]
        assert changes == [(2, "answer edited"), (3, "dropped")]
        assert events == [("read otherwise", "1 asked", 1)]
        before = archive.history()
        archive.rebuild()
        assert differences(before, archive.history()) == {}
