"""What ``harvester export`` has for web archives: its options, and what is said when a file is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from harvester.archive.connection import sqlite3
from harvester.cli.options import Verb
from harvester.cli.progress import bar_of_rows
from harvester.export import wacz, warc_files
from harvester.export.exchanges import captures_of
from harvester.export.files import check_target
from harvester.export.warc_files import INDEX, PLAIN, WarcExport
from harvester.export.webarchive import MAX_SIZE, WarcOptions
from harvester.interop.wacz_signing import Signer, signer
from harvester.text import whole_number
from harvester.view.selection import Selection
from harvester.view.wording import counted

_DIGITS = 9  # of a size, before its unit
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


class Size(click.ParamType[int]):
    """A number of bytes on the command line: "500MB", "1GB"."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return it in bytes."""
        if isinstance(value, int):
            return value
        number, unit = whole_number(str(value)[:-2], _DIGITS), str(value)[-2:].upper()
        if not (number and unit in UNITS):
            self.fail(f'{value!r} is not a size; give a number and KB, MB or GB, such as "1GB".', param, ctx)
        return number * UNITS[unit]


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--max-size",
        type=Size(),
        default=MAX_SIZE,
        show_default=False,
        help="Web archives: begin another file when one has this size.  [default: 1GB]",
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
    click.option(
        "--not-modified",
        "with_not_modified",
        is_flag=True,
        help="WACZ: with answers 304, at whose times readers show no page.",
    ),
    click.option(
        "--sign",
        "key",
        metavar="KEY",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="WACZ: sign it with the private key in this PEM file, of the curve P-384.",
    ),
)


def web_archive_options(verb: Verb) -> Verb:
    """Give the verb the options of web archives."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


class Options(NamedTuple):
    """The options of web archives. key: the file of a private key."""

    max_size: int
    is_derived: bool
    with_cookies: bool
    with_not_modified: bool
    key: Path | None


def options_of(options: dict[str, Any]) -> Options:
    """Return the options of web archives, and take them out of all options."""
    return Options(*map(options.pop, Options._fields))


class WebArchiveExport(NamedTuple):
    """What is to be exported: the archive, what of it, a title, and whether files may be replaced."""

    conn: sqlite3.Connection
    selection: Selection
    title: str
    force: bool


def write(target: Path, wanted: WebArchiveExport, options: Options) -> None:
    """Write the file, and say what is in it."""
    check_target(target, force=wanted.force)
    is_wacz = target.suffix.lower() == wacz.SUFFIX
    choice = WarcOptions(
        wanted.selection,
        options.max_size,
        options.with_not_modified or not is_wacz,
        options.is_derived,
        options.with_cookies,
        is_plain=target.suffix.lower() == PLAIN,
    )
    asked = WarcExport(wanted.conn, choice, wanted.force)
    with bar_of_rows("captures", lambda: len(captures_of(wanted.conn, wanted.selection))) as watch:
        if target.suffix.lower() == INDEX:
            click.echo(f"{target}: {counted(warc_files.to_index(target, asked, watch), 'line')}", err=True)
            return
        if is_wacz:
            found = wacz.to_wacz(
                target, wacz.Package(wanted.conn, choice, wanted.title, _signer(options)), watch
            )
        else:
            found = warc_files.to_warc(target, asked, watch)
    files = f" in {found.parts} files" if found.parts > 1 else ""
    words = f"{counted(found.captures, 'capture')} as {counted(found.records, 'record')}{files}"
    click.echo(f"{target}: {words}", err=True)


def _signer(options: Options) -> Signer | None:
    """Return who signs; raises BadInput where the file holds no such key."""
    return signer(options.key.read_bytes(), str(options.key)) if options.key else None
