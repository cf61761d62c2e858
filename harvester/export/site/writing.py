"""A site, an article at a time: what the page functions answer is written to files."""

import heapq
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from harvester.archive.connection import sqlite3
from harvester.archive.read import rows as read
from harvester.export.forms import Watcher
from harvester.export.site import addresses, rewriting
from harvester.export.site.addresses import FEED, SEARCH, article_of, feed_of, file_of
from harvester.export.site.rewriting import SiteDescription
from harvester.export.site.words import EXCERPT, Index, ListedQuestion
from harvester.view.changes import LogFilter, log
from harvester.view.html import plain_text
from harvester.view.selection import Selection
from harvester.view.tables import TABLES, rows
from harvester.view.wording import moment
from harvester.web import links
from harvester.web.answers import Answer, Document, Elsewhere, HtmlPage, WebRequest
from harvester.web.feeds import atom
from harvester.web.pages.articles import ARTICLES, ArticlesPage
from harvester.web.pages.changes import FED, LISTED, ChangesPage
from harvester.web.pages.questions import QuestionPage
from harvester.web.rendering import rendered
from harvester.web.routes import PAGES
from harvester.web.showing import Happening, happenings

NEWEST = 200
"""The list of all articles has this many changes, on four pages. The pages of an article tell all of its
changes."""

FIRST = 30
"""The first page shows this many changes."""

RESOLVED = 10_000
"""The permanent address of this many numbered addresses is remembered; that takes some megabytes."""

_PATTERNS = [
    (re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)), answering)
    for pattern, answering in PAGES.items()
]


@dataclass(frozen=True, slots=True)
class SiteStart:
    """What the first page of a site shows. figures: how many, of what, and the list of them."""

    figures: tuple[tuple[int, str, str], ...]
    newest: tuple[Happening, ...]
    has_more: bool


class _Seen(NamedTuple):
    """A happening among the newest: ordered by its time, then by what is the same in every archive."""

    at: str
    article: str
    number: int
    told: Happening


def to_folder(
    folder: Path, chosen: tuple[sqlite3.Connection, Selection], choice: SiteDescription, watch: Watcher
) -> None:
    """Write the site of the chosen articles, each with all of its versions, to an empty folder."""
    conn, selection = chosen
    found = [(row["changed_at"], row["article_id"]) for row in rows(conn, TABLES["articles"], selection)]
    ids = [article_id for _, article_id in sorted(found, reverse=True)]
    site = _Site(folder, conn, frozenset(ids), choice)
    for article_id in ids:
        site.add_article(article_id)
        watch(1)
    site.finish(ids)


