"""In whatever order an archive learns captures and decisions, it comes to one history; every id lasts."""

import random
from contextlib import closing
from datetime import timedelta
from typing import NamedTuple

import pytest
from chronicle import (
    NOON,
    PROSE,
    THINGS,
    WALL,
    Chronicle,
    differences,
    edition,
    exchange,
    led,
    on_pages,
    redirect,
    rss,
)  # fmt: skip

from harvester.archive.decisions import Terms
from harvester.model import Outcome

HOST = "https://norra.example"
FEED = f"{HOST}/feed.xml"
URLS = (
    f"{HOST}/pier",
    f"{HOST}/pier/",
    f"{HOST}/2031/pier",
    f"{HOST}/crane",
    f"{HOST}/pier?utm_source=news",
    "http://www.norra.example/crane",
)
GONE = b"<html><title>404</title><h1>Page not found</h1><p>The page does not exist.</p></html>"
PAGED = THINGS[:6]
FEED_TERMS, PAGE_TERMS = Terms("feed").as_text(), Terms().as_text()


class Seen(NamedTuple):
    """A chain to keep; confirms, part_of: the places of the captures that its end confirms and belongs to."""

    chain: tuple
    run: int
    role: str = "article"
    confirms: int | None = None
    part_of: int | None = None

    def stands_on(self, known):
        """Whether what it refers to is known."""
        return {self.confirms, self.part_of} <= {None, *known}


class Said(NamedTuple):
    """A decision; about a capture: about the one at that place."""

    kind: str
    target: tuple
    value: str = ""
    hours: float = 0


def not_modified(url, hours):
    return exchange(url, hours, outcome=Outcome.NOT_MODIFIED, status=304)


