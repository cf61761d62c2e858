"""The captures of an archive as web archives have them: in the order of time, with what is known of each."""

import json
from array import array
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import NamedTuple

from harvester.archive.captures import read_capture
from harvester.archive.chosen import chosen
from harvester.archive.columns import to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.payload import Payloads
from harvester.archive.read import Row, rows, streamed
from harvester.archive.renderings import read_rendering
from harvester.interop.renderings import ExportedRendering
from harvester.interop.warc.drafts import Exported, Referred, target_uri
from harvester.interop.warc.writing import CONFORMS_TO, FORMAT, WARC_FIELDS, Draft, record_id, warc_fields
from harvester.view import tables
from harvester.view.selection import Selection

ROBOTS_POLICY = "obey (RFC 9309; a robots.txt that cannot be reached allows nothing)"


class ExportedRun(NamedTuple):
    """A run that captured something. number: its id in this file."""

    number: int
    key: str


class ExportedExchange(NamedTuple):
    """A capture that is exported, and the run that made it."""

    exported: Exported
    run: ExportedRun


def is_whole(selection: Selection) -> bool:
    """Return whether the selection leaves nothing out."""
    return not any(getattr(selection, each.name) for each in fields(selection))


def captures_of(conn: sqlite3.Connection, selection: Selection) -> "array[int]":
    """Return the numbers of the captures that are selected, in the order of time: 8 bytes for each.

    A selection of articles takes all captures of each, with the redirects, confirmed captures and further
    pages that belong to them. Times choose among those captures.
    """
    wanted = None
    if not is_whole(replace(selection, since=None, until=None)):
        articles = [row["article_id"] for row in tables.rows(conn, tables.TABLES["articles"], selection)]
        wanted = json.dumps(chosen(conn, articles)["capture"])
    found = streamed(conn, "exchanges", captures=wanted, since=selection.since, until=selection.until)
    return array("q", (row[0] for row in found))


class Exchanges:
    """It reads captures one by one; bodies that stand on one another are decoded once."""

    def __init__(self, conn: sqlite3.Connection, *, is_derived: bool = False) -> None:
        self._conn, self._payloads, self._is_derived = conn, Payloads(conn), is_derived

    def read(self, number: int) -> ExportedExchange:
        """Return the capture with that number in this file."""
        conn = self._conn
        row = rows(conn, "exchange", id=number)[0]
        capture = read_capture(conn, number, self._payloads, without_body=bool(row["taken_at"]))
        derived = rows(conn, "exchange_read", id=number) if self._is_derived else []
        exported = Exported(
            capture=capture,
            key=row["key"],
            kind=row["kind"],
            role=row["role"],
            run=row["run"],
            date=row["captured_at"],
            recorded_at=row["recorded_at"],
            led_from=row["led_from"],
            via=row["via"],
            part_of=row["part_of"],
            payload=row["payload"],
            confirms=_confirmed(row),
            origin=_origin(conn, number) if row["is_imported"] else "",
            taken_at=row["taken_at"],
            derived=tuple(_read(derived[0])) if derived else (),
            questions=_questions(derived),
            rendering=None if row["taken_at"] else self._rendering(number),
        )
        return ExportedExchange(exported, ExportedRun(row["run_id"], row["run"]))

    def _rendering(self, number: int) -> ExportedRendering | None:
        """Return what a browser made of the page of a capture, without a document that was taken down."""
        found = read_rendering(self._conn, number, self._payloads)
        return found and ExportedRendering(
            found.rendering, to_text(found.rendering.rendered_at), found.digest.hex()
        )


def _confirmed(row: Row) -> Referred | None:
    if not row["confirms"]:
        return None
    return Referred(row["confirms"], target_uri(row["confirms_url"]), row["confirms_at"])


def _origin(conn: sqlite3.Connection, number: int) -> str:
    """Return where an imported capture came from, as JSON with the names of the columns."""
    found = dict(select(conn, "SELECT * FROM origin WHERE capture_id = ?", (number,))[0])
    return _json({name: value for name, value in found.items() if value is not None and name != "capture_id"})


def _json(said: dict[str, object]) -> str:
    return json.dumps(said, sort_keys=True, default=bytes.hex)


def _read(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what a page was read as, as fields of the metadata."""
    for name in ("verdict", "reason", "reader", "snapshot", "article", "standing", "version"):
        yield f"harvester-{name}", str(row[name])


def _questions(derived: list[Row]) -> bytes:
    return (derived[0]["questions"] or "").encode() if derived else b""


def run_info(conn: sqlite3.Connection, run: ExportedRun) -> Draft:
    """Return the record that says how a run captured: program, contact, settings (WARC/1.1, 6.2)."""
    row = rows(conn, "exchange_run", id=run.number)[0]
    block = warc_fields(
        (
            ("software", row["program"]),
            ("format", FORMAT),
            ("conformsTo", CONFORMS_TO),
            ("operator", row["contact"]),
            ("robots", ROBOTS_POLICY),
            ("isPartOf", f"archive {row['archive']}"),
            ("harvester-run", row["run"]),
            ("harvester-command", row["command"]),
            ("harvester-started-at", row["started_at"]),
            ("harvester-ended-at", row["ended_at"]),
            ("harvester-settings", row["settings"]),
        )
    )
    fields = (("WARC-Record-ID", record_id("warcinfo", run.key)), ("WARC-Date", row["started_at"]))
    return Draft("warcinfo", (*fields, ("Content-Type", WARC_FIELDS)), block)
