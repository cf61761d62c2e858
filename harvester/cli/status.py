"""``harvester status``: what needs a person, and how the archive, its sources and its last run are doing."""

import importlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from harvester.archive.disk import low_space
from harvester.cli.articles import opened
from harvester.cli.options import archive_options, archive_path, rows_format
from harvester.cli.rows import Row
from harvester.cli.wording import next_words, safe, shortened, waiting_words
from harvester.errors import ExitCode
from harvester.view.status import status
from harvester.view.warning import WARNINGS
from harvester.view.warnings import Operation
from harvester.view.wording import counted, moment, named_first, tally, zone

MAX_NAMED = 10
"""The text names at most this many things of one kind; the JSON names all."""

REASON_LENGTH = 160
"""At most this many characters of a reason are shown in the text."""


@click.command()
@rows_format("text", "json", "prometheus")
@click.option(
    "--textfile",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the numbers for Prometheus to this file, whole or not at all.",
)
@click.option(
    "--fail-on",
    "fatal",
    multiple=True,
    metavar="WORD",
    type=click.Choice([*WARNINGS]),
    help="End with exit code 1 if this warning stands; for health checks, several times.",
)
@archive_options
@click.pass_context
def command(ctx: click.Context, /, archive: Path | None, config: Path, **options: Any) -> None:
    """Show what needs a person, and how the sources and the last run are doing.

    Warnings come first. Each has a word, which stays the same for monitors, and says what to do about it;
    docs/operating.md explains each. Equal warnings are shown as one.
    """
    path = archive_path(archive, config)
    form, textfile = options["form"], options["textfile"]
    with opened(archive, config) as conn:
        state = status(conn, _operation(path), None if form == "json" else MAX_NAMED)
    if form == "prometheus" or textfile:
        metrics = importlib.import_module("harvester.cli.metrics")  # half of the verb's time to import
        click.echo(metrics.exposition(state), nl=False) if textfile is None else metrics.write(
            state, textfile
        )
    elif form == "json":
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(state)))
    if {*options["fatal"]} & {each["word"] for each in state["warnings"]}:
        ctx.exit(ExitCode.SOME_FAILED)


def _operation(path: Path) -> Operation:
    log = path.with_name(f"{path.name}-wal")
    log_bytes = log.stat().st_size if log.exists() else 0
    return Operation(datetime.now(UTC), low_space(path, shutil.disk_usage), log_bytes)


def _lines(state: Row) -> Iterator[str]:
    for each in state["warnings"]:
        yield from _warning(each)
    if state["warnings"]:
        yield ""
    yield from _numbers(state["archive"])
    yield from _last_run(state["last_run"])
    yield from _sources(state["sources"])
    yield from _explainers(state["remembered"])
    yield from _held(state["held"], state["held_number"])
    yield from _head(state["head"])


def _warning(warning: Row) -> Iterator[str]:
    yield f"{warning['word']}: {safe(warning['about'])}"
    yield from _named([row for row in warning["rows"] if row["url"] or row["detail"]], _subject)
    yield f"  -> {warning['todo']}"


def _subject(row: Row) -> str:
    since = f"since {moment(row['since'])}" if row["since"] else ""
    said = "  ".join(filter(None, (safe(row["url"]), since)))
    words = ": ".join(filter(None, (said, shortened(row["detail"], REASON_LENGTH))))
    return f"{words}\n      {row['do']}" if row["do"] else words


def _numbers(numbers: Row) -> Iterator[str]:
    states = {word: numbers[f"{word}_articles"] for word in ("remembered", "paused", "ended")}
    off = ", ".join(f"{number} {word}" for word, number in states.items() if number)
    yield (
        f"{counted(numbers['articles'], 'article')}{f' ({off})' if off else ''}"
        f" from {counted(numbers['sources'], 'source')}:"
        f" {counted(numbers['captures'], 'capture')}, {counted(numbers['versions'], 'version')},"
        f" {counted(numbers['questions'], 'question')}, {counted(numbers['changes'], 'change')},"
        f" {counted(numbers['events'], 'event')}"
    )
    if waiting := numbers["unread_captures"]:
        yield waiting_words(waiting)
    if stopped := numbers["stopped_captures"]:
        yield f"{counted(stopped, 'capture')} stopped the program when read; 'harvester rebuild' tries again"


