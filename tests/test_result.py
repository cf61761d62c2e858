"""What a capture came to: one word for each, and the failures are those that are told as failures."""

from datetime import UTC, datetime
from itertools import product

import pytest

from harvester.harvest.events import Captured, SourceFetched, trouble
from harvester.history.sighting import Hop, Sighting
from harvester.history.standing import Standing, standing
from harvester.model import ANNOUNCING, SUCCESSES, Capture, Outcome, Verdict
from harvester.result import AS_FETCHED, came_to, source_came_to

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://tarvel.example/river"

# What it shows: (outcome, verdict, standing, what it came to).
RESULTS = {
    "a version": ("ok", "content", "current", "ok"),
    "confirmed": ("not_modified", "content", "current", "not_modified"),
    "the same text, read otherwise": ("ok", "content", "read otherwise", "ok"),
    "a wall with status 200": ("ok", "bot_wall", "walled", "walled"),
    "a wall with status 403": ("refused", "bot_wall", "walled", "walled"),
    "a refusal without a page": ("refused", "", "failed", "refused"),
    "a page that says 404 with status 200": ("ok", "soft_404", "gone", "gone"),
    "404": ("gone", "", "gone", "gone"),
    "a page without its questions": ("ok", "content", "suspect", "suspect"),
    "a feed among the articles": ("ok", "feed", "", "feed"),
    "not read yet": ("ok", "", "", "ok"),
    "read, and not settled yet": ("ok", "content", "", "ok"),
    "a failure that no history has": ("timeout", "", "", "timeout"),
}


@pytest.mark.parametrize(("outcome", "verdict", "stood", "word"), RESULTS.values(), ids=RESULTS)
def test_came_to(outcome, verdict, stood, word):
    assert came_to(outcome, verdict, stood) == word


# What it shows: (outcome, verdict, what it came to).
SOURCES = {
    "a feed": ("ok", "feed", "ok"),
    "a feed that has not changed": ("not_modified", "feed", "not_modified"),
    "a feed without entries": ("ok", "empty", "empty"),
    "a feed that is a page now": ("ok", "unreadable", "unreadable"),
    "not read yet": ("ok", "", "ok"),
    "no such host": ("dns_error", "", "dns_error"),
}


@pytest.mark.parametrize(("outcome", "verdict", "word"), SOURCES.values(), ids=SOURCES)
def test_source_came_to(outcome, verdict, word):
    assert source_came_to(outcome, verdict) == word


def test_the_standings_are_the_histories():
    assert AS_FETCHED - {""} == {Standing.CURRENT, Standing.READ_OTHERWISE, Standing.FAILED}


FINE = {*SUCCESSES, Standing.ECHO}


@pytest.mark.parametrize(("outcome", "verdict"), [*product(Outcome, ("", *Verdict))])
def test_what_is_counted_as_failed_is_told_as_failed(outcome, verdict):
    """So the numbers of a run add up: what is neither ok nor not modified is in the list of failures."""
    sighting = Sighting("k", "2026-11-23", (Hop(URL, 200),), outcome, verdict)
    capture = Capture(URL, NOON, outcome=outcome)
    first = standing(sighting)
    judged = [Standing.SUSPECT, Standing.WAITING, Standing.ECHO, Standing.REJECTED, Standing.UNREADABLE]
    for stood in (first, *(judged if first is Standing.CURRENT else ())):
        event = Captured(capture, verdict=verdict, reason="why", standing=stood)
        assert bool(trouble(event)) is (event.result not in FINE)


@pytest.mark.parametrize(("outcome", "verdict"), [*product(Outcome, Verdict)])
def test_a_source_that_is_counted_as_failed_is_told_as_failed(outcome, verdict):
    is_fine = outcome in SUCCESSES and verdict in ANNOUNCING
    word = "" if is_fine else outcome if outcome not in SUCCESSES else verdict
    event = SourceFetched(Capture(URL, NOON, outcome=outcome), problem="" if is_fine else "why", verdict=word)
    assert bool(trouble(event)) is (event.result not in SUCCESSES)
    assert event.result == source_came_to(outcome, verdict)
