"""``harvester query``: one SQL query over several exported archives."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from harvester.archive.columns import to_text
from harvester.cli.options import rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe
from harvester.errors import ConfigError
from harvester.export.asking import QueryAnswer, asked, exports, queries
from harvester.view.canned import described


@click.command()
@click.argument("folders", metavar="DIR…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.argument("sql", metavar="SQL")
@click.option(
    "--value",
    "-p",
    "values",
    metavar="NAME TEXT",
    nargs=2,
    multiple=True,
    help="The value of a parameter, written $NAME in the query.",
)
@rows_format(*ROW_FORMATS)
def command(folders: tuple[Path, ...], sql: str, values: tuple[tuple[str, str], ...], form: str) -> None:
    """Run an SQL query over several exported archives.

    Each DIR is a folder made by `harvester export DIR --as parquet`, or contains such folders. SQL is one
    SELECT in the dialect of DuckDB, or the name of a query that is ready to use; `list` lists these.

    The tables articles, versions, pairs, spells, changes and events have a column `archive` that names the
    folder. There are also the views change_list, current_pair, hunk_list, pair_as_of, spell and wording_list;
    the last one has equal wordings of all archives once. A query can read these files and nothing else.
    """
    known = queries()
    if sql == "list":
        for name, text in known.items():
            click.echo(f"{name}: {described(name, text).meaning}")
        return
    if sql.isidentifier() and sql not in known:
        advice = "'harvester query DIR list' lists them. Else give one SELECT."
        raise ConfigError(sql, "names no query", advice)
    with asked(exports(folders), known.get(sql, sql), dict(values)) as answer:
        if form == "text":
            click.echo("  ".join(map(safe, answer.columns)), err=True)
        print_rows(_rows(answer), form, _text)


def _rows(answer: QueryAnswer) -> Iterator[Row]:
    for row in answer.rows:
        yield {name: _plain(value) for name, value in zip(answer.columns, row, strict=True)}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; times are written as in an archive."""
    if isinstance(value, datetime) and value.tzinfo:
        return to_text(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _text(row: Row) -> str:
    """Return a row for a person: the values, one after another on a line, without line breaks."""
    return "  ".join(" ".join(safe("" if each is None else str(each)).split()) for each in row.values())
