"""Each article that is due is asked for in a run, or the run says that it was left; all its numbers agree.

Invented sites: pagers, pages that stand in a list for themselves, twins, redirects, canonical links, faults.
"""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import NamedTuple

import pytest
from chronicle import THINGS, WALL, edition, on_pages, rss

from harvester.archive.due import DueSelection, due_now
from harvester.harvest.bounds import Bounds
from harvester.harvest.clock import Clock
from harvester.harvest.events import Deferred, Postponed, RequestsPlanned
from harvester.harvest.report import summed
from harvester.harvest.run import harvest
from harvester.view.runs import runs
from harvester.view.status import numbers

DAY_S = 86_400
SITES = range(10)


def linked(page, links):
    """The page with a pager."""
    return page.replace(b"</main>", f"<nav class=pager>{links}</nav></main>".encode())


class Invented:
    """A site whose articles are of random kinds. listed: all that its lists may name."""

    def __init__(self, chance, url):
        self.chance, self.url, self.robots = chance, url, ["User-agent: *"]
        self.pages = {"/twin": edition(["pier", "crane"])}
        self.paths = [f"/{chance.choice(['faq/', '', 'd/'])}{n}" for n in range(chance.randint(4, 14))]
        self.listed = [*self.paths]
        for number, path in enumerate(self.paths):
            things = [f"{thing} {number}" for thing in chance.sample(THINGS, 4)]
            page = Page(self, path, chance.choice(self.paths), things)
            self.pages[path] = chance.choice([*KINDS, *[article] * 5])(page)
        self.pages["/robots.txt"] = "\n".join(self.robots)
        for name in ("/one.txt", "/two.txt"):
            named = chance.sample(self.listed, chance.randint(1, len(self.listed)))
            self.pages[name] = "".join(f"{url}{each}\n" for each in named)


class Page(NamedTuple):
    """Where a page is, another article of its site, and what it is about."""

    site: Invented
    path: str
    other: str
    things: list


def article(page, **more):
    """An article with links to others of which some look like a next page."""
    chance = page.site.chance
    shown = chance.sample(page.site.paths, 3)
    links = "".join(f"<a href='{each}'>{each.rpartition('/')[2]}</a>" for each in shown)
    title = chance.choice(["The harbour", f"The harbour {page.things[0]}"])
    return linked(edition(page.things, title=title, **more), links)


def on_two_pages(page):
    """An article whose second page stands in the lists, too."""
    written = page.site.chance.choice(["?page=", f"{page.path}/"])
    first, second = (each.replace(b"?page=", written.encode()) for each in on_pages(page.things, 2))
    further = f"{page.path}{written.removeprefix(page.path)}2"
    page.site.pages[further] = second
    page.site.listed.append(further)
    return first


def disallowed(page):
    page.site.robots.append(f"Disallow: {page.path}$")
    return article(page)


ANSWERS = (
    (404, {}, b"gone"),
    (500, {}, b""),
    (503, {"Retry-After": "7200"}, b""),
    (403, {}, b"no"),
    WALL,
    "<title>Nothing</title><main><p>Nothing is asked here today.</p></main>",
    (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 x"),
)
KINDS = (
    on_two_pages,
    on_two_pages,
    disallowed,
    lambda page: article(page, canonical=page.site.url + page.other),
    lambda page: page.site.pages["/twin"],
    lambda page: (301, {"Location": page.other}, b""),
    lambda page: (302, {"Location": page.other}, b""),
    lambda page: f"<title>Moved</title><meta http-equiv=refresh content='0; url={page.other}'>",
    lambda page: (200, {"Content-Type": "application/rss+xml"}, rss(page.site.url + page.other)),
    *[lambda page, answer=answer: answer for answer in ANSWERS],  # noqa: ARG005
)


class Told:
    """What a run told, beside what the archive says. due: URLs of the articles when it began with them."""

    def __init__(self, desk, bounds):
        self.events, self.due, self.desk, ticks = [], None, desk, count()
        clock = Clock(lambda: desk.now() + timedelta(milliseconds=next(ticks)), trusted=True)
        for event in harvest(desk.db, desk.settings, clock=clock, bounds=bounds):
            if not self.events:
                self.sources = self.due_now(is_source=True)
            self.events.append(event)
            if self.due is None and isinstance(event, RequestsPlanned) and event.what == "articles":
                self.due = self.due_now()
        self.due = self.due_now() if self.due is None else self.due
        self.report = summed(self.events)
        self.run = runs(desk.db.conn, 1)[0]

    def due_now(self, *, is_source=False):
        sought = DueSelection(self.desk.now(), is_source)
        numbers = {number for number, _ in due_now(self.desk.db.conn, sought)}
        rows = self.desk.all("SELECT due.id, url FROM due JOIN url ON url.id = url_id")
        return [url for number, url in rows if number in numbers]

    def sums(self, kind):
        return [each for each in self.events if isinstance(each, kind)]

    def column(self, sql):
        return self.desk.column(sql, self.run["id"])


OF_RUN = "capture WHERE run_id = ? AND role = 'article' AND part_of IS NULL"


def check(told):
    asked = {*told.column(f"SELECT (SELECT url FROM url WHERE id = url_id) FROM {OF_RUN}")}
    # An article that turned out to be another one, which was asked for, was asked for under that one's URL.
    of_asked = f"SELECT article_id FROM standing WHERE capture_id IN (SELECT id FROM {OF_RUN})"
    asked |= {
        *told.column(f"SELECT url FROM url JOIN member ON url_id = url.id AND article_id IN ({of_asked})")
    }
    deferred = {each.url for each in told.sums(Deferred)}
    undone = {*told.due} - asked - deferred
    sources = {*told.sources} & {*told.due_now(is_source=True)}
    postponed = sum(each.number for each in told.sums(Postponed))
    assert len(undone) + len(sources) == postponed == told.report.postponed
    assert {*told.due} & {*told.due_now()} == undone | (deferred - asked)
    [ends] = told.column(f"SELECT count(*) FROM {OF_RUN} AND outcome <> 'redirected'")
    assert told.report.captures == sum(told.run["results"].values()) == ends
    assert told.report.deferred == told.run["report"]["deferred"] == len(told.sums(Deferred))
    unknown = told.column(
        f"SELECT id FROM {OF_RUN} AND outcome <> 'redirected'"
        " AND NOT EXISTS (SELECT 1 FROM standing WHERE capture_id = capture.id)"
        " AND NOT EXISTS (SELECT 1 FROM reading WHERE capture_id = capture.id AND verdict = 'feed')"
    )
    assert unknown == []


@pytest.mark.parametrize("seed", SITES)
def test_each_due_article_is_asked_for_or_left_with_a_word(desk, site, seed):
    chance = random.Random(seed)
    invented = Invented(chance, site.url)
    site.pages = invented.pages
    desk.follow("/one.txt", "/two.txt", kind="list", every_s=DAY_S)
    desk.follow(*chance.sample(invented.paths, 2), every_s=DAY_S)
    desk.settings = replace(
        desk.settings, per_host=chance.choice([0, 0, 5]), per_run=chance.choice([0, 0, 6])
    )
    for _ in range(3):
        desk.day += chance.choice([0.001, 1.001])
        check(Told(desk, Bounds(requests=chance.choice([None, None, 3]))))
    sql = (
        "SELECT count(*) FROM capture WHERE role = 'article' AND outcome <> 'redirected' AND part_of IS NULL"
    )
    [ends] = desk.column(sql)
    assert numbers(desk.db.conn)["captures"] == ends
