"""One SQL query over the Parquet files of many exported archives, by DuckDB (extra ``duckdb``).

Each table of the data sets is a view of all archives. Its first column ``archive`` names each one's folder.
``db/parquet`` has further views and the queries for people. Neither the files nor the query are trusted:
DuckDB may read the files that were found, and nothing else. It writes nothing, loads nothing, and has bounds.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from harvester.errors import BadInput, ConfigError
from harvester.extras import library
from harvester.sql import scripts
from harvester.view.tables import TABLES

MEMORY = "2GB"
"""DuckDB may hold this much; a query that needs more is stopped, because nothing is written to the disk."""

SECONDS = 300.0
"""A query may take this long: some hundred million rows of numbers, or a tenth of that with texts."""

AT_ONCE = 1_000
"""This many rows of an answer are in Python's memory at a time."""

DESCRIPTION = "datapackage.json"
"""This file makes a folder an export."""

_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": MEMORY,
    "temp_directory": "",
}


class Export(NamedTuple):
    """An exported archive. name: that of its folder. files: those of each table, by their names."""

    name: str
    files: Mapping[str, tuple[str, ...]]


class QueryAnswer(NamedTuple):
    """What a query found: the names of its columns, and its rows, which are read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


def exports(folders: Sequence[Path]) -> tuple[Export, ...]:
    """Return the exports in the folders: each is one itself, or has them side by side.

    Raises ConfigError where there is none, where two have one name, or where something is a link.
    """
    found: dict[str, Export] = {}
    for each in (one for folder in folders for one in _exports(folder)):
        if each.name in found:
            raise ConfigError(each.name, "is the name of two exports", "Rename the folder of one.")
        found[each.name] = each
    return tuple(found.values())


def _exports(folder: Path) -> list[Export]:
    if (folder / DESCRIPTION).is_file():
        return [_export(folder.resolve())]
    try:
        inside = sorted(each for each in folder.iterdir() if (each / DESCRIPTION).is_file())
    except OSError as error:
        raise ConfigError(
            str(folder), f"cannot be read ({error.strerror})", "Name another folder."
        ) from error
    if not inside:
        advice = "Make one: harvester export FOLDER --as parquet"
        raise ConfigError(str(folder), "has no export of an archive", advice)
    return [_export(each) for each in inside]


def _export(folder: Path) -> Export:
    return Export(folder.name, {name: tuple(_files(folder, name)) for name in TABLES})


def _files(folder: Path, table: str) -> list[str]:
    """Return the files of a table, one or many; links are refused, because they may lead anywhere."""
    found = [folder / f"{table}.parquet"] if (folder / f"{table}.parquet").exists() else []
    for place, folders, names in os.walk(folder / table):
        links = [each for each in (*folders, *names) if Path(place, each).is_symlink()]
        if links:
            raise ConfigError(str(Path(place, links[0])), "is a link", "Put the file itself there.")
        found += [Path(place, each) for each in names if each.endswith(".parquet")]
    if not found:
        advice = "Export it again: harvester export FOLDER --as parquet"
        raise ConfigError(str(folder), f"has no Parquet files of the table {table}", advice)
    return sorted(str(each.resolve()) for each in found)


def queries() -> Mapping[str, str]:
    """Return the queries for people as {name: SQL}; they are those of ``db/canned``, for these tables."""
    return scripts("parquet/canned")


@contextmanager
def asked(found: Sequence[Export], sql: str, values: Mapping[str, str]) -> Iterator[QueryAnswer]:
    """Yield the answer to one query. Raises ConfigError for a query that is wrong, or that asks for too much.

    Raises BadInput for files that are damaged, or that another version exported.
    """
    duckdb = library("duckdb", "duckdb")
    with duckdb.connect(config=_SETTINGS) as conn:
        with _of_files(duckdb):
            _make_views(conn, found)
            _lock(conn, found)
        with _of_query(duckdb, conn):
            _check(duckdb, sql, values)
            clock = threading.Timer(SECONDS, conn.interrupt)
            clock.daemon = True  # so that the program does not wait for it if a signal comes before the try
            clock.start()
            try:
                cursor = conn.execute(sql, dict(values) or None)
                yield QueryAnswer(tuple(each[0] for each in cursor.description), _rows(cursor))
            finally:
                clock.cancel()


def _make_views(conn: Any, found: Sequence[Export]) -> None:
    conn.execute("SET TimeZone = 'UTC'")
    conn.execute("SET parquet_metadata_cache = true")  # some queries read a table twice
    for table in TABLES:
        parts = []
        for number, export in enumerate(found):
            name = f"{table}_{number}"
            read = conn.read_parquet([*export.files[table]], hive_partitioning=False)
            lacking = {each.name for each in TABLES[table].fields}.difference(read.columns)
            if lacking:
                raise BadInput(
                    export.name,
                    f"its table {table} has no column {min(lacking)}; export it again, by one version",
                )
            read.create_view(name)
            columns = ", ".join(each.name for each in TABLES[table].fields)
            parts.append(f"SELECT {_quoted(export.name)} AS archive, {columns} FROM {name}")  # noqa: S608  quoted
        conn.execute(f"CREATE VIEW {table} AS {' UNION ALL '.join(parts)}")
    for name, sql in scripts("parquet/views").items():
        conn.execute(f"CREATE VIEW {name} AS {sql}")


def _lock(conn: Any, found: Sequence[Export]) -> None:
    """Leave DuckDB the files alone; nothing can undo this."""
    files = ", ".join(_quoted(file) for each in found for some in each.files.values() for file in some)
    conn.execute(f"SET allowed_paths = [{files}]")
    conn.execute("SET enable_external_access = false")
    conn.execute("SET lock_configuration = true")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _check(duckdb: Any, sql: str, values: Mapping[str, str]) -> None:
    """Raise ConfigError unless the text is one query that reads, with a value for each of its parameters.

    Other statements could write to the files.
    """
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ConfigError("query", "is not one statement that reads", "Give one SELECT.")
    if lacking := set(statements[0].named_parameters).difference(values):
        advice = "Give each by --value NAME TEXT."
        raise ConfigError("query", f"has no value for {', '.join(sorted(lacking))}", advice)


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    while some := cursor.fetchmany(AT_ONCE):
        yield from some


@contextmanager
def _of_files(duckdb: Any) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise BadInput("query", f"a Parquet file cannot be read: {_first_line(error)}") from error


@contextmanager
def _of_query(duckdb: Any, conn: Any) -> Iterator[None]:
    """Turn what DuckDB raises into a sentence: about its costs, a file, or the query."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise ConfigError("query", f"was stopped after {SECONDS:g} seconds", "Ask for less.") from error
    except duckdb.OutOfMemoryException as error:
        raise ConfigError("query", f"needs more than {MEMORY} of memory", "Ask for less.") from error
    except duckdb.PermissionException as error:
        raise ConfigError("query", "may only read the exported files") from error
    except duckdb.Error as error:
        with _of_files(duckdb):  # where a file is damaged, the query is not to blame
            for table in TABLES:
                conn.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our names
        raise ConfigError("query", f"DuckDB says: {_first_line(error).rstrip('.')}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
