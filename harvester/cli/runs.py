"""``harvester runs``: what each run did, and what its captures came to."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import click

from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe, shortened
from harvester.view.runs import run_shown, runs
from harvester.view.subjects import run_named
from harvester.view.wording import counted, moment, tally, took

LIMIT = 20
"""This many runs are listed by default: most of a day of hourly runs, and a screen."""

REASON_LENGTH = 160
"""At most this many characters of a reason are shown in the text."""


@click.group(invoke_without_command=True)
@click.option("--limit", "-n", type=click.IntRange(min=1), default=LIMIT, show_default=True, help="How many.")
@rows_format(*ROW_FORMATS)
@archive_options
@click.pass_context
def command(ctx: click.Context, limit: int, form: str, archive: Path | None, config: Path) -> None:
    """List the runs, newest first: when each began, how long it took, what it did, how it ended.

    `harvester runs show RUN` lists the captures of one run by what they came to.
    """
    if ctx.invoked_subcommand:
        return
    with opened(archive, config) as conn:
        found = runs(conn, limit)
    print_rows(found, form, _line)
    if not found:
        click.echo("There are no runs yet; 'harvester run' does one.", err=True)


@command.command(short_help="List the captures of a run by what they came to.")
@click.argument("run", metavar="RUN")
@rows_format("text", "json")
@archive_options
def show(run: str, form: str, archive: Path | None, config: Path) -> None:
    """List the captures of a run by what they came to, as it is known today.

    RUN is the number of the run, or the first 8 digits of its key or more. A capture that waited for a
    decision when the run ended may be a version by now, so the numbers may differ from what the run printed.
    """
    with opened(archive, config) as conn:
        found = run_shown(conn, run_named(conn, run))
    print_rows([found], form, lambda row: "\n".join(_lines(row)))


def _line(row: Row) -> str:
    return f"{row['id']:>6}  {_when(row)}  {safe(row['command'])}: {_came(row)}"


def _when(row: Row) -> str:
    """Return when it began, how long it took and how it ended."""
    began = moment(row["started_at"])
    if not row["ended_at"]:
        return f"{began}  has not ended, or was killed"
    end = row["exit"] or ""
    return f"{began}  {took(row['seconds'])}, {'exit ' if end.isdigit() else ''}{end}".rstrip(", ")


def _came(row: Row) -> str:
    parts = [f"{counted(sum(row['results'].values()), 'capture')}{_of(row['results'])}"]
    if row["sources"]:
        parts.append(f"{counted(sum(row['sources'].values()), 'source')}{_of(row['sources'])}")
    return "; ".join(parts)


def _of(numbers: Mapping[str, int]) -> str:
    return f": {tally(numbers)}" if numbers else ""


def _lines(row: Row) -> Iterator[str]:
    yield f"run {row['id']}  {_when(row)}  {safe(row['command'])} by {safe(row['program'])}, key {row['key']}"
    yield _came(row)
    by_result = sorted(row["captures"], key=lambda each: (each["role"], each["result"]))
    for (role, result), some in groupby(by_result, key=lambda each: (each["role"], each["result"])):
        captures = [*some]
        yield ""
        yield f"{role}, {result.replace('_', ' ')}: {len(captures)}"
        yield from map(_capture, captures)


def _capture(row: Row) -> str:
    version = f"  version {row['version']}" if row["version"] else ""
    reason = f"  {shortened(row['reason'], REASON_LENGTH)}" if row["reason"] else ""
    return f"  {moment(row['captured_at'])}  {row['key'][:8]}  {safe(row['url'])}{version}{reason}"
