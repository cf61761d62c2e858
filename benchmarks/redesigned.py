"""What the history tells of pages that were redesigned, and of pages whose words were edited.

``python -m benchmarks.redesigned [--pages N] [--own] [--verbose]`` harvests each page before and after by the
real pipeline. A redesign changes no word of the article, so a version is one that no words explain. An
edit changes a figure, a word, a cell, or asks or drops a question; it is missed if neither version nor event
comes of it. Both goals are 0. Half of the edits come together with a redesign.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lxml import html
from lxml.html import HtmlElement, builder

from benchmarks.corpus import FOLDERS
from benchmarks.redesigns import (
    REDESIGNS,
    accordions_to_headings,
    deeper,
    hashed,
    headings_to_accordions,
    retagged,
    wrapped,
)
from benchmarks.rewriting import Change, corpus_pages, own_pages, places, rewritten
from benchmarks.scoring import Gold
from benchmarks.series import SERIES
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import select, sqlite3
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.demo.articles import ARTICLES
from harvester.demo.pages import Visit, page_at
from harvester.harvest.deriving import Deriving
from harvester.model import Capture, Outcome
from harvester.normalise import normalise
from harvester.parse import parse

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
PAGES = 25
DEMO = 5
"""This many of the pages are of the demonstration's site."""
SMALL = 4
"""Each page is tried with this many redesigns of one kind, besides the relaunches."""
FEWEST = 3
"""A page has at least this many questions if one is dropped, so that it stays a page of questions."""
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
_SEED = 7


class Page(NamedTuple):
    """A page with its gold, of which only the pairs are needed."""

    name: str
    gold: Gold
    text: str


class Harvested(NamedTuple):
    """What came of two captures of a page. changes: their kinds. events: kinds that are not of a place."""

    name: str
    what: str
    versions: int
    changes: tuple[str, ...]
    events: tuple[str, ...]

    @property
    def told(self) -> bool:
        """Return whether a version or an event came of the second capture."""
        return self.versions > 1 or bool(self.events)


def with_footer(root: HtmlElement, _: Gold) -> None:
    """Add a footer with links."""
    for body in root.iter("body"):
        links = [builder.A(name, href=f"/{name.lower()}") for name in ("Imprint", "Jobs", "Newsroom")]
        body.append(
            builder.FOOTER(builder.P("A new look since this week."), builder.UL(*map(builder.LI, links)))
        )
        return


def with_other_menus(root: HtmlElement, _: Gold) -> None:
    """Exchange menus and sidebars, and add one of each."""
    for body in root.iter("body"):
        menus = [one for one in body.iter("nav", "aside") if one.getparent() is not None]
        for one in menus:
            if one.getparent() is body:
                body.remove(one)
                body.append(one)
        links = [builder.LI(builder.A(name, href="/")) for name in ("Front page", "Regions", "Archive")]
        body.insert(0, builder.NAV(builder.UL(*links)))
        return


def lists_to_paragraphs(root: HtmlElement, _: Gold) -> None:
    """Make paragraphs of the items of lists that hold no links only."""
    for one in list(root.iter("ul", "ol")):
        if any(True for _ in one.iter("a", "table", "nav")) or any(
            each.tag in {"ul", "ol"} for each in one.iterdescendants()
        ):
            continue
        one.tag = "div"
        for item in one.iterchildren("li"):
            item.tag = "div" if any(True for _ in item.iter("p", "div")) else "p"


