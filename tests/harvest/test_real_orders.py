"""Real histories end as one history, whatever the order in which their captures and decisions arrive.

``pytest tests/harvest/test_real_orders.py --orders 20`` tries more orders, with more captures, than each run
of the whole suite does.
"""

import random
import tarfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chronicle import NOON, Chronicle, differences

from harvester.archive.decisions import Voice
from harvester.harvest.deriving import Deriving
from harvester.harvest.takedown import capture_target, take_down
from harvester.model import Capture, Outcome
from harvester.site_rule import SiteRule

SERIES = Path(__file__).parents[3] / "shared" / "series"
NAMES = ("grapheneos-faq", "jhu-nyt-qa", "mcc-enfants-md", "mcc-vacciner-md", "ota-bumble-guidelines-run")
"""Those named "mcc" have captures of one instant, and their numbers are not in the order of time."""

FEW = 16
"""Captures of a history in the whole suite; with ``--orders`` all of them are taken."""

RULES = (SiteRule(("norra.example",), drop="aside, nav"),)
"""Another reader than the one that an archive may begin with."""

FORMS = ("%Y%m%d%H%M%S", "%Y-%m-%dT%H%M%SZ", "%Y-%m-%dT%H-%M-%SZ", "%Y%m%dT%H%M%SZ", "%Y%m%d")
VOICE = Voice("ada", NOON, "somebody asked for it")


def captured_at(file):
    stamp = file.partition("-")[2].rpartition(".")[0]
    for form in FORMS:
        with suppress(ValueError):
            return datetime.strptime(stamp, form).replace(tzinfo=UTC)
    raise ValueError(file)


def captures(name, number):
    with tarfile.open(SERIES / f"{name}.tar.xz") as archive:
        files = [member for member in archive if member.name.endswith((".html", ".md"))]
        step = max(1, len(files) // number)
        return [
            capture(name, Path(each.name).name, archive.extractfile(each).read())
            for each in files[::step][:number]
        ]


def capture(name, file, body):
    kind = "markdown" if file.endswith(".md") else "html"
    headers = (("Content-Type", f"text/{kind}; charset=utf-8"), ("X-File", file))
    url = f"https://norra.example/{name}"
    return Capture(url, captured_at(file), Outcome.OK, status=200, headers=headers, body=body)


class Telling:
    """An archive that learns the captures of a history in some order, and decisions about three of them."""

    def __init__(self, path, chance):
        self.chance = chance
        self.chronicle = Chronicle(path, rules=() if chance else RULES)
        self.given = set(), set()

    def tell(self, captured):
        places = [*range(len(captured))]
        live = 0.0
        if self.chance:
            self.chance.shuffle(places)
            live = self.chance.choice([0.0, 0.3, 1.0])
        for place in places:
            self.learn(captured, place, live=bool(self.chance) and self.chance.random() < live)
        if self.chance:  # it began with another reader
            self.chronicle.catch_up()
            self.note_ids()
            deriving = self.chronicle.deriving
            self.chronicle.deriving = Deriving(deriving.db, RULES, deriving.now)
        self.chronicle.catch_up()

    def learn(self, captured, place, *, live):
        end = self.chronicle.add(captured[place], live=live)
        number = len(captured)
        if place == number // 3:
            self.chronicle.say("reject", ("capture", self.chronicle.key(end)), settled=live)
        elif place == number // 2:
            self.chronicle.say("accept", ("capture", self.chronicle.key(end)), settled=live)
        elif place == 2 * number // 3:
            target = capture_target(self.chronicle.db.conn, end)
            take_down(self.chronicle.deriving, target, VOICE)
        if live:
            self.note_ids()

    def note_ids(self):
        for given, now in zip(self.given, self.chronicle.given_ids(), strict=True):
            given.update(now)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_history_is_one_in_any_order(tmp_path, name, request):
    if not (SERIES / f"{name}.tar.xz").exists():
        pytest.skip("the histories of real pages stand beside the checkout only")
    orders = request.config.getoption("--orders")
    captured = captures(name, 1000 if orders else FEW)
    told = Telling(tmp_path / "in order.db", None)
    with closing(told.chronicle):
        told.tell(captured)
        history = told.chronicle.history()
    assert history["version"]
    for seed in range(orders or 1):
        other = Telling(tmp_path / f"{seed}.db", random.Random(f"{name} {seed}"))
        with closing(other.chronicle) as chronicle:
            other.tell(captured)
            assert differences(chronicle.history(), history) == {}
            known = chronicle.resolved()
            assert [given - all_ for given, all_ in zip(other.given, known, strict=True)] == [set(), set()]