class _Site:
    """A site that is being written."""

    def __init__(
        self, folder: Path, conn: sqlite3.Connection, chosen: frozenset[str], choice: SiteDescription
    ) -> None:
        self._folder = folder
        self._conn = conn
        self._chosen = chosen
        self._choice = choice
        self._index = Index(folder)
        self._newest: list[_Seen] = []
        self._versions = self._changes = self._questions = 0
        self._resolved = lru_cache(RESOLVED)(self._resolve)

    def add_article(self, article_id: str) -> None:
        """Write the pages of an article and its feed, and note what the lists of all articles need."""
        self._follow([links.article(article_id)], set())
        feed = PAGES[FEED](self._conn, WebRequest({}, {"article": article_id}))
        assert isinstance(feed, Document)
        self._write_feed(feed_of(article_id), feed.body)
        about = read(self._conn, "article", article=article_id)[0]
        self._versions += about["versions"]
        self._changes += about["changes"]
        found = log(self._conn, article_id, LogFilter(limit=NEWEST))
        for number, each in enumerate(happenings(self._conn, found)):
            light = replace(each, row=each.row | {"before": None, "after": None})
            heapq.heappush(self._newest, _Seen(each.row["changed_at"], article_id, -number, light))
            if len(self._newest) > NEWEST:
                heapq.heappop(self._newest)

    def finish(self, ids: list[str]) -> None:
        """Write the first page, the lists, the search, and the files of the interface."""
        newest = tuple(seen.told for seen in sorted(self._newest, reverse=True))
        self._write_lists(ids, newest)
        self._write_feed(FEED, atom(newest[:FED], {}))
        figures = (
            (len(ids), "article", "articles"),
            (self._questions, "question", "articles"),
            (self._versions, "version", "articles"),
            (self._changes, "change", "changes"),
        )
        self._write("/", HtmlPage("site.html", SiteStart(figures, newest[:FIRST], len(newest) > FIRST)))
        self._write(SEARCH, HtmlPage("site_search.html", ids))
        self._index.write()
        for name in addresses.STATIC:
            self._put(links.static(name), (files("harvester.web") / "static" / name).read_bytes())

    def _write_lists(self, ids: list[str], newest: tuple[Happening, ...]) -> None:
        for skip in range(0, max(1, len(newest)), LISTED):
            more: dict[str, object] | None = {"skip": skip + LISTED} if skip + LISTED < len(newest) else None
            shown = ChangesPage({}, newest[skip : skip + LISTED], more, (), (), (), ())
            self._write(links.listed("changes", skip=skip or None), HtmlPage("changes.html", shown))
        for skip in range(0, max(1, len(ids)), ARTICLES):
            listed = [read(self._conn, "article", article=each)[0] for each in ids[skip : skip + ARTICLES]]
            value = ArticlesPage(listed, skip, skip + ARTICLES < len(ids))
            self._write(links.listed("articles", skip=skip or None), HtmlPage("articles.html", value))

    def _follow(self, waiting: list[str], known: set[str]) -> None:
        """Write pages and those that they lead to, as far as these are of an article or its captures."""
        known |= set(waiting)
        while waiting:
            address = waiting.pop()
            found = self._answer(address)
            if isinstance(found, Document):
                self._put(address, b"\xef\xbb\xbf" + found.body)  # from a disk, nothing else tells of UTF-8
                continue
            assert isinstance(found, HtmlPage), address
            new = self._write(address, found) - known
            new = {each for each in new if article_of(each) or each.startswith("/capture/")}
            known |= new
            waiting += sorted(new)
            if isinstance(found.value, QuestionPage):
                self._list(address, found.value)

    def _list(self, address: str, shown: QuestionPage) -> None:
        """Have a question found by its words."""
        newest, about = shown.lives[0], shown.about
        ended = moment(newest["ended_at"]) if newest["ended_at"] else "now"
        oldest = moment(shown.lives[-1]["began_at"])
        title = about["title"] or about["url"]
        question, title, excerpt = map(_shortened, (newest["question"], title, newest["answer"]))
        listed = ListedQuestion(
            file_of(address), question, title, about["language"], excerpt, f"{oldest} to {ended}"
        )
        self._index.add(
            listed, (each["question"] for each in shown.lives), (each["answer"] for each in shown.lives)
        )
        self._questions += 1

    def _answer(self, address: str) -> Answer:
        path, _, query = address.partition("?")
        for pattern, answering in _PATTERNS:
            if found := pattern.fullmatch(path):
                answer: Answer = answering(
                    self._conn, WebRequest(found.groupdict(), addresses.arguments(query))
                )
                return answer
        raise LookupError(address)

    def _target(self, address: str) -> str | None:
        """Return the address that a link leads to, None if the site does not have it."""
        address = addresses.in_short(address)
        if not addresses.is_kept(address) or article_of(address) not in self._chosen | {""}:
            return None
        return self._resolved(address) if addresses.leads_on(address) else address

    def _resolve(self, address: str) -> str:
        found = self._answer(address)
        return found.path if isinstance(found, Elsewhere) else address

    def _write(self, address: str, page: HtmlPage) -> set[str]:
        """Write a page; return the addresses that it leads to."""
        found, origin = set[str](), file_of(address)

        def link(other: str) -> str | None:
            target = self._target(other)
            if target is None:
                return None
            found.add(target)
            return addresses.relative(origin, file_of(target))

        html = rendered(page, {"archive": self._choice.title})
        self._put(address, rewriting.page(html, link, self._choice).encode("utf-8", "replace"))
        return found

    def _write_feed(self, address: str, body: bytes) -> None:
        def link(other: str) -> str | None:
            target = self._target(other if other != links.listed("changes.atom") else address)
            return None if target is None else addresses.relative(file_of(address), file_of(target))

        self._put(address, rewriting.feed(body, link))

    def _put(self, address: str, body: bytes) -> None:
        path = self._folder / file_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def _shortened(text: str) -> str:
    """Return the beginning of a stored text on one line, as a result of a search shows it."""
    line = plain_text(" ".join(text[: 4 * EXCERPT].split()))
    whole = line[:EXCERPT].rpartition(" ")[0] or line[:EXCERPT]
    return line if len(line) <= EXCERPT else f"{whole} …"


__all__ = ["SiteDescription", "to_folder"]
