"""What ``harvester export`` has for web archives: its options, and what is said when a file is written."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.cli.options import Verb
from harvester.cli.progress import bar
from harvester.export import warc_files
from harvester.export.exchanges import captures_of
from harvester.export.files import check_target
from harvester.export.warc_files import GZIPPED, INDEX, PLAIN, Asked
from harvester.export.webarchive import MAX_SIZE, Choice
from harvester.view.selection import Selection
from harvester.view.wording import counted

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


class Size(click.ParamType[int]):
    """A number of bytes on the command line: "500MB", "1GB"."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return it in bytes."""
        if isinstance(value, int):
            return value
        number, unit = str(value)[:-2], str(value)[-2:].upper()
        if not (number.isascii() and number.isdigit() and int(number) and unit in UNITS):
            self.fail(f'{value!r} is no size; give a number and KB, MB or GB, such as "1GB".', param, ctx)
        return int(number) * UNITS[unit]


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--max-size",
        type=Size(),
        default=MAX_SIZE,
        show_default="1GB",
        help="Web archives: begin another file when one has this size.",
    ),
    click.option(
        "--derived", "is_derived", is_flag=True, help="Web archives: with what each page was read as."
    ),
    click.option(
        "--set-cookie",
        "with_cookies",
        is_flag=True,
        help="Web archives: with Set-Cookie fields, whose values were never kept.",
    ),
)


def web_archive_options(verb: Verb) -> Verb:
    """Give the verb the options of web archives."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def choice_of(options: dict[str, Any]) -> Choice:
    """Take the options of web archives out of all options, and return them as a choice of everything."""
    return Choice(**{name: options.pop(name) for name in ("max_size", "is_derived", "with_cookies")})


def is_web_archive(target: Path) -> bool:
    """Return whether the file's name asks for a web archive."""
    return target.name.lower().endswith((GZIPPED, PLAIN, INDEX))


def write(target: Path, asked: Asked) -> None:
    """Write the file, and say what is in it."""
    check_target(target, force=asked.force)
    with _shown(asked.conn, asked.choice.selection) as watch:
        if target.suffix == INDEX:
            lines = warc_files.to_index(target, asked, watch)
            click.echo(f"{target}: {counted(lines, 'line')}", err=True)
            return
        found = warc_files.to_warc(target, asked, watch)
    files = f" in {found.parts} files" if found.parts > 1 else ""
    words = f"{counted(found.captures, 'capture')} as {counted(found.records, 'record')}{files}"
    click.echo(f"{target}: {words}", err=True)


@contextmanager
def _shown(conn: sqlite3.Connection, selection: Selection) -> Iterator[Callable[[int], object]]:
    """Yield what is told of captures that were written; on a terminal, a bar shows them."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    shown = bar(len(captures_of(conn, selection)), "captures")
    try:
        yield shown.update
    finally:
        shown.render_finish()
