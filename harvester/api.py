"""The Python interface: open an archive, and read it in a script or a notebook.

    import harvester

    archive = harvester.open("harvester.db")
    for change in archive.changes(classes=["number"], since="2026-01-01"):
        print(change["changed_at"], change["before"], "→", change["after"])

Each method returns `Rows`: dictionaries that you can go through as often as you like, and that pandas, Arrow
and notebooks accept. Times are text in UTC, as in the archive; you can pass them as text or as a datetime.
The files in ``db/exports`` describe the columns. The archive is opened read-only.
"""

import builtins
import html
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import Value, archive_errors, open_readonly, sqlite3
from harvester.extras import library
from harvester.reading import Reading, Received, read
from harvester.view.articles import article_named, question_named, version
from harvester.view.comparing import Edition, between
from harvester.view.related import SHOWN as SHOWN_RELATED
from harvester.view.related import RelatedQuery, related
from harvester.view.search import HITS, Hit, HitRange, search
from harvester.view.selection import Selection
from harvester.view.tables import TABLES, Table
from harvester.view.tables import rows as table_rows

Row = dict[str, Any]
When = str | datetime

SHOWN = 10
"""A notebook shows this many rows."""

CELL_LENGTH = 80
"""A notebook shows this many characters of a text."""


class Filters(TypedDict, total=False):
    """The arguments that choose rows: the fields of `Selection`. Articles can be given as URLs."""

    articles: Sequence[str]
    questions: Sequence[str]
    hosts: Sequence[str]
    sources: Sequence[str]
    languages: Sequence[str]
    since: When
    until: When
    kinds: Sequence[str]
    classes: Sequence[str]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of an archive. They are read from it each time you go through them, so they have no length.

    times: the names of the columns with times, which become timestamps in a frame.
    """

    read: Callable[[], Iterator[Row]]
    times: Sequence[str] = ()

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows."""
        return self.read()

    def to_pandas(self) -> Any:
        """Return a DataFrame, with timestamps in UTC; raises ConfigError if pandas is not installed."""
        pandas = library("pandas", "pandas")
        frame = pandas.DataFrame.from_records([*self])
        for name in self.times:
            if name in frame:
                frame[name] = pandas.to_datetime(frame[name], utc=True, format="ISO8601")
        return frame

    def to_arrow(self) -> Any:
        """Return a pyarrow Table; raises ConfigError if the extra "parquet" is not installed."""
        return library("parquet", "pyarrow").Table.from_pylist([*self])

    def _repr_html_(self) -> str:
        """Return the first rows as a table of HTML, for notebooks; stored text is escaped."""
        some = [*islice(self, SHOWN + 1)]
        if not some:
            return "<p>no rows</p>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in some[0])
        body = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in some[:SHOWN])
        more = "<p>… and more</p>" if len(some) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    cut = text if len(text) <= CELL_LENGTH else f"{text[: CELL_LENGTH - 1]}…"
    return f"<td dir='auto'>{html.escape(cut)}</td>"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is open to read; close it, or use it in a ``with`` statement."""

    conn: sqlite3.Connection

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file; rows cannot be read any more."""
        self.conn.close()

    def articles(self, **filters: Unpack[Filters]) -> Rows:
        """Return a row for each article that has a version."""
        return self._table("articles", filters)

    def versions(self, **filters: Unpack[Filters]) -> Rows:
        """Return a row for each version: an interval in which an article showed one content."""
        return self._table("versions", filters)

    def pairs(self, **filters: Unpack[Filters]) -> Rows:
        """Return a row for each question and answer in each version that shows it."""
        return self._table("pairs", filters)

    def changes(self, **filters: Unpack[Filters]) -> Rows:
        """Return a row for each change between a version and the one before it."""
        return self._table("changes", filters)

    def events(self, **filters: Unpack[Filters]) -> Rows:
        """Return a row for each event, such as gone, back, moved or walled."""
        return self._table("events", filters)

    def at(self, when: When, article: str | None = None) -> Rows:
        """Return the questions and answers that were shown at a time, of one article or of all."""
        moment = _time(when)
        after = to_text(from_text(moment) + _TICK)
        chosen = Filters(since=moment, until=after)
        return self.pairs(**(chosen | {"articles": [article]} if article else chosen))

    def history(self, question: str, article: str | None = None) -> Rows:
        """Return the wording of a question and its answer in each version, in the order of time.

        question: its id. Articles that asked it in the same words share the id; article chooses one of them.
        Raises ConfigError if there is no such question, or more than one.
        """
        chosen = Filters(questions=[question_named(self.conn, question)])
        return self.pairs(**(chosen | {"articles": [article]} if article else chosen))

    def diff(self, article: str, older: int, newer: int | None = None) -> Rows:
        """Return what changed between two versions of an article; newer is its newest version by default.

        Raises ConfigError if there is no such article or version.
        """
        article_id = article_named(self.conn, article)
        last = int(version(self.conn, article_id, newer)["version"])
        return Rows(lambda: iter(between(self.conn, Edition(article_id, older), Edition(article_id, last))))

    def search(self, words: str, limit: int = HITS, **filters: Unpack[Filters]) -> Rows:
        """Return the questions whose words match in any version, the best first, as `harvester search` does.

        Raises ConfigError if there is nothing to look for: no word, or only excluded ones.
        """
        selection = self._selection(filters)
        hits = search(self.conn, words, selection, HitRange(limit)).hits
        return Rows(lambda: map(_hit, hits))

    def related(self, question: str, limit: int = SHOWN_RELATED, **filters: Unpack[Filters]) -> Rows:
        """Return the questions that are most like one, the most similar first; they need not ask the same."""
        found = related(self.conn, question, self._selection(filters), RelatedQuery(limit))
        return Rows(lambda: (each._asdict() for each in found))

    def sql(self, query: str, **values: Value) -> Rows:
        """Return the rows of an SQL query; ``:name`` in it stands for the value of that name."""

        def read_rows() -> Iterator[Row]:
            with archive_errors(self.conn):
                yield from map(dict, self.conn.execute(query, values))

        return Rows(read_rows)

    def _table(self, name: str, filters: Filters) -> Rows:
        table, selection = TABLES[name], self._selection(filters)
        times = [each.name for each in table.fields if each.kind == "datetime"]
        return Rows(lambda: _decoded(self.conn, table, selection), times)

    def _selection(self, filters: Filters) -> Selection:
        given: Row = dict(filters)
        for name in {"since", "until"} & given.keys():
            given[name] = _time(given[name])
        if "articles" in given:
            given["articles"] = [article_named(self.conn, each) for each in given["articles"]]
        return Selection(**given)


