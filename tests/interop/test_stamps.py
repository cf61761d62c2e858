"""Times as web archives write them: 14 digits, and dates of HTTP."""

from datetime import UTC, datetime

import pytest

from harvester.errors import BadInput
from harvester.interop.stamps import filled, moment_of, read_date, stamp_at, stamp_of

STAMPS = {
    "14 digits": ("20190304120000", "20190304120000"),
    "a year": ("2019", "20190101000000"),
    "a day": ("20190304", "20190304000000"),
    "no digits": ("-", ""),
    "too many": ("201903041200001", ""),
    "a 31st of June": ("20190631", ""),
    "other digits": ("\uff12\uff10\uff11\uff19", ""),
}  # fmt: skip


@pytest.mark.parametrize(("digits", "stamp"), STAMPS.values(), ids=STAMPS)
def test_a_date_is_filled_up(digits, stamp):
    assert filled(digits) == stamp


def test_a_stamp_is_a_time_to_the_second():
    at = datetime(2031, 3, 4, 12, 5, 9, 870_000, tzinfo=UTC)
    assert stamp_at(at) == stamp_of("2031-03-04T12:05:09.870Z") == "20310304120509"
    assert moment_of("20310304120509") == at.replace(microsecond=0)
    assert stamp_of("") == ""


@pytest.mark.parametrize(
    "stamp", ["", "2031", "20310230120000", "2031030412050", "203103041205099", "2031-03-04T12"]
)
def test_what_is_no_stamp_is_refused(stamp):
    with pytest.raises(BadInput, match="it does not have 14 digits"):
        moment_of(stamp)


DATES = {
    "GMT": ("Tue, 04 Mar 2031 12:05:09 GMT", "20310304120509"),
    "another zone": ("Tue, 04 Mar 2031 13:05:09 +0100", "20310304120509"),
    "no zone": ("Tue, 04 Mar 2031 12:05:09 -0000", "20310304120509"),
    "none": ("", ""),
    "words": ("yesterday", ""),
    "a 31st of June": ("Tue, 31 Jun 2031 12:05:09 GMT", ""),
    "a UTC after the year 9999": ("Fri, 31 Dec 9999 23:59:59 -1200", ""),
    "a year of two digits": ("Wed, 04 Mar 31 12:05:09 GMT", "20310304120509"),
}  # fmt: skip


@pytest.mark.parametrize(("value", "stamp"), DATES.values(), ids=DATES)
def test_a_date_of_http(value, stamp):
    read = read_date(value)
    assert (stamp_at(read) if read else "") == stamp
