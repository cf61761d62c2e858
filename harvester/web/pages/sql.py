"""Queries as a page, CSV and JSON: those of ``db/canned``, and a user's own where the server allows it."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from harvester.archive.connection import path_of, sqlite3
from harvester.errors import ConfigError
from harvester.view.canned import Canned, canned, parameters
from harvester.view.cells import csv_text
from harvester.web import links
from harvester.web.answers import Answering, Document, HtmlPage, WebRequest
from harvester.web.sql import Result, ask
from harvester.web.sql_limits import LISTED_S, STATUS, USER_S, QueryProblem
from harvester.web.words import Excerpt, part

CELL_ROOM = 400
"""One cell of the page has at most this many bytes of HTML; CSV and JSON have more of a long text."""

PAGE_ROOM = 150_000
"""All cells of the page have at most this many bytes of HTML; CSV and JSON have the rows after that."""

CELL_MARKUP = 40
"""The markup around a cell has this many bytes of HTML."""

CLOSED = QueryProblem(
    "refused",
    "This server only asks the queries of the list. Start it with --sql to ask queries of your own.",
)


class QueryCell(NamedTuple):
    """A cell of the page. part: None for NULL. address: of the page about it, ``""`` if there is none."""

    part: Excerpt | None
    is_number: bool
    address: str


@dataclass(frozen=True, slots=True)
class QueriesPage:
    """What the page of queries shows.

    is_open: users may write queries. chosen: the query of the list that is shown. sql: the query that was
    written. fields: the parameters of either, with the values given. result: None if nothing was asked.
    shown: the rows that fit on the page. given: the arguments of this page.
    """

    queries: tuple[Canned, ...]
    is_open: bool
    chosen: Canned | None
    sql: str
    fields: tuple[tuple[str, str], ...]
    result: Result | None
    problem: QueryProblem | None
    shown: tuple[tuple[QueryCell, ...], ...]
    given: dict[str, str]


class _Asking(NamedTuple):
    """What a request asks of the archive. fields: all parameters. is_ready: each of them has a value."""

    chosen: Canned | None
    sql: str
    fields: dict[str, str]
    is_ready: bool

    @property
    def given(self) -> dict[str, str]:
        """Return the arguments that ask the same."""
        what = {"query": self.chosen.name} if self.chosen else {"sql": self.sql}
        return what | self.fields if self.sql else {}


def answering(*, is_open: bool) -> dict[str, Answering]:
    """Return the pages of queries by their addresses; is_open: users may write queries."""
    return {
        "/sql": partial(page, is_open=is_open),
        "/sql.csv": partial(as_csv, is_open=is_open),
        "/sql.json": partial(as_json, is_open=is_open),
    }


def page(conn: sqlite3.Connection, asked: WebRequest, *, is_open: bool) -> HtmlPage:
    """Return the page of queries, with the answer to one if the request asks one."""
    asking = _asking(asked)
    found = _found(conn, asking, is_open=is_open) if asking.is_ready else None
    result = found if isinstance(found, Result) else None
    problem = found if isinstance(found, QueryProblem) else None
    value = QueriesPage(
        tuple(canned().values()),
        is_open,
        asking.chosen,
        "" if asking.chosen else asking.sql,
        tuple(asking.fields.items()),
        result,
        problem,
        _fitting(result) if result else (),
        asking.given,
    )
    return HtmlPage("sql.html", value, STATUS[problem.kind] if problem else 200)


def as_csv(conn: sqlite3.Connection, asked: WebRequest, *, is_open: bool) -> Document:
    """Return the answer as CSV (RFC 4180), no cell of which is a formula; a problem as plain text."""
    found = _found(conn, _asking(asked), is_open=is_open)
    if isinstance(found, QueryProblem):
        body = f"{found.words}\n".encode()
        return Document(body, "text/plain; charset=utf-8", status=STATUS[found.kind])
    text = csv_text(found.columns, found.rows).encode("utf-8", "replace")
    return Document(text, "text/csv; charset=utf-8", "query.csv")


def as_json(conn: sqlite3.Connection, asked: WebRequest, *, is_open: bool) -> Document:
    """Return the answer as JSON: columns, rows, and what was cut; a problem has its kind and its words."""
    found = _found(conn, _asking(asked), is_open=is_open)
    body = json.dumps(found._asdict(), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    if isinstance(found, QueryProblem):
        return Document(body, "application/json", status=STATUS[found.kind])
    return Document(body, "application/json", "query.json")


def _asking(asked: WebRequest) -> _Asking:
    name = asked.text("query")
    if name and name not in canned():
        raise ConfigError(name, "is not a query of the list")
    chosen = canned().get(name)
    sql = chosen.sql if chosen else asked.query.get("sql", "").strip()
    names = parameters(sql)
    fields = {each: asked.query.get(each, "") for each in names}
    return _Asking(chosen, sql, fields, is_ready=bool(sql) and all(each in asked.query for each in names))


def _found(conn: sqlite3.Connection, asking: _Asking, *, is_open: bool) -> Result | QueryProblem:
    if not asking.chosen and not is_open:
        return CLOSED
    seconds = LISTED_S if asking.chosen else USER_S
    return ask(path_of(conn), asking.sql, asking.fields, seconds)


def _fitting(result: Result) -> tuple[tuple[QueryCell, ...], ...]:
    """Return the first rows, as many as fit on a page."""
    shown: list[tuple[QueryCell, ...]] = []
    room = PAGE_ROOM
    for row in result.rows:
        named = dict(zip(result.columns, row, strict=True))
        cells = tuple(_cell(column, value, named) for column, value in zip(result.columns, row, strict=True))
        room -= sum(CELL_MARKUP + len(each.address) + (each.part.size if each.part else 0) for each in cells)
        if room < 0 and shown:
            break
        shown.append(cells)
    return tuple(shown)


def _cell(column: str, value: Any, row: dict[str, Any]) -> QueryCell:
    if value is None:
        return QueryCell(None, is_number=False, address="")
    is_number = isinstance(value, int | float)
    return QueryCell(
        part(str(value), CELL_ROOM), is_number, "" if is_number else _address(column, value, row)
    )


def _address(column: str, value: str, row: dict[str, Any]) -> str:
    """Return the page about what an id names."""
    if column == "article_id":
        return links.article(value)
    if column == "question_id" and isinstance(article := row.get("article_id"), str):
        return links.question(article, value)
    return ""