def _hit(hit: Hit) -> Row:
    return asdict(hit) | {
        "question": "".join(each.text for each in hit.question),
        "answer": "".join(each.text for each in hit.answer),
        "stood": [each._asdict() for each in hit.stood],
        "is_current": hit.is_current,
    }


_TICK = timedelta(milliseconds=1)
"""Times of the archive are as precise as this."""


def _time(when: When) -> str:
    moment = when if isinstance(when, datetime) else datetime.fromisoformat(when)
    return to_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _decoded(conn: sqlite3.Connection, table: Table, selection: Selection) -> Iterator[Row]:
    lists = [each.name for each in table.fields if each.kind == "list"]
    for row in table_rows(conn, table, selection):
        yield dict(row) | {name: json.loads(row[name] or "[]") for name in lists}


def open(path: str | PathLike[str]) -> Archive:  # noqa: A001  harvester.open, as in gzip.open
    """Return the archive in a file, opened read-only, also while a run writes to it.

    Raises ConfigError if there is no such file, and ArchiveDamaged, SchemaTooNew or SchemaTooOld.
    """
    return Archive(open_readonly(Path(path)))


def read_page(page: str | bytes, url: str = "", content_type: str = "text/html") -> Reading:
    """Return what a page says: a verdict with its reason and, if it is an article, a snapshot with its pairs.

    Bytes are decoded as a browser would decode them. url: the address of the page, against which links are
    resolved. Nothing is fetched or stored.
    """
    body = page if isinstance(page, builtins.bytes) else page.encode()
    charset = "" if isinstance(page, builtins.bytes) else "; charset=utf-8"
    headers = (("Content-Type", f"{content_type}{charset}"),)
    return read(Received(url, datetime.now(UTC), body, headers=headers))
