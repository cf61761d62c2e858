"""What a declared refresh says, by the shared declarative refresh steps of HTML."""

import pytest

from harvester.http.refresh import Refresh, declared

VALUES = {  # value: (delay in seconds, target), None where browsers ignore it
    "": None,
    "0": (0, ""),
    "300": (300, ""),
    " 5 ": (5, ""),
    "0; url=/new": (0, "/new"),
    "0;url=/new": (0, "/new"),
    "0;URL=/new": (0, "/new"),
    "0; UrL = /new": (0, "/new"),
    "0, url=/new": (0, "/new"),
    "0 url=/new": (0, "/new"),
    "0 /new": (0, "/new"),
    "0;/new": (0, "/new"),
    "0; '/new'": (0, "/new"),
    "0; url='/new'": (0, "/new"),
    '0; url="/new"': (0, "/new"),
    '0; url="/new" and more': (0, "/new"),
    "0; url='/new": (0, "/new"),
    "0; url=/it's": (0, "/it's"),
    "0; url=": (0, ""),
    "0;": (0, ""),
    "0;;url=/new": (0, ";url=/new"),
    "0; uri=/new": (0, "uri=/new"),
    "0; urls": (0, "urls"),
    "0; url /new": (0, "url /new"),
    "1.9; url=/new": (1, "/new"),
    ".5; url=/new": (0, "/new"),
    "1.2.3; url=/new": (1, "/new"),
    "0\n;\turl=\f/new ": (0, "/new"),
    "99999999999; url=/new": (10**9 - 1, "/new"),
    "url=/new": None,
    "/new": None,
    "-1; url=/new": None,
    "+1; url=/new": None,
    "0x; url=/new": None,
    "0s; url=/new": None,
    "0/new": None,
    "٣; url=/new": None,
}


@pytest.mark.parametrize(("value", "expected"), VALUES.items(), ids=map(repr, VALUES))
def test_declared(value, expected):
    assert declared(value) == (None if expected is None else Refresh(*expected))
