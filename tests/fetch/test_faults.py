from datetime import UTC, datetime

import pytest
from fault_server import response
from hypothesis import given
from hypothesis import strategies as st

from harvester import __version__
from harvester.fetch import fetch, user_agent
from harvester.http.status import outcome_of_status, retry_after_s
from harvester.model import Outcome

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

WAITS = {
    "seconds": ("120", 120),
    "spaces": (" 120 ", 120),
    "none": ("0", 1),
    "more than a day": ("1000000", 86_400),
    "10^12": ("1000000000000", 86_400),
    "4,000 digits": ("9" * 4000, 86_400),
    "date": ("Mon, 23 Nov 2026 12:02:00 GMT", 120),
    "RFC 850 date": ("Monday, 23-Nov-26 12:02:00 GMT", 120),
    "asctime date": ("Mon Nov 23 12:02:00 2026", 120),
    "with an offset": ("Mon, 23 Nov 2026 13:02:00 +0100", 120),
    "past date": ("Mon, 23 Nov 2020 12:00:00 GMT", 1),
    "far date": ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    "negative": ("-5", None),
    "fraction": ("1.5", None),
    "garbage": ("soon", None),
    "the year 99999999999": ("Mon, 23 Nov 99999999999 12:00:00 GMT", None),
    "the year 0, which is 2000": ("Mon, 23 Nov 0000 12:00:00 GMT", 1),
    "a zone of 10^20": ("Mon, 23 Nov 2026 12:00:00 +99999999999999999999", None),
    "a zone of a day": ("Mon, 23 Nov 2026 12:00:00 +2400", None),
    "the first moment, far east": ("Mon, 01 Jan 0001 00:00:00 +2359", 1),
    "the last moment, far west": ("Fri, 31 Dec 9999 23:59:59 -2359", 86_400),
    "an hour of 5,000 digits": (f"Mon, 23 Nov 2026 {'1' * 5000}:00:00 GMT", None),
    "other digits": ("١٢", None),
    "impossible date": ("Mon, 99 Nov 2026 12:00:00 GMT", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("value", "seconds"), WAITS.values(), ids=WAITS)
def test_retry_after(value, seconds):
    assert retry_after_s(value, NOW) == seconds


@given(st.text())
def test_retry_after_never_raises(value):
    asked = retry_after_s(value, NOW)
    assert asked is None or 1 <= asked <= 86_400


STATUSES = {
    Outcome.OK: (200, 203),
    Outcome.EMPTY: (204, 205),
    Outcome.GONE: (404, 410),
    Outcome.REFUSED: (401, 402, 403, 407, 451),
    Outcome.RATE_LIMITED: (429,),
    Outcome.SERVER_ERROR: (500, 501, 502, 503, 504, 520, 522, 599),
    Outcome.HTTP_ERROR: (101, 201, 202, 207, 226, 300, 305, 306, 400, 405, 406, 408, 409, 418, 425, 600, 999),
    Outcome.BAD_RESPONSE: (206, 304),
}
BY_STATUS = {status: outcome for outcome, statuses in STATUSES.items() for status in statuses}


@pytest.mark.parametrize(("status", "outcome"), BY_STATUS.items())
def test_statuses(status, outcome):
    assert outcome_of_status(status, asks_to_wait=False, conditional=False) is outcome


def test_statuses_that_depend():
    assert outcome_of_status(304, asks_to_wait=False, conditional=True) is Outcome.NOT_MODIFIED
    assert outcome_of_status(503, asks_to_wait=True, conditional=False) is Outcome.RATE_LIMITED
    assert outcome_of_status(500, asks_to_wait=True, conditional=False) is Outcome.SERVER_ERROR


@pytest.mark.parametrize("status", [429, 503])
def test_asked_to_wait(server, session, status):
    *_, capture = fetch(server.answers(response(b"later", "Retry-After: 90", status=status)), session=session)
    assert (capture.outcome, capture.retry_after_s, capture.body) == (Outcome.RATE_LIMITED, 90, b"later")


AGENTS = {
    "e-mail": ("desk@tarvel.example", "; +mailto:desk@tarvel.example"),
    "page": ("https://tarvel.example/bot", "; +https://tarvel.example/bot"),
    "nobody": ("", ""),
    "what no header may have": ("desk@tarvel.example\r\nX: (é)", "; +desk@tarvel.exampleX:"),
}


@pytest.mark.parametrize(("contact", "reach"), AGENTS.values(), ids=AGENTS)
def test_user_agent(contact, reach):
    assert user_agent(contact) == f"harvester/{__version__} (archiver of question-and-answer pages{reach})"
