"""Whether a page goes on in another one: what a reader would say of both."""

import pytest

from harvester.diff import match
from harvester.history.continuity import goes_on
from harvester.model import Pair

FERRY = Pair("When does the ferry leave?", "It leaves the northern quay every forty minutes until nine.")
FARE = Pair("How much is a ticket for an adult?", "Adults pay 14 crowns for a crossing, in cash or by card.")
BIKES = Pair("May I bring my bicycle?", "Bicycles travel free on the lower deck as long as there is room.")
FERRY_ANEW = Pair("At what times does the boat sail?", FERRY.answer)
FARE_ANEW = Pair("What do adults pay for a ticket?", FARE.answer)
BIKES_ANEW = Pair("Are bicycles taken on board?", BIKES.answer)
MUSEUM = Pair("When does the museum open?", "At ten on weekdays, and at noon on the days of the fair.")
ENTRY = Pair("How much is a ticket for a child?", "Children go in free, and pupils show a card from school.")
PARKING = Pair("Where may I park?", "Behind the mill, for two crowns an hour, payable at the gate.")

CASES = {
    "all in other words": ((FERRY, FARE, BIKES), (FERRY_ANEW, FARE_ANEW, BIKES_ANEW), True),
    "two of three in other words": ((FERRY, FARE, BIKES), (FERRY_ANEW, FARE_ANEW, PARKING), True),
    "one of three in other words": ((FERRY, FARE, BIKES), (MUSEUM, FARE_ANEW, PARKING), False),
    "one in its own words": ((FERRY, FARE, BIKES), (MUSEUM, FARE, PARKING), True),
    "one that is asked alike on any page": ((FERRY, FARE, BIKES), (MUSEUM, ENTRY, PARKING), False),
    "all in other words on a page that grew": (
        (FERRY, FARE, BIKES),
        (FERRY_ANEW, MUSEUM, FARE_ANEW, ENTRY, BIKES_ANEW, PARKING),
        True,
    ),
    "the only one in other words": ((FERRY,), (FERRY_ANEW,), True),
    "the only one replaced": ((FERRY,), (PARKING,), False),
    "nothing": ((FERRY, FARE), (), False),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_a_page_goes_on(old, new, expected):
    assert goes_on(old, new, match(old, new)) is expected


def test_a_question_that_came_back_in_its_words_makes_one_page():
    assert goes_on((FERRY,), (FARE,), match((FERRY,), (FARE,), (FARE,)))
