"""``harvester backfill``: what a web archive has of articles, taken into this archive."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from harvester.archive.lock import run_lock
from harvester.cli.options import ALLOW_NET, MOMENT, archive_options, settings_of
from harvester.cli.progress import bar_of_two
from harvester.cli.wording import safe
from harvester.cli.writing import writing
from harvester.config import Settings
from harvester.errors import ExitCode
from harvester.fetch import Clocks
from harvester.harvest.archives import archive_client, archive_of
from harvester.harvest.backfilling import Backfill, BackfillBounds, Backfilled, urls_named
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.interop.listed import MementoArchive, MementoFate, Period
from harvester.interop.stamps import stamp_of
from harvester.view.wording import counted, took

KILO = 1000

_FATES = {
    MementoFate.KEPT: "kept",
    MementoFate.SAME: "not asked for, by what the index says of them",
    MementoFate.KNOWN: "already known",
    MementoFate.ABSENT: "not there",
    MementoFate.ELSEWHERE: "not there, but another one",
    MementoFate.REFUSED: "refused",
    MementoFate.UNFIT: "unfit",
}


@click.command()
@click.argument("articles", metavar="ARTICLE…", nargs=-1, required=True)
@click.option(
    "--origin",
    required=True,
    metavar="ARCHIVE",
    help="wayback, commoncrawl, or the address of a TimeMap; one that ends in / is followed by the URL.",
)
@click.option("--since", type=MOMENT, help="Take what was archived at this time or later.")
@click.option("--until", type=MOMENT, help="Take what was archived before this time.")
@click.option(
    "--per-day",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Take at most this many captures of a URL and day.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most this many captures.")
@click.option("--dry-run", is_flag=True, help="Ask the index only; say what there is and how long it takes.")
@ALLOW_NET
@archive_options
@click.pass_context
def command(
    ctx: click.Context, /, articles: tuple[str, ...], archive: Path | None, config: Path, **options: Any
) -> None:
    """Add what a web archive has of articles, as captures made at that time.

    ARTICLE is a URL, or an article of this archive, all of whose URLs are then looked up. Nothing is
    followed. A page whose digest this archive already has is not requested. Requests are as far apart as the
    web archive wants. You may stop it at any point; the same command goes on from there. The exit code is 1
    if something failed or is left for later, and 7 if the archive refused everything.
    """
    settings = settings_of(config, options["allow_net"])
    path = archive or settings.archive
    asked = archive_of(settings, options["origin"])
    period = Period(*(stamp_of(options[name] or "") for name in ("since", "until")))
    wish = BackfillBounds(period, options["per_day"], options["limit"], settings.obey_noarchive)
    with writing(path, create=True) as db, run_lock(path):
        deriving = Deriving(db, settings.rules, utc_now)
        urls = [urls_named(db.conn, each) for each in articles]
        with archive_client(db, settings, Clocks()) as client:
            if options["dry_run"]:
                done = Backfill(deriving, client, asked, wish).outlook(urls)
            else:
                with bar_of_two("captures", on_terminal=sys.stderr.isatty()) as watch:
                    done = Backfill(deriving, client, asked, wish, watch).run(urls)
    for line in _trouble(done):
        click.echo(line, err=True)
    for line in _summary(done, asked, settings, is_dry=options["dry_run"]):
        click.echo(line)
    ctx.exit(_exit_code(done, is_dry=options["dry_run"]))


def _exit_code(done: Backfilled, *, is_dry: bool) -> ExitCode:
    if done.is_refused:
        return ExitCode.REFUSED
    failed = done.stopped or done.problems or done.imported.refused
    return ExitCode.SOME_FAILED if failed or (done.left and not is_dry) else ExitCode.DONE


def _trouble(done: Backfilled) -> Iterable[str]:
    for problem in done.problems:
        word = "refused" if problem.is_refusal else "failed"
        yield f"{word:<8}  {safe(problem.place)}: {safe(problem.reason)}"
    for refused in done.imported.refused:
        yield f"refused   {safe(refused.place)}: {safe(refused.reason)}"
    if done.stopped:
        yield f"harvester: stopped: {safe(done.stopped).rstrip('.')}. The same command goes on."


def _summary(done: Backfilled, asked: MementoArchive, settings: Settings, *, is_dry: bool) -> Iterable[str]:
    """Yield the lines that a backfill ends with."""
    yield f"{asked.name}: {counted(sum(done.fates.values()), 'capture')} wanted; {_fates(done)}"
    for number, what in (
        (done.thinned, "left out, because --per-day takes fewer of a day"),
        (done.others, "of another URL, for which the index uses the same key"),
        (done.unread, "in a form that cannot be read"),
    ):
        if number:
            yield f"{counted(number, 'capture')} {what}"
    if done.left:
        seconds = done.left * max(settings.delay_s, asked.memento_delay_s)
        yield f"{counted(done.left, 'capture')} to be asked for: {took(seconds)} at least{_size(done.size)}"
    if not is_dry:
        articles = counted(len(done.imported.articles), "article")
        yield f"{counted(done.imported.added, 'capture')} added; {articles} brought up to date"


def _fates(done: Backfilled) -> str:
    said = [f"{done.fates[fate]} {words}" for fate, words in _FATES.items() if done.fates[fate]]
    return ", ".join(said) or "none is kept yet"


def _size(size: int) -> str:
    return f", about {max(size // KILO, 1):,} KB" if size else ""
