"""``harvester doctor``: whether the installation and the archive are sound."""

import platform
import sqlite3 as stdlib_sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

import click

from harvester import __version__
from harvester.archive.connection import open_readonly, read_mode
from harvester.archive.integrity import engine, journal_mode
from harvester.cli.checks import show
from harvester.cli.options import archive_options, archive_path
from harvester.errors import ExitCode
from harvester.harvest.quick_look import look
from harvester.view.wording import counted

LIBRARIES = (
    "requests", "urllib3", "beautifulsoup4", "lxml", "sqlite-utils", "click", "selectolax", "zstandard",
    "rapidfuzz", "protego", "w3lib", "detrack",
)  # fmt: skip
"""These libraries carry the work; a report of a fault should name their versions."""

READ_ONLY = "other programs open it as file:{}?mode=ro&immutable=1, or read a 'harvester backup' of it"
"""A file in write-ahead mode needs its -shm beside it, which nobody can make there."""


@click.command()
@archive_options
@click.pass_context
def command(ctx: click.Context, archive: Path | None, config: Path) -> None:
    """Check the installation, and look at the archive for some seconds; nothing is changed.

    It says what it did not look at; `harvester verify` looks at everything. The exit code is 5 if the archive
    is damaged.
    """
    for line in _installation():
        click.echo(line)
    path = archive_path(archive, config)
    if archive is None and not path.exists():
        click.echo(f"archive       none at {path}; 'harvester init' makes one")
        return
    with closing(open_readonly(path)) as conn:
        click.echo(f"archive       {path}, {path.stat().st_size:,} bytes, journal mode {journal_mode(conn)}")
    if read_mode(path) != "ro":
        click.echo(f"              its folder is read-only: {READ_ONLY.format(quote(path.name))}")
    checks = [show(each) for each in look(path)]
    if number := sum(len(each.problems) for each in checks):
        advice = "'harvester verify' looks at the rest, and says whether to repair it or to restore a backup"
        click.echo(f"harvester: {path}: {counted(number, 'problem')} found; {advice}", err=True)
        ctx.exit(ExitCode.DAMAGED)


def _installation() -> Iterator[str]:
    yield f"harvester     {__version__}, Python {platform.python_version()} on {platform.system()}"
    used = engine()
    safe = (
        "write-ahead log"
        if used.safe
        else "rollback journal, because its write-ahead log can lose commits (corrected in 3.51.3)"
    )
    yield f"SQLite        {used.version} by {used.module}: {safe}"
    if used.module != "sqlite3":
        yield f"              (Python itself has {stdlib_sqlite3.sqlite_version})"
    yield f"libraries     {', '.join(f'{name} {_version(name)}' for name in LIBRARIES)}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
