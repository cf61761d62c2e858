"""Datasette (https://datasette.io) under ``/data/``: all tables with filters, facets and JSON.

Its connections are those of `harvester.archive.connection.open_readonly` with the authoriser of
`harvester.web.sql_limits`. Nobody writes SQL here: queries of users have a process of their own.
"""

import base64
import csv
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

from datasette.app import Datasette
from datasette.database import Database
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harvester.archive.connection import open_readonly, sqlite3
from harvester.sql import SQL_DIR
from harvester.view.cells import cell
from harvester.web.sql_limits import ALLOW, authorise

NAME = "harvester"
"""The database has this name in addresses and in ``db/metadata.json``, whatever the file is called."""

SETTINGS = {
    "base_url": "/data/",
    "default_allow_sql": False,  # queries of users: harvester.web.sql
    "allow_download": False,
    "allow_csv_stream": False,  # it would ignore the next one
    "max_returned_rows": 200,  # texts may have megabytes, and all rows of an answer are in memory
    "default_page_size": 50,
    "sql_time_limit_ms": 1_000,  # as `harvester.web.reading.BUDGET_S`
    "facet_time_limit_ms": 200,
    "num_sql_threads": 2,
    "max_csv_mb": 10,
    "truncate_cells_html": 600,
    "cache_size_kb": 0,  # another number is set by a PRAGMA, which the authoriser refuses
    "default_cache_ttl": 0,
}
"""Datasette has these settings (https://docs.datasette.io/en/stable/settings.html)."""

MAX_QUERY = 2_000
"""The arguments of an address have at most this many bytes: the length of a pattern for LIKE multiplies the
work."""

_MOUNT = "/data"

_STATIC, _INSIDE = "/data/-/static/", "/data/-/"
"""Below the second, Datasette tells of itself: paths, settings, permissions. Only the first is given."""

_TABLE_TYPES = ("text/csv", "text/plain")
"""A table in CSV has one of these types, to be saved or to be shown. Datasette sends nothing else as plain
text."""

_OWN_PRAGMAS = {"schema_version", "database_list"}
_PRAGMA = 19  # https://www.sqlite.org/c3ref/c_alter_table.html

_SCRIPT = re.compile(r"<script>((?:[^<]|<(?!/?script>))*+)</script>")
_ALLOW_FACET = "DATASETTE_ALLOW_FACET = {};"  # the one script that is filled in


def application(archive: Path) -> ASGIApp:
    """Return the application that shows all tables of an archive, to be mounted at ``/data``."""
    metadata = json.loads((SQL_DIR / "metadata.json").read_text("utf-8"))
    datasette = Datasette([], metadata=metadata, settings=SETTINGS)
    datasette.remove_database("_memory")
    datasette.add_database(_Archive(datasette, str(archive)), name=NAME)
    return _Fitted(datasette.app())


class _Archive(Database):  # type: ignore[misc]  # Datasette has no types
    """An archive whose connections can only read."""

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002  as Datasette calls it
        """Return a connection of the thread that asks."""
        if write:
            raise sqlite3.OperationalError("attempt to write a readonly database")
        conn = open_readonly(Path(self.path))
        conn.set_authorizer(_authorise)
        return conn


def _authorise(action: int, first: str | None, *others: str | None) -> int:
    """Return what `authorise` says; Datasette also asks where the file is and for its schema's number."""
    is_own = action == _PRAGMA and others[0] is None and first in _OWN_PRAGMAS
    return ALLOW if is_own else authorise(action, first, *others)


class _Fitted:
    """Datasette with a policy for browsers, without its pages about itself, with no formula in its CSV."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._policy = policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith(_INSIDE) and not path.startswith(_STATIC):
            await PlainTextResponse("Not found\n", HTTPStatus.NOT_FOUND)(scope, receive, send)
        elif len(scope["query_string"]) > MAX_QUERY:
            refusal = PlainTextResponse("The address is too long.\n", HTTPStatus.REQUEST_URI_TOO_LONG)
            await refusal(scope, receive, send)
        else:
            await self._app(_within(scope), receive, _Sending(send, self._policy))


def _within(scope: Scope) -> Scope:
    """Return the request as Datasette wants it: without the base URL, which it puts before all its links."""
    inside = dict(scope)
    inside["path"] = scope["path"].removeprefix(_MOUNT) or "/"
    inside["raw_path"] = scope["raw_path"].removeprefix(_MOUNT.encode()) or b"/"
    inside["root_path"] = ""
    return inside


class _Sending:
    """What Datasette sends its answer by. A table in CSV is kept until it is whole, to be made safe."""

    def __init__(self, send: Send, policy: str) -> None:
        self._send = send
        self._policy = policy
        self._table: list[bytes] | None = None
        self._start: Message = {}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [(name.lower(), value) for name, value in message["headers"]]
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = self._policy
            if headers.get("location", "").startswith("/"):  # it forgets the base URL where it drops a slash
                headers["location"] = _MOUNT + headers["location"].removeprefix(_MOUNT)
            if message["status"] == HTTPStatus.OK and headers["content-type"].startswith(_TABLE_TYPES):
                self._start, self._table = message, []
                return
        elif self._table is not None:
            self._table.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._send_table(b"".join(self._table).decode("utf-8", "replace"))
            return
        await self._send(message)

    async def _send_table(self, text: str) -> None:
        del MutableHeaders(scope=self._start)["content-length"]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": safe_csv(text).encode()})


def safe_csv(text: str) -> str:
    """Return a table in CSV no cell of which a spreadsheet takes for a formula; numbers stay as they are."""
    made = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(text, newline=""))
    csv.writer(made).writerows([each if _is_number(each) else cell(each) for each in row] for row in rows)
    return made.getvalue()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def policy() -> str:
    """Return the Content-Security-Policy of Datasette's pages: its own scripts by their digests, no others.

    Its pages have styles in attributes, which a policy can only allow as a whole.
    """
    scripts = " ".join(f"'sha256-{_digest(script)}'" for script in _scripts())
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self'"
        " data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _scripts() -> Iterator[str]:
    """Yield the scripts that stand in Datasette's templates and do not depend on stored text."""
    for template in (files("datasette") / "templates").iterdir():
        if template.name.endswith(".html"):
            found = _SCRIPT.findall(template.read_text("utf-8"))
            yield from (script for script in found if "{{" not in script)
    yield from (_ALLOW_FACET.format(each) for each in ("true", "false"))


def _digest(script: str) -> str:
    return base64.b64encode(sha256(script.encode()).digest()).decode()