class Invention:
    """Captures and decisions drawn at random: three URLs, a feed, and few hours, so that many coincide."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.urls = self.random.sample(URLS, 3)
        self.hours = [*range(self.random.randint(4, 25))]
        self.seen, known = [], set()
        for _ in range(self.random.randint(12, 30)):
            drawn = self.draw()
            if known.isdisjoint(drawn.chain):  # one exchange belongs to one run
                self.seen.append(drawn)
                known.update(drawn.chain)
        for place, first in [*enumerate(self.seen)]:
            if b"class=pager" in first.chain[-1].body:
                self.seen += self.further(place, first)
        self.said = [self.decision() for _ in range(self.random.randint(0, 6))]

    def draw(self):
        pick, run = self.random.random(), self.random.randrange(2)
        url, hours = self.random.choice(self.urls), self.random.choice(self.hours)
        if pick < 0.15:
            return self.feed(hours)
        way = ()
        if pick < 0.3:
            end = self.random.choice(self.urls)
            way = (self.way(url, hours, end),)
            url = end
        before = self.confirmable(url, hours)
        if before and self.random.random() < 0.15:
            return Seen((*way, not_modified(url, hours)), run, confirms=self.random.choice(before))
        return Seen((*way, *self.answer(url, hours)), run)

    def way(self, url, hours, end):
        """A redirect by status, or by a page that leads on at once or after a while."""
        how = self.random.choice([301, 302, 308, 200])
        return (
            redirect(url, hours, end, how) if how > 200 else led(url, hours, end, self.random.choice([0, 4]))
        )

    def feed(self, hours):
        """A capture of the feed; always by the first run, for its clock is not corrected."""
        before = self.confirmable(FEED, hours)
        if before and self.random.random() < 0.2:
            return Seen((not_modified(FEED, hours),), 0, "source", self.random.choice(before))
        announced = self.random.sample(self.urls, self.random.randint(1, 3))
        body = rss(*announced, title=self.random.choice(["News", "The harbour"]))
        body = self.random.choice([body, body, body, WALL])
        return Seen((exchange(FEED, hours, body),), 0, "source")

    def confirmable(self, url, hours):
        """The places of the captures that a 304 of that hour may confirm."""
        ends = [(n, each.chain[-1]) for n, each in enumerate(self.seen)]
        at = exchange(url, hours).captured_at
        return [n for n, end in ends if (end.url, end.outcome) == (url, "ok") and end.captured_at <= at]

    def further(self, place, first):
        """The pages after a first one: whole, edited, confirmed, missing or never asked for."""
        url, at = first.chain[-1].url, first.chain[-1].captured_at - NOON
        for number in range(2, self.random.choice([2, 4, 4, 4])):
            page, hours = f"{url}?page={number}", at / timedelta(hours=1)
            before = self.confirmable(page, hours)
            pick = self.random.random()
            if before and pick < 0.4:
                yield Seen((not_modified(page, hours),), first.run, confirms=before[-1], part_of=place)
            elif pick < 0.85:
                body = on_pages(PAGED, 3, self.random.choice([2031, 2032]))[number - 1]
                yield Seen((exchange(page, hours, body),), first.run, part_of=place)
            else:
                end = self.random.choice([(GONE, Outcome.GONE, 404), (b"", Outcome.TIMEOUT, 0)])
                yield Seen((exchange(page, hours, *end),), first.run, part_of=place)

    def answer(self, url, hours):
        pick = self.random.random()
        if pick < 0.08:
            return (exchange(url, hours, GONE, Outcome.GONE, 404),)
        if pick < 0.12:
            return (exchange(url, hours, outcome=Outcome.TIMEOUT, status=0),)
        body = WALL if pick < 0.2 else GONE if pick < 0.23 else PROSE if pick < 0.28 else self.edition()
        return (exchange(url, hours, body),)

    def edition(self):
        if self.random.random() < 0.25:
            return on_pages(PAGED, 3)[0]
        start = self.random.choice([0, 0, 0, 1, 2, 5])
        things = list(THINGS[start : start + self.random.choice([3, 4, 5])])
        if self.random.random() < 0.3:  # many questions, and most of them gone
            things = list(self.random.choice([THINGS, THINGS[:2]]))
        if self.random.random() < 0.2:
            self.random.shuffle(things)
        canonical = self.random.choice(self.urls) if self.random.random() < 0.3 else ""
        return edition(things, self.random.choice([2031, 2032]), canonical=canonical)

    def decision(self):
        one, other = self.random.sample(self.urls, 2)
        place = self.random.randrange(len(self.seen))
        hours = self.random.choice(self.hours)
        return self.random.choice(
            [
                Said("accept", ("capture", place), "", hours),
                Said("reject", ("capture", place), "", hours),
                Said("join", ("article", one), other, hours),
                Said("part", ("article", one), "", hours),
                Said("follow", ("article", one), PAGE_TERMS, hours),
                Said("follow", ("source", FEED), FEED_TERMS, hours),
                Said("end", ("article", one), "", hours),
                Said("end", ("source", FEED), "", hours),
                Said("pause", ("article", one), "", hours),
                Said("retime", ("run", 1), str(3600 * self.random.choice([-5, -1, 0.5, 3])), hours),
            ]
        )

    def shuffled(self, order):
        """Everything in another order; what a 304 confirms comes before it."""
        rest = [*enumerate(self.seen), *((None, each) for each in self.said)]
        order.shuffle(rest)
        done = []
        while rest:
            ready = next(
                each for each in rest if not isinstance(each[1], Seen) or each[1].stands_on(dict(done))
            )
            rest.remove(ready)
            done.append(ready)
        return done


class Telling:
    """An archive that is told an invention; remembers every id that it gave on the way."""

    def __init__(self, path, keys):
        self.archive = Chronicle(path, runs=2)
        self.keys, self.ids = keys, {}
        self.given = set(), set()

    def tell(self, place, each, live):
        if isinstance(each, Seen):
            confirms, part_of = (self.ids.get(other) for other in (each.confirms, each.part_of))
            self.ids[place] = self.archive.add(
                *each.chain,
                run=each.run,
                role=each.role,
                confirms=confirms,
                part_of=part_of,
                live=live and part_of is None,
            )
            return
        kind, name = each.target
        if kind == "capture":
            name = self.keys[name]
        elif kind == "run":
            name = self.archive.run_key(name)
        self.archive.say(each.kind, (kind, name), each.value, each.hours, settled=live)

    def note_ids(self):
        for given, now in zip(self.given, self.archive.given_ids(), strict=True):
            given.update(now)

    def lost_ids(self):
        return [given - known for given, known in zip(self.given, self.archive.resolved(), strict=True)]


def told(path, invention, order, keys):
    """An archive that was told everything in another order, and read what it knew at any time."""
    telling = Telling(path, keys)
    for place, each in invention.shuffled(order):
        telling.tell(place, each, live=order.random() < 0.6)
        if order.random() < 0.1:
            telling.archive.catch_up()
        telling.note_ids()
    return telling


def reference(path, invention):
    """An archive that was told everything in the order of drawing and then read it; its captures' keys."""
    telling = Telling(path, [])
    for place, each in enumerate(invention.seen):
        telling.tell(place, each, live=False)
    keys = [telling.archive.key(telling.ids[n]) for n in range(len(invention.seen))]
    telling.keys = keys
    for each in invention.said:
        telling.tell(None, each, live=False)
    telling.archive.catch_up()
    return telling.archive, keys


@pytest.mark.parametrize("seed", range(5))
def test_one_history(tmp_path, seed):
    invention = Invention(seed)
    archive, keys = reference(tmp_path / "norra.db", invention)
    with closing(archive):
        history = archive.history()
    assert history["article"]
    for number in range(2):
        other = told(tmp_path / f"{number}.db", invention, random.Random(f"{seed} {number}"), keys)
        with closing(other.archive) as archive:
            archive.catch_up()
            assert differences(archive.history(), history) == {}
            assert other.lost_ids() == [set(), set()]
            archive.rebuild()
            assert differences(archive.history(), history) == {}


def test_an_id_of_a_second_question_in_the_same_words_resolves(tmp_path):
    """Without what was shown at two, the sluice is the pier in other words, and the pier at four is new."""
    common, pages = THINGS[2:5], {1: ("pier",), 2: ("pier", "sluice"), 3: ("sluice",), 4: ("sluice", "pier")}
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        for hours in (1, 3, 4):
            archive.add(exchange(URLS[0], hours, edition((*common, *pages[hours]))))
        _, given = archive.given_ids()
        archive.add(exchange(URLS[0], 2, edition((*common, *pages[2]))))
        assert given <= archive.resolved()[1]
