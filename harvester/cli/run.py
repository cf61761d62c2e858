"""``harvester run``: what cron calls."""

import importlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlite_utils import Database

from harvester.archive.lock import forever_lock, run_lock
from harvester.archive.notices import begin
from harvester.cli.options import ALLOW_NET, DURATION, archive_options, settings_of
from harvester.cli.outlook import show_outlook
from harvester.cli.progress import Detail, ProgressLine, Showing, showing_on, watched
from harvester.cli.wording import waiting_words
from harvester.cli.writing import writing
from harvester.config import Settings
from harvester.errors import ConfigError
from harvester.harvest.bounds import EVERYTHING, Bounds
from harvester.harvest.clock import Clock, utc_now
from harvester.harvest.events import Event
from harvester.harvest.forever import forever
from harvester.harvest.report import Report, summed
from harvester.harvest.run import harvest
from harvester.harvest.run_row import PROGRAM
from harvester.harvest.saving import keys_of
from harvester.http.addresses import Network
from harvester.view.followed import is_anything_followed
from harvester.view.wording import counted, tally, took


@click.command()
@click.option(
    "--source", "sources", multiple=True, metavar="URL", help="Ask for this source only, due or not."
)
@click.option("--url", "urls", multiple=True, metavar="URL", help="Ask for this article only, due or not.")
@click.option("--all", "everything", is_flag=True, help="Ask for all that is followed, due or not.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most this many sources and articles.")
@click.option("--for", "seconds", type=DURATION, help='Stop asking after that time, such as "50m".')
@click.option("--verbose", "detail", flag_value=Detail.VERBOSE, type=Detail, help="Name each capture.")
@click.option("--quiet", "detail", flag_value=Detail.QUIET, type=Detail, help="Print new failures only.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the lines on stderr; json writes one object per line.",
)
@click.option(
    "--trust-clock", is_flag=True, help="Run even if other hosts or the archive show that the clock is wrong."
)
@click.option("--dry-run", is_flag=True, help="Print what would be asked for and why, and ask for nothing.")
@click.option("--forever", is_flag=True, help="Do a run whenever something is due, until you stop it.")
@click.option(
    "--save-to",
    type=click.Choice(["wayback"]),
    help="Have another archive save the pages that opened a new version; needs wayback_keys in [archives].",
)
@ALLOW_NET
@archive_options
@click.pass_context
def command(ctx: click.Context, /, archive: Path | None, config: Path, **options: Any) -> None:
    """Capture what is due, read it, and compare it with the version before.

    On a terminal, a bar shows the progress; elsewhere, stderr is a log, with a line for each URL that failed
    and did not fail in the run before. A summary comes last. You may stop a run at any point: what was
    captured is kept, and the rest stays due. A second run on the same archive ends with exit code 3.
    """
    load = partial(_settings, archive, config, options["allow_net"], options["save_to"] or "")
    settings = load()
    if not settings.contact:
        click.echo(f"harvester: no contact is set, so sites cannot reach you; set it in {config}", err=True)
    detail = Detail.NORMAL if options["detail"] is None else options["detail"]
    task = RunOptions(
        clock=Clock(trusted=options["trust_clock"]),
        bounds=Bounds(
            sources=options["sources"],
            articles=options["urls"],
            requests=options["limit"],
            is_due=not options["everything"],
            seconds=options["seconds"],
        ),
        showing=showing_on(sys.stderr, detail, is_json=options["log_format"] == "json"),
    )
    if options["dry_run"]:
        show_outlook(settings.archive, settings, task.clock.now(), task.bounds)
        return
    if options["forever"]:
        if task.bounds.sources or task.bounds.articles or not task.bounds.is_due:
            raise click.UsageError(
                "--forever asks for what is due; --all, --source and --url do not go with it."
            )
        run_forever(load, task)
    ctx.exit(run_once(settings.archive, settings, task).exit_code)


def _settings(archive: Path | None, config: Path, allow_net: tuple[Network, ...], save_to: str) -> Settings:
    """Return the settings of the file as it is now, with what the command line says otherwise."""
    settings = settings_of(config, allow_net)
    archives = replace(settings.archives, save_to=save_to)
    wanted = replace(settings, archive=archive or settings.archive, archives=archives)
    keys_of(wanted)  # what is missing is said before anything is asked
    return wanted


