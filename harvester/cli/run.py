"""``harvester run``: what cron calls."""

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.writing import open_archive
from harvester.cli.options import archive_options
from harvester.cli.progress import watched
from harvester.cli.wording import counted
from harvester.config import Settings, load
from harvester.harvest.report import Event, Report, summed
from harvester.harvest.run import harvest


@click.command()
@archive_options
@click.pass_context
def command(ctx: click.Context, archive: Path | None, config: Path) -> None:
    """Capture what is due, read it, compare it with the version before.

    On a terminal a bar shows how far it is; elsewhere there is one line on stderr for each URL that
    failed. It ends with a summary. It may be stopped and started at any point: what was captured is
    kept, what was not is due again. A second run on the same archive leaves with exit code 3.
    """
    settings = load(config)
    if not settings.contact:
        click.echo(f"harvester: nobody can reach you: set contact in {config}", err=True)
    report = run_once(archive or settings.archive, settings)
    ctx.exit(report.exit_code)


def run_once(path: Path, settings: Settings, command: str = "run") -> Report:
    """Do one run on the archive, show how it goes, print its summary and return its report."""
    with closing(open_archive(path)) as db, run_lock(path), closing(harvest(db, settings, command)) as events:
        report = summed(shown(events))
    for line in summary(report):
        click.echo(line)
    return report


def shown(events: Iterable[Event]) -> Iterable[Event]:
    """Return the events, each shown on stderr as it passes."""
    return watched(events, on_terminal=sys.stderr.isatty())


def summary(report: Report) -> Iterable[str]:
    """Yield the lines that a run ends with."""
    if report.captures_rederived:
        yield f"{counted(report.captures_rederived, 'earlier capture')} read"
    if report.sources:
        read = f"{counted(report.sources.total(), 'source')}: {words(report.sources)}"
        yield f"{read}; {counted(report.articles_added, 'new article')}"
    if report.captures or not report.deferred:
        yield f"{counted(report.captures, 'capture')}: {words(report.outcomes) or 'nothing was due'}"
    opened = ((report.first_versions, "first version"), (report.new_versions, "new version"))
    yield from (counted(number, noun) for number, noun in opened if number)
    if report.changes:
        yield f"changes: {words(report.changes)}"
    if lost := len(report.losses) + len(report.losses_by_reading):
        yield f"most questions gone: {counted(lost, 'article')}"
    undone = ((len(report.failures), "failed"), (report.deferred, "left for a later run"))
    yield from (f"{counted(number, 'URL')} {fate}" for number, fate in undone if number)


def words(numbers: Counter[str]) -> str:
    """Return "3 ok, 1 not modified", the most first."""
    return ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in numbers.most_common())
