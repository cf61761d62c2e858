"""Parquet: typed columns, lists as lists, in groups of rows. The extra ``parquet`` brings the library."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from harvester.extras import library
from harvester.view.tables import Field, Table, rows

if TYPE_CHECKING:
    from harvester.export.forms import TableExport, Watcher

GROUP = 20_000
"""This many rows are a group: readers skip by groups, the memory holds one. 5,000 take half as long again."""

COMPRESSION = "zstd"


class Columnar:
    """A table as Parquet has it; times are in UTC, lists and objects are nested columns."""

    def __init__(self, table: Table) -> None:
        # `harvester.cli.main` keeps pandas away by None in its place; pyarrow 26 fails on that.
        if sys.modules.get("pandas", sys) is None:
            del sys.modules["pandas"]
        self._arrow, self._fields = library("parquet", "pyarrow"), table.fields
        self._schema = self._arrow.schema([(each.name, _type(self._arrow, each)) for each in table.fields])

    def writer(self, file: IO[bytes] | Path) -> Any:
        """Return a writer for the file, which is a context."""
        parquet = library("parquet", "pyarrow.parquet")
        return parquet.ParquetWriter(file, self._schema, compression=COMPRESSION)

    def table(self, some: Sequence[Sequence[Any]]) -> Any:
        """Return rows, one at least, as a table of Arrow."""
        columns = zip(self._fields, zip(*some, strict=True), strict=True)
        values = [_values(field, column) for field, column in columns]
        pairs = zip(values, self._schema, strict=True)
        arrays = [self._arrow.array(column, field.type) for column, field in pairs]
        return self._arrow.Table.from_arrays(arrays, schema=self._schema)


def write(wanted: "TableExport", file: IO[bytes], watch: "Watcher") -> None:
    """Write the rows as one file."""
    columnar = Columnar(wanted.table)
    found = rows(wanted.conn, wanted.table, wanted.selection)
    with columnar.writer(file) as writer:
        while some := [*islice(found, GROUP)]:
            writer.write_table(columnar.table(some))
            watch(len(some))


def _values(field: Field, column: Sequence[Any]) -> Sequence[Any]:
    convert = _CONVERSIONS.get(field.kind)
    return column if convert is None else [None if value is None else convert(value) for value in column]


def _list(text: str) -> Any:
    return [] if text == "[]" else json.loads(text)


_CONVERSIONS: dict[str, Callable[[str], Any]] = {"list": _list, "datetime": datetime.fromisoformat}


def _type(arrow: Any, field: Field) -> Any:
    if field.kind == "list":
        return arrow.list_(_ITEMS.get(field.name, _texts)(arrow))
    return {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "datetime": arrow.timestamp("ms", tz="UTC"),
    }[field.kind]


def _texts(arrow: Any) -> Any:
    return arrow.string()


_ITEMS: dict[str, Callable[[Any], Any]] = {
    "links": lambda arrow: arrow.struct({"at": arrow.int64(), "target": arrow.string()}),
    "images": lambda arrow: arrow.struct({"at": arrow.int64(), "alternative": arrow.string()}),
    "hunks": lambda arrow: arrow.struct(
        {
            "before": arrow.string(),
            "after": arrow.string(),
            "at": arrow.int64(),
            "classes": arrow.list_(arrow.string()),
            "significance": arrow.float64(),
            "read_otherwise": arrow.bool_(),
        }
    ),
}
"""These lists hold something else than texts."""