def run_forever(
    load: Callable[[], Settings], task: "RunOptions", wait: Callable[[float], object] = time.sleep
) -> NoReturn:
    """Do runs whenever something is due; a signal ends it. What keeps it from a run is told once."""
    showing, told = task.showing, ""
    with forever_lock(load().archive):
        for problem in forever(load, partial(_run_of, task), wait, task.clock.now):
            said = str(problem or "")
            if said and said != told:
                showing.say(ProgressLine("waits", text=" ".join(said.split())), utc_now())
            told = said
            _tell_what_waits(load, showing)
    raise AssertionError("for ever has ended")


def _tell_what_waits(load: Callable[[], Settings], showing: Showing) -> None:
    """Send digests whose time has come, and what targets did not take before."""
    with suppress(ConfigError):  # it was told above
        settings = load()
        if settings.notices:
            _telling().tell_what_waits(settings, showing)


def _run_of(task: "RunOptions", settings: Settings) -> Report:
    return run_once(
        settings.archive, settings, replace(task, clock=Clock(task.clock.now, task.clock.trusted))
    )


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How one run is done and shown. command: what the archive calls it."""

    showing: Showing
    command: str = "run"
    clock: Clock = field(default_factory=Clock)
    bounds: Bounds = EVERYTHING


def run_once(path: Path, settings: Settings, task: RunOptions) -> Report:
    """Do one run on the archive, show how it goes, print its summary and return its report."""
    with writing(path) as db:
        with run_lock(path):
            _start_notices(db, settings, task)
            with closing(harvest(db, settings, task.command, task.clock, task.bounds)) as events:
                report = summed(watched(_told(events, path, task.showing), task.showing))
        if settings.notices:
            _telling().tell(db, settings, task.showing)
        is_idle = not (report.captures or report.sources or is_anything_followed(db.conn))
    if task.showing.detail > Detail.QUIET:
        for line in [NOTHING_FOLLOWED] if is_idle else summary(report):
            click.echo(line)
    return report


def _start_notices(db: Database, settings: Settings, task: RunOptions) -> None:
    """Have new notices begin before the run, so that they tell what it finds."""
    if settings.notices:
        _telling().start(db, settings, task.clock.now())
    elif settings.is_declared:
        begin(db, (), task.clock.now())


def _telling() -> Any:
    """Return the module that sends notices: it takes 30 ms to import, and only who has notices needs it."""
    return importlib.import_module("harvester.cli.telling")


def _told(events: Iterable[Event], path: Path, showing: Showing) -> Iterator[Event]:
    """Yield the events; in a log, between a line that says that the run began and one that it ended."""
    if not showing.is_log:
        yield from events
        return
    began = utc_now()
    for number, event in enumerate(events):
        if not number:
            showing.say(ProgressLine("started", text=f"{PROGRAM}, {path}", detail=Detail.NORMAL), began)
        yield event
    text = f"after {took((utc_now() - began).total_seconds())}"
    showing.say(ProgressLine("ended", text=text, detail=Detail.NORMAL), utc_now())


NOTHING_DUE = "nothing was due; --all asks for everything now"
"""A run says this if it asked for nothing: a newcomer runs twice within a minute."""

NOTHING_FOLLOWED = "Nothing is followed yet; follow an article or a feed with 'harvester add URL'."


def summary(report: Report) -> Iterable[str]:
    """Yield the lines that a run ends with."""
    if report.sources:
        read = f"{counted(report.sources.total(), 'source')}: {tally(report.sources)}"
        yield f"{read}; {counted(report.articles_added, 'new article')}"
    if report.captures or not (report.deferred or report.postponed):
        yield f"{counted(report.captures, 'capture')}: {tally(report.results) or NOTHING_DUE}"
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


def _again(failed: int, repeated: int) -> str:
    """Return how many of the failures the run before had too, in words behind their number."""
    if not repeated:
        return ""
    return ", as in the run before" if repeated == failed else f", {repeated} of them as in the run before"


def _undone(report: Report) -> Iterable[str]:
    numbers = (
        (report.known, "failed as in earlier runs"),
        (report.deferred + report.postponed, "left for a later run"),
    )
    if failed := len(report.failures):
        yield f"{counted(failed, 'URL')} failed{_again(failed, report.repeated)}"
    yield from (f"{counted(number, 'URL')} {fate}" for number, fate in numbers if number)
    if left := report.captures_left:
        yield waiting_words(left)
