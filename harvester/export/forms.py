"""The forms in which a table is written, side by side: JSON lines, CSV and Parquet."""

import csv
import gzip
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, cast

from harvester.archive.connection import sqlite3
from harvester.view.cells import cell
from harvester.view.selection import Selection
from harvester.view.tables import Table, objects, rows


class TableExport(NamedTuple):
    """What is written: a table, the rows of it that are selected, and the archive that they come from."""

    conn: sqlite3.Connection
    table: Table
    selection: Selection


Watcher = Callable[[int], object]
"""It is told how many rows were written since it was told last."""

Writer = Callable[[TableExport, IO[bytes], Watcher], None]
"""It writes the rows to a binary file."""

BATCH = 2_000
"""This many rows are written at a time: some 2 MB of text, of which the memory holds two."""


class TableForm(NamedTuple):
    """A form: the ending of its files, their media type, and what writes them."""

    suffix: str
    media_type: str
    writer: Writer


def write_jsonl(wanted: TableExport, file: IO[bytes], watch: Watcher) -> None:
    """Write one JSON object a line (https://jsonlines.org): UTF-8, lists as lists."""
    found = objects(*wanted)
    while some := [*islice(found, BATCH)]:
        file.write(("\n".join(some) + "\n").encode())
        watch(len(some))


def write_csv(wanted: TableExport, file: IO[bytes], watch: Watcher) -> None:
    """Write RFC 4180: UTF-8, a header, CRLF; a text that might be a formula gets an apostrophe in front."""
    text = TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow([each.name for each in wanted.table.fields])
    found = rows(*wanted)
    while some := [*islice(found, BATCH)]:
        writer.writerows(map(cell, row) for row in some)
        watch(len(some))
    text.detach()  # which writes what is left, and leaves the file open


def write_parquet(wanted: TableExport, file: IO[bytes], watch: Watcher) -> None:
    """Write Parquet with columns of their types; needs the extra "parquet"."""
    importlib.import_module("harvester.export.parquet").write(wanted, file, watch)


PARQUET = "parquet"

FORMS = {
    "jsonl": TableForm(".jsonl", "application/jsonl", write_jsonl),
    "csv": TableForm(".csv", "text/csv", write_csv),
    PARQUET: TableForm(".parquet", "application/vnd.apache.parquet", write_parquet),
}

GZIP = ".gz"


@contextmanager
def packed(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """Yield the file, or one that packs what is written to it if the name ends in ``.gz``.

    No time and no name stand in the packed file: the same rows give the same bytes (RFC 1952, 2.3.1).
    """
    if not name.endswith(GZIP):
        yield file
        return
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as made:
        yield cast("IO[bytes]", made)  # typeshed says what a GzipFile lacks; nothing here needs it


def form_of(path: Path) -> str | None:
    """Return the form that a file's name asks for; None if it asks for no form that we know."""
    name = path.name.lower().removesuffix(GZIP)
    found = (form for form, each in FORMS.items() if name.endswith(each.suffix))
    return next(found, None)
