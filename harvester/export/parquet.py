"""Parquet: typed columns, lists as lists, in groups of rows. The extra ``parquet`` brings the library."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from harvester.extras import library
from harvester.view.tables import Field, rows

if TYPE_CHECKING:
    from harvester.export.forms import Wanted, Watcher

GROUP = 20_000
"""This many rows are a group: readers skip by groups, the memory holds one. 5,000 take half as long again."""

COMPRESSION = "zstd"


def write(wanted: "Wanted", file: IO[bytes], watch: "Watcher") -> None:
    """Write the rows; times are in UTC, lists and objects are nested columns."""
    arrow = library("parquet", "pyarrow")
    columns = wanted.table.fields
    schema = arrow.schema([(each.name, _type(arrow, each)) for each in columns])
    found = rows(wanted.conn, wanted.table, wanted.selection)
    writer = library("parquet", "pyarrow.parquet").ParquetWriter(file, schema, compression=COMPRESSION)
    with writer:
        while some := [*islice(found, GROUP)]:
            values = [
                _values(each, column) for each, column in zip(columns, zip(*some, strict=True), strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(_arrays(arrow, schema, values), schema=schema))
            watch(len(some))


def _arrays(arrow: Any, schema: Any, values: Sequence[Sequence[Any]]) -> list[Any]:
    """Return an array for each column."""
    return [arrow.array(column, field.type) for column, field in zip(values, schema, strict=True)]


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
"""What the lists hold that do not hold texts."""