def relaunched(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(root: HtmlElement, gold: Gold) -> None:
        for each in changes:
            each(root, gold)

    return change


RELAUNCHES: dict[str, Change] = {
    "footer and menus": relaunched(with_footer, with_other_menus),
    "lists to paragraphs": lists_to_paragraphs,
    "relaunch to headings": relaunched(
        hashed, accordions_to_headings, wrapped, deeper, with_footer, with_other_menus
    ),
    "relaunch to accordions": relaunched(
        hashed, headings_to_accordions, deeper, with_footer, with_other_menus
    ),
    "relaunch with other tags": relaunched(
        hashed,
        lists_to_paragraphs,
        retagged(h2="h3", h3="h4", article="div", main="div"),
        wrapped,
        with_footer,
    ),
}
WITHOUT_A_WORD = REDESIGNS | RELAUNCHES

Edit = Callable[[HtmlElement, Gold, random.Random], bool]
"""Edits a tree; returns whether there was something to edit."""


def _texts(root: HtmlElement, gold: Gold) -> list[HtmlElement]:
    """Return the blocks of answers that hold text themselves."""
    return [place.block for place in places(root, gold) if place.block.text and place.block.text.strip()]


def _substituted(pattern: re.Pattern[str], by: Callable[[str], str]) -> Edit:
    def edit(root: HtmlElement, gold: Gold, chance: random.Random) -> bool:
        possible = [one for one in _texts(root, gold) if pattern.search(one.text or "")]
        if not possible:
            return False
        one = chance.choice(possible)
        found = chance.choice(list(pattern.finditer(one.text or "")))
        one.text = (one.text or "")[: found.start()] + by(found[0]) + (one.text or "")[found.end() :]
        return True

    return edit


def _cell(root: HtmlElement, gold: Gold, chance: random.Random) -> bool:
    """Edit a cell of a table in an answer."""
    cells = [one for one in _texts(root, gold) if one.tag == "td"]
    if cells:
        chance.choice(cells).text = "1,234"
    return bool(cells)


def _dropped(root: HtmlElement, gold: Gold, chance: random.Random) -> bool:
    """Take a question out with its answer."""
    found = places(root, gold)
    pairs = sorted({place.pair for place in found})
    if len(pairs) < FEWEST:
        return False
    pair = chance.choice(pairs)
    gone = [place for place in found if place.pair == pair]
    for one in {gone[0].asks, *(place.block for place in gone)}:
        if one.getparent() is not None and not any(
            other.asks in one.iter() or other.block in one.iter() for other in found if other.pair != pair
        ):
            one.drop_tree()
    return True


def _asked(root: HtmlElement, gold: Gold, chance: random.Random) -> bool:
    """Ask one more question, written like another one."""
    found = [place for place in places(root, gold) if place.asks.getparent() is not None and place.last]
    found = [place for place in found if place.asks.getparent() is place.block.getparent()]
    if not found:
        return False
    place = chance.choice(found)
    asks, block = html.fromstring(html.tostring(place.asks)), html.fromstring(html.tostring(place.block))
    pair = {"question": "Who will look after the ferries?", "answer": "A crew of nine is being trained now."}
    gold["pairs"].insert(place.pair + 1, pair)  # a redesign that follows must know it
    for one, words in ((asks, pair["question"]), (block, pair["answer"])):
        attributes = [*one.attrib.items()]
        one.clear()
        one.attrib.update(attributes)
        one.text = words
    place.block.addnext(asks)
    asks.addnext(block)
    return True


EDITS: dict[str, Edit] = {
    "a figure": _substituted(_FIGURE, lambda digit: str((int(digit) + 3) % 10) if digit.isascii() else "7"),
    "a word": _substituted(_WORD, lambda word: word + "ly"),
    "a word cut": _substituted(_WORD, lambda _: ""),
    "a cell": _cell,
    "a question dropped": _dropped,
    "a question asked": _asked,
}


def demo_pages() -> Iterator[Page]:
    """Yield the articles of the demonstration's site, with what is read of them as gold."""
    for article in ARTICLES:
        page = page_at(article.path, Visit("https://press.example", 1))
        read = parse(normalise(page.body, content_type=page.content_type))
        if read.pairs:
            pairs = [{"question": pair.question, "answer": pair.answer} for pair in read.pairs]
            yield Page(article.key, {"id": article.key, "pairs": pairs}, page.body.decode())


def chosen(number: int, *, own: bool, demo: int = DEMO) -> list[Page]:
    """Return that many pages: some of the demonstration, own ones, and some of the corpus if it is there."""
    ours = [Page(gold["id"], gold, text) for gold, text in own_pages() if gold["pairs"]]
    sets = [ours]
    if not own and SERIES.is_dir():
        found = [(gold, text) for folder in FOLDERS for gold, text in corpus_pages(folder) if gold["pairs"]]
        sets.append([Page(gold["id"], gold, text) for gold, text in found])
    pages = [*demo_pages()][:demo]
    left = number - len(pages)
    for n, others in enumerate(sets):
        share = left // (len(sets) - n)
        pages += others[:: max(1, len(others) // max(1, share))][:share]
        left -= share
    return pages


def harvested(pages: Sequence[tuple[str, str, bytes, bytes]]) -> list[Harvested]:
    """Return what comes of each page (name, what was done, before, after), captured twice in one archive."""
    with TemporaryDirectory() as folder, closing(open_archive(Path(folder, "a.db"), create=True)) as db:
        run_id = begin_run(db, Invocation("benchmark", "harvester"), NOON)
        deriving = Deriving(db, (), lambda: NOON)
        found = []
        for n, (name, what, *bodies) in enumerate(pages):
            url = f"https://site{n}.example/article"
            for day, body in enumerate(bodies):
                at = NOON + timedelta(days=day)
                capture = Capture(url, at, Outcome.OK, status=200, headers=_HTML, body=body)
                capture_id = add_chain(db, Recording(run_id, "article"), (capture,))
                deriving.article(capture_id, capture)
            found.append(_told(db.conn, name, what, url))
        return found


def _told(conn: sqlite3.Connection, name: str, what: str, url: str) -> Harvested:
    versions = select(conn, "SELECT count(*) FROM version_list WHERE url = ?", (url,))[0][0]
    changes = select(conn, "SELECT kind FROM change_list WHERE url = ? ORDER BY seq", (url,))
    events = select(conn, "SELECT kind FROM event_list WHERE url = ? AND record = 'event'", (url,))
    return Harvested(name, what, versions, tuple(row[0] for row in changes), tuple(row[0] for row in events))


def redesigned(pages: Sequence[Page]) -> list[Harvested]:
    """Return what comes of each page under each relaunch and under some redesigns, others for each page."""
    small = cycle(REDESIGNS)
    return harvested(
        [
            (page.name, name, written(page), rewritten(page.text, page.gold, WITHOUT_A_WORD[name])[0])
            for page in pages
            for name in (*RELAUNCHES, *islice(small, SMALL))
        ]
    )


def written(page: Page) -> bytes:
    """Return the page as the rewriting writes it without a change."""
    return rewritten(page.text, page.gold, REDESIGNS["written anew"])[0]


def edited(pages: Sequence[Page], names: Sequence[str] = tuple(EDITS)) -> list[Harvested]:
    """Return what comes of each page under each edit that it has room for, alone and with a redesign."""
    chance = random.Random(_SEED)  # noqa: S311  no secret
    both = []
    for page in pages:
        for name in names:
            for relaunch in ("", chance.choice(sorted(WITHOUT_A_WORD))):
                done: list[bool] = []
                after = _edited(page, EDITS[name], relaunch, chance, done)
                if all(done) and after != written(page):
                    both.append(
                        (page.name, f"{name}, {relaunch}" if relaunch else name, written(page), after)
                    )
    return harvested(both)


def _edited(page: Page, edit: Edit, relaunch: str, chance: random.Random, done: list[bool]) -> bytes:
    def change(root: HtmlElement, gold: Gold) -> None:
        done.append(edit(root, gold, chance))
        if relaunch:
            WITHOUT_A_WORD[relaunch](root, gold)

    return rewritten(page.text, page.gold, change)[0]


def unexplained(found: Sequence[Harvested]) -> list[Harvested]:
    """Return the redesigns of which a version came."""
    return [each for each in found if each.versions > 1]


def missed(found: Sequence[Harvested]) -> list[Harvested]:
    """Return the edits of which neither version nor event came."""
    return [each for each in found if not each.told]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    pages = chosen(options.pages, own=options.own)
    same, other = redesigned(pages), edited(pages)
    wrong, hidden = unexplained(same), missed(other)
    print(f"{len(pages)} pages, {len(same)} redesigns: {len(wrong)} versions that no words explain (goal 0)")
    print(f"  of which came an event and no version: {sum(bool(each.events) for each in same)}")
    print(f"{len(other)} edits: {len(hidden)} without version or event (goal 0)")
    print(f"  with a version: {sum(each.versions > 1 for each in other)}")
    for each in (*wrong, *hidden) if options.verbose else ():
        print("   ", each.name, "·", each.what, "·", dict(Counter(each.changes)), each.events)


if __name__ == "__main__":
    main()
