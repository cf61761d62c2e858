"""When a request has no conditions."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.pace.conditions import is_body_wanted

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAME = "not_modified"

CASES = {  # outcomes, the newest first, a day apart; whether a body is wanted a day after the newest
    "nothing yet": ([], False),
    "a body": (["ok"], False),
    "confirmed for long": ([SAME] * 18 + ["ok"], False),
    "confirmed 19 times": ([SAME] * 19 + ["ok"], True),
    "confirmed ever since": ([SAME] * 20, True),
    "a failure between": ([SAME] * 10 + ["timeout"] + [SAME] * 9, False),
    "a failure last": (["bad_response"] + [SAME] * 19, False),
    "conditions that are refused": (["http_error", "ok"], True),
    "a server that stumbles, perhaps over conditions": (["server_error", "ok"], True),
    "a server that stumbled before": (["ok", "server_error"], False),
}


@pytest.mark.parametrize(("outcomes", "wanted"), CASES.values(), ids=CASES)
def test_each_twentieth_request_wants_a_body(outcomes, wanted):
    answers = [(outcome, NOON - n * timedelta(days=1)) for n, outcome in enumerate(outcomes, 1)]
    assert is_body_wanted(answers, NOON) is wanted


@pytest.mark.parametrize(("days", "wanted"), [(29, False), (30, True), (400, True)])
def test_a_body_is_wanted_each_month(days, wanted):
    answers = [(SAME, NOON - timedelta(days=1)), ("ok", NOON - timedelta(days=days))]
    assert is_body_wanted(answers, NOON) is wanted
