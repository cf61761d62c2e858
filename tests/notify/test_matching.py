from itertools import product

import pytest
from notice_desk import to

from harvester.config.notices import EVENT_KINDS, Notice
from harvester.history.state import EventKind
from harvester.notify.matching import wants, wants_warning

NUMBER = {"record": "change", "kind": "answer edited", "classes": ["date", "number"], "significance": 0.85}
COMMA = {"record": "change", "kind": "title edited", "classes": ["punctuation"], "significance": 0.02}
GONE = {"record": "event", "kind": "gone", "classes": [], "significance": None}
MOVED = {"record": "event", "kind": "moved", "classes": [], "significance": None}

CASES = {
    "nothing said: all changes and events": ({}, (True, True, True, True)),
    "a class": ({"classes": ("number", "name")}, (True, False, False, False)),
    "any class": ({"classes": ("all",)}, (True, True, False, False)),
    "a kind": ({"kinds": ("title edited",)}, (False, True, False, False)),
    "significance": ({"significance": 0.3}, (True, False, False, False)),
    "a search is about changes": ({"search": "dam"}, (True, True, False, False)),
    "an event": ({"events": ("gone",)}, (False, False, True, False)),
    "all events": ({"events": ("all",)}, (False, False, True, True)),
    "both": ({"events": ("moved",), "kinds": ("all",)}, (True, True, False, True)),
    "warnings only": ({"warnings": ("no_run",)}, (False, False, False, False)),
    "warnings and events": ({"warnings": ("all",), "events": ("gone",)}, (False, False, True, False)),
    "only some articles": ({"articles": ("a",)}, (True, True, True, True)),
}


@pytest.mark.parametrize(("said", "wanted"), CASES.values(), ids=CASES)
def test_what_is_wanted(said, wanted):
    notice = Notice("x", to("atom", "f"), **said)
    assert tuple(wants(notice, row) for row in (NUMBER, COMMA, GONE, MOVED)) == wanted


def test_warnings():
    for words, word in product(((), ("no_run",), ("all",)), ("no_run", "walled")):
        notice = Notice("x", to("atom", "f"), warnings=words)
        assert wants_warning(notice, word) is (words == ("all",) or word in words)


def test_the_settings_know_all_events():
    assert tuple(map(str, EventKind)) == EVENT_KINDS
