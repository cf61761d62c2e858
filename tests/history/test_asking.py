"""When something is asked for again: which of the reasons for a time counts."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.history.asking import AT_ONCE, Asking, next_time
from harvester.history.trouble import Trouble
from harvester.pace.next_check import ARTICLES, Seen

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ASKED = NOON + 10 * DAY
NEW = NOON + 10 * DAY  # trouble that began with the newest request
OLD = NOON


def asking(every=timedelta(), word="", since=OLD, **more):
    """An article that is asked for since noon, and was asked for ten days later."""
    trouble = Trouble(word, since.isoformat() if word else "")
    return Asking("https://a.example/", every, trouble, Seen(NOON, NOON, ASKED), **more)


CASES = {  # what is known; the wait lies between these
    "paced": (asking(), (HOUR, 3 * DAY)),
    "fixed": (asking(7 * DAY), (6.9 * DAY, 7 * DAY)),
    "fixed, often": (asking(5 * MINUTE), (4 * MINUTE, 5 * MINUTE)),
    "failed": (asking(word="timeout", since=NEW), (7 * MINUTE, 13 * MINUTE)),
    "failed, with a week as interval": (asking(7 * DAY, "server_error", NEW), (7 * MINUTE, 13 * MINUTE)),
    "failed, with a short interval": (asking(5 * MINUTE, "server_error", NEW), (4 * MINUTE, 5 * MINUTE)),
    "failing for days": (asking(7 * DAY, "dns_error"), (4 * HOUR, 8 * HOUR)),
    "a wall": (asking(7 * DAY, "bot_wall"), (13 * HOUR, 23 * HOUR)),
    "gone just now": (asking(word="gone", since=NEW), (HOUR, HOUR)),
    "gone for ten days": (asking(word="gone"), (10 * DAY, 10 * DAY)),
    "gone, with a longer interval": (asking(20 * DAY, "gone"), (19 * DAY, 20 * DAY)),
    "suspect, with an interval": (asking(DAY, "suspect"), (23 * HOUR, DAY)),
    "no explainer": (asking(remembered_since=NOON), (10 * DAY, 10 * DAY)),
    "no explainer, with a longer interval": (asking(30 * DAY, remembered_since=NOON), (30 * DAY, 30 * DAY)),
    "no explainer, and a wall": (asking(word="paywall", remembered_since=NOON), (10 * DAY, 10 * DAY)),
}


@pytest.mark.parametrize(("known", "bounds"), CASES.values(), ids=CASES)
def test_which_reason_counts(known, bounds):
    low, high = bounds
    assert low <= next_time(ARTICLES, known).at - ASKED <= high


def test_a_url_that_was_never_tried_is_tried_at_once():
    assert next_time(ARTICLES, asking(7 * DAY, "gone", untried=True)).at == AT_ONCE
