"""What goes to workers arrives as it was, and what another version sends is told from it."""

import pickle
from dataclasses import fields, replace

import pytest
from chronicle import LATER

from harvester.harvest.parcels import carry_out, open_parcel, parcel
from harvester.reading import Received

FURTHER = Received("https://norra.example/a?page=2", LATER, b"more", outcome="ok")
PAGE = Received(
    url="https://norra.example/a",
    captured_at=LATER,
    body=b"page",
    status=200,
    headers=(("Content-Type", "text/html"),),
    asked="https://norra.example/old",
    outcome="ok",
    further=(FURTHER,),
    is_rendered=True,
)


def test_a_page_arrives_with_all_that_it_has():
    assert open_parcel(carry_out(parcel(replace, PAGE))) == PAGE
    assert all(
        getattr(PAGE, each.name) != getattr(FURTHER, each.name)
        for each in fields(Received)[2:]
        if each.name != "outcome"
    )


def test_an_exception_of_the_work_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        carry_out(parcel(divmod, 1, 0))


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (b"", EOFError),
        (b"no pickle", pickle.UnpicklingError),
        (b"charvester.harvest.parcels\nmoved_away\n.", AttributeError),
        (b"charvester.harvest.gone\nthing\n.", ModuleNotFoundError),
    ],
)
def test_what_cannot_be_read_is_an_exception(came, expected):
    assert isinstance(open_parcel(came), expected)
