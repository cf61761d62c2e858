"""Invented evidence about a harbour's pages: exchanges and decisions that an archive learns in any order."""

from datetime import UTC, datetime, timedelta

from derived_rows import derived_rows

from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import DecisionKind, Voice, decide
from harvester.archive.renderings import add_rendering
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.harvest.catching_up import catch_up, rebuild
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.pool import mapper
from harvester.model import Capture, Outcome
from harvester.rendering import HostRequests, Rendered, Rendering

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=900)  # when the program runs that reads it all
THINGS = (
    "ferry",
    "pier",
    "dredger",
    "lighthouse",
    "boatyard",
    "sea wall",
    "lifeboat",
    "crane",
    "sluice",
    "weir",
)
WALL = b"<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>"
SHELL = b"<html lang=en><title>The harbour</title><div id=app></div><script src=/app.js></script></html>"
PROSE = b"<article><h1>The harbour</h1><p>It was built by the town when the river moved away.</p></article>"


def edition(things, year=2031, title="The harbour", canonical=""):
    """A page with a question about each of the things, in that order."""
    pairs = "".join(
        f"<h2>What happens to the {thing}?</h2><p>The town repairs the {thing} until May {year}. It pays for"
        f" that from the harbour fund, which has {len(thing) * 7} thousand crowns. Nobody has objected.</p>"
        for thing in things
    )
    link = f"<link rel=canonical href='{canonical}'>" if canonical else ""
    lead = "<p>What is known so far of the works at the harbour, in a few questions and answers.</p>"
    head = f"<head><title>{title}</title>{link}{stating(next(iter(things)), year)}</head>"
    return f"<html lang=en>{head}<body><main><h1>{title}</h1>{lead}{pairs}</main></body></html>".encode()


def on_pages(things, count, year=2031):
    """The pages of an edition on so many, at ?page=2 and so on, with a pager on each."""
    size = -(-len(things) // count)
    pages = [edition(things[at : at + size], year) for at in range(0, len(things), size)]
    links = [f"<a href='?page={number}'>{number}</a>" for number in range(1, count + 1)]
    return [
        page.replace(
            b"</main>", f"<nav class=pager>{' '.join(links[:n] + links[n + 1 :])}</nav></main>".encode()
        )
        for n, page in enumerate(pages)
    ]


def stating(thing, year):
    """What structured data says of the thing: the year before, so that it is no echo of the page."""
    question = f'"@type": "Question", "name": "What happens to the {thing}?"'
    answer = f'"@type": "Answer", "text": "The town repairs the {thing} until May {year - 1}."'
    data = f'{{"@type": "FAQPage", "mainEntity": [{{{question}, "acceptedAnswer": {{{answer}}}}}]}}'
    return f'<script type="application/ld+json">{data}</script>'


def rss(*urls, title="News"):
    """A feed with an item for each URL."""
    items = "".join(f"<item><title>{title}</title><link>{url}</link></item>" for url in urls)
    head = "<title>Norra</title><link>https://norra.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def exchange(url, hours, body=b"", outcome=Outcome.OK, status=200, headers=()):
    """One exchange, so many hours after noon."""
    return Capture(url, NOON + timedelta(hours=hours), outcome, status=status, body=body, headers=headers)


def redirect(url, hours, to, status=301):
    """A redirect's answer."""
    headers = (("Location", to),)
    return exchange(url, hours, outcome=Outcome.REDIRECTED, status=status, headers=headers)


def led(url, hours, to, delay_s=0):
    """A page that leads on by itself."""
    body = f"<title>Moved</title><meta http-equiv=refresh content='{delay_s}; url={to}'>".encode()
    return exchange(url, hours, body, Outcome.REDIRECTED)


def rendering(at, document):
    """What came of rendering a page: the document, or a crash."""
    outcome = Rendered.OK if document else Rendered.CRASHED
    wanted = (HostRequests("norra.example", "asked", 2), HostRequests("ads.example", "other host", 1))
    return Rendering(at, outcome, "", "Chromium 150.0", "1280x1024", 900, wanted, document)


class Chronicle:
    """An archive, new or not, with some runs that captures may belong to. Use `contextlib.closing`."""

    def __init__(self, path, runs=1, rules=()):
        self.db = open_archive(path, create=True)
        self.runs = [begin_run(self.db, Invocation(f"run {n}", "harvester"), NOON) for n in range(runs)]
        self.deriving = Deriving(self.db, rules, lambda: LATER)

    def close(self):
        self.db.conn.close()

    def add(self, *chain, run=0, live=True, document=None, **recording):
        """Keep a chain, and read and settle it as a run does that is live; return the id of its end.

        document: what a browser rendered, b"" for a rendering that failed, None for none.
        """
        kept = Recording(self.runs[run], "article")._replace(**recording)
        end = add_chain(self.db, kept, chain)
        if document is not None:
            add_rendering(self.db, end, rendering(chain[-1].captured_at, document))
        if live and kept.role == "source":
            discover(self.deriving)
        elif live:
            self.deriving.article(end, chain[-1])
        return end

    def add_pages(self, url, hours, *pages):
        """Keep an article on several pages, read it, and return the ids of its captures."""
        ends = [self.add(exchange(url, hours, pages[0]), live=False)]
        for number, body in enumerate(pages[1:], 2):
            page = exchange(f"{url}?page={number}", hours + number / 60, body)
            ends.append(self.add(page, part_of=ends[0], live=False))
        self.catch_up()
        return ends

    def say(self, kind, target, value="", hours=0, *, settled=True):
        """Decide about (target_kind, target), and settle it."""
        decide(self.db, DecisionKind(kind), target, Voice("ada", NOON + timedelta(hours=hours)), value)
        if settled:
            enact(self.db)

    def catch_up(self):
        """Do what a run does of what earlier ones left; return how many captures were read."""
        enact(self.db)
        discover(self.deriving)
        return sum(each.captures for each in catch_up(self.deriving))

    def rebuild(self, jobs=1):
        return sum(each.captures for each in rebuild(self.deriving, mapper(jobs)))

    def history(self):
        """Every derived row, with keys in place of the numbers of this file."""
        return derived_rows(self.db.conn)

    def key(self, capture_id):
        return self.one("SELECT lower(hex(key)) FROM capture WHERE id = ?", capture_id)

    def run_key(self, run=0):
        return self.one("SELECT lower(hex(key)) FROM run WHERE id = ?", self.runs[run])

    def one(self, sql, *parameters):
        return self.db.conn.execute(sql, parameters).fetchone()[0]

    def all(self, sql, *parameters):
        return [tuple(row) for row in self.db.conn.execute(sql, parameters)]

    def given_ids(self):
        """Every id that could be shown to a person: of articles, and of questions with their article."""
        articles = {row[0] for row in self.all("SELECT id FROM article")}
        return articles, {row[0] for row in self.all("SELECT id FROM question")}

    def resolved(self):
        """Every id that means something: those of today, and those that stand for them."""
        articles = "SELECT id FROM article UNION SELECT id FROM alias WHERE kind = 'article'"
        questions = "SELECT id FROM question UNION SELECT id FROM alias WHERE kind = 'question'"
        return tuple({row[0] for row in self.all(sql)} for sql in (articles, questions))


def differences(one, other):
    """The first rows that two histories do not share, by table; {} where they are the same."""
    return {
        table: (
            [row for row in rows if row not in other[table]][:2],
            [row for row in other[table] if row not in rows][:2],
        )
        for table, rows in one.items()
        if rows != other[table]
    }
