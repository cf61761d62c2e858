"""``harvester run``: what cron calls."""

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.writing import open_archive
from harvester.cli.options import ALLOW_NET, archive_options, settings_of
from harvester.cli.progress import watched
from harvester.cli.wording import waiting_words
from harvester.config import Settings
from harvester.harvest.events import Event
from harvester.harvest.report import Report, summed
from harvester.harvest.run import Clock, harvest
from harvester.http.addresses import Network
from harvester.view.wording import counted, tally


@click.command()
@click.option(
    "--trust-clock", is_flag=True, help="Run even if other hosts or the archive show that the clock is wrong."
)
@ALLOW_NET
@archive_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    trust_clock: bool,
    allow_net: tuple[Network, ...],
    archive: Path | None,
    config: Path,
) -> None:
    """Capture what is due, read it, and compare it with the version before.

    On a terminal a bar shows how far it is; elsewhere there is one line on stderr for each URL that
    failed. It ends with a summary. It may be stopped and started at any point: what was captured is
    kept, and what was not is due again. A second run on the same archive ends with exit code 3.
    """
    settings = settings_of(config, allow_net)
    if not settings.contact:
        click.echo(f"harvester: no contact is set, so sites cannot reach you; set it in {config}", err=True)
    report = run_once(archive or settings.archive, settings, clock=Clock(trusted=trust_clock))
    ctx.exit(report.exit_code)


def run_once(path: Path, settings: Settings, command: str = "run", clock: Clock | None = None) -> Report:
    """Do one run on the archive, show how it goes, print its summary and return its report."""
    with (
        closing(open_archive(path)) as db,
        run_lock(path),
        closing(harvest(db, settings, command, clock)) as events,
    ):
        report = summed(shown(events))
    for line in summary(report):
        click.echo(line)
    return report


def shown(events: Iterable[Event]) -> Iterable[Event]:
    """Return the events, each shown on stderr as it passes."""
    return watched(events, on_terminal=sys.stderr.isatty())


def summary(report: Report) -> Iterable[str]:
    """Yield the lines that a run ends with."""
    if report.sources:
        read = f"{counted(report.sources.total(), 'source')}: {tally(report.sources)}"
        yield f"{read}; {counted(report.articles_added, 'new article')}"
    if report.captures or not report.deferred:
        yield f"{counted(report.captures, 'capture')}: {tally(report.results) or 'nothing was due'}"
    if report.captures_caught_up:
        yield f"{counted(report.captures_caught_up, 'waiting capture')} read"
    opened = ((report.first_versions, "first version"), (report.new_versions, "new version"))
    yield from (counted(number, noun) for number, noun in opened if number)
    yield from (f"{what}: {tally(found)}" for what, found in _news(report) if found)
    if lost := len(report.losses):
        yield f"most questions gone: {counted(lost, 'article')}"
    yield from _undone(report)


def _news(report: Report) -> Iterable[tuple[str, Counter[str]]]:
    return ("changes", report.changes), ("events", report.events)


def _undone(report: Report) -> Iterable[str]:
    numbers = (
        (len(report.failures), "failed"),
        (report.known, "failed as in earlier runs"),
        (report.deferred, "left for a later run"),
    )
    yield from (f"{counted(number, 'URL')} {fate}" for number, fate in numbers if number)
    if left := report.captures_left:
        yield waiting_words(left)
