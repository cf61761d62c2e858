"""How long an answer stays fresh."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harvester.http.freshness import LONGEST, fresh_for

DATE = "Mon, 23 Nov 2026 10:00:00 GMT"
LATER = "Mon, 23 Nov 2026 10:05:00 GMT"

CASES = {  # headers; seconds
    "nothing said": ({}, 0),
    "max-age": ({"Cache-Control": "public, max-age=60"}, 60),
    "the shared lifetime wins": ({"Cache-Control": "max-age=0, s-maxage=300"}, 300),
    "in two lines, in capitals": ({"Cache-Control": "public", "cache-control": "MAX-AGE=30"}, 30),
    "quoted, with spaces": ({"Cache-Control": 'max-age = "90"'}, 90),
    "a cache had it for a while": ({"Cache-Control": "max-age=60", "Age": "45"}, 15),
    "a cache had it for longer": ({"Cache-Control": "max-age=60", "Age": "90"}, 0),
    "Expires": ({"Expires": LATER, "Date": DATE}, 300),
    "Expires in the past": ({"Expires": DATE, "Date": LATER}, 0),
    "Expires without Date": ({"Expires": LATER}, 0),
    "Expires that is no date": ({"Expires": "0", "Date": DATE}, 0),
    "max-age wins over Expires": ({"Cache-Control": "max-age=9", "Expires": LATER, "Date": DATE}, 9),
    "no cache may have it": ({"Cache-Control": "no-store, max-age=60"}, 0),
    "asked for each time": ({"Cache-Control": "max-age=60, no-cache"}, 0),
    "of one reader": ({"Cache-Control": "private, max-age=60"}, 0),
    "a directive that only ends so": ({"Cache-Control": "x-max-age=60"}, 0),
    "a directive that only begins so": ({"Cache-Control": "private-area, max-age=60"}, 60),
    "no number": ({"Cache-Control": "max-age=soon"}, 0),
    "below zero": ({"Cache-Control": "max-age=-1"}, 0),
    "for ever": ({"Cache-Control": f"max-age={'9' * 6000}"}, LONGEST.total_seconds()),
    "Age that is no number": ({"Cache-Control": "max-age=60", "Age": "ten"}, 60),
}


@pytest.mark.parametrize(("headers", "seconds"), CASES.values(), ids=CASES)
def test_fresh_for(headers, seconds):
    assert fresh_for(tuple(headers.items())) == timedelta(seconds=seconds)


@given(some.lists(some.tuples(some.sampled_from(["Cache-Control", "Expires", "Date", "Age"]), some.text())))
def test_whatever_is_said_it_is_a_bounded_time(headers):
    assert timedelta() <= fresh_for(tuple(headers)) <= LONGEST