def _last_run(run: Row | None) -> Iterator[str]:
    if run is None:
        yield "no run yet"
        return
    ended = f"ended {moment(run['ended_at'])}" if run["ended_at"] else "has not ended, or was killed"
    parts = [tally(run["results"]) or "nothing captured"]
    if run["sources"]:
        parts.append(f"sources: {tally(run['sources'])}")
    yield f"last run: number {run['id']}, {moment(run['started_at'])} {zone()}, {ended}: {'; '.join(parts)}"


def _head(head: Row | None) -> Iterator[str]:
    """Yield the head of the chain, which a person can write down."""
    if head:
        stamped = f", stamped {moment(head['stamped_at'])}" if head["stamped_at"] else ""
        yield ""
        made = f"number {head['number']}, {moment(head['made_at'])} {zone()}{stamped}"
        yield f"newest manifest: {made}, head {head['head']}"


def _sources(sources: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each source that is well, and one for all that have the same trouble."""
    followed = [row for row in sources if row["state"] == "followed"]
    well = sorted(
        (row for row in followed if not row["trouble"]), key=lambda row: (-row["failing"], row["id"])
    )
    if well:
        yield "sources:"
        yield from _named(well, _source)
    ill = sorted((row for row in followed if row["trouble"]), key=lambda row: (row["trouble"], row["kind"]))
    for (trouble, kind), some in groupby(ill, key=lambda row: (row["trouble"], row["kind"])):
        rows = [*some]
        articles = counted(sum(row["articles"] for row in rows), "article")
        yield f"  {counted(len(rows), kind)} with {articles}: {trouble.replace('_', ' ')}"


def _source(row: Row) -> str:
    """Return how a feed, sitemap or listing page is doing, itself and its articles."""
    parts = [f"{named_first(row['articles'])}, {row['failing']} failing"]
    if row["new_articles"]:
        parts.append(f"{row['new_explainers']} of {row['new_articles']} new ones have questions{_trend(row)}")
    parts.append(f"last {moment(row['last_captured_at'])}, {next_words(row['next_at'])}")
    return f"{row['kind']:<8} {safe(row['url'])}: {'; '.join(parts)}"


def _trend(row: Row) -> str:
    before = row["new_articles_before"]
    return f" ({row['new_explainers_before']} of {before} before)" if before else ""


def _explainers(remembered: Sequence[Row]) -> Iterator[str]:
    """Yield how many articles are not followed."""
    if remembered:
        found = ", ".join(f"{row['articles']} {row['reason'].replace('_', ' ')}" for row in remembered)
        yield f"announced, but not explainers, so they are seldom asked for: {found}"
        yield "  To see them: harvester list --not-followed"


def _held(rows: Sequence[Row], number: int) -> Iterator[str]:
    if rows:
        yield ""
        yield "paused or ended by somebody:"
        yield from _named(rows, _hold, number)


def _hold(row: Row) -> str:
    why = f": {safe(row['why'])}" if row["why"] else ""
    since = f"{row['state']} since {moment(row['since'])} by {safe(row['who'])}"
    return f"{row['what']:<8} {row['url']}  {since}{why}"


def _named(rows: Sequence[Row], words: Callable[[Row], str], number: int = 0) -> Iterator[str]:
    """Yield the first rows, and how many more there are; number: how many in all, if rows are not all."""
    yield from (f"  {words(row)}" for row in rows[:MAX_NAMED])
    if (more := (number or len(rows)) - MAX_NAMED) > 0:
        yield f"  … and {more} more; --format json names all"
