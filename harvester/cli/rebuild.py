"""``harvester rebuild``: everything that is derived is made again."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from harvester.archive.lock import rebuild_lock
from harvester.archive.rebuilding import reached
from harvester.cli.clusters import ON, mapper_of
from harvester.cli.options import archive_options, archive_path
from harvester.cli.progress import bar, lost_by_reading
from harvester.cli.writing import writing
from harvester.config import load
from harvester.harvest.catching_up import CatchUpBatch, Loss, rebuild
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.view.status import numbers
from harvester.view.wording import counted


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Processes that read.  [default: one for each core]")
@ON
@archive_options
def command(jobs: int | None, on: str | None, archive: Path | None, config: Path) -> None:
    """Derive readings, versions, questions, changes, events and the search index again from the captures.

    Evidence is not touched, and runs can go on meanwhile. The same parser and site rules give the same
    history with the same ids, however many processes read, and on whatever machines. Articles are replaced
    one after another. If it is stopped, the rest stays as it was, and the same command goes on from there.
    """
    path = archive_path(archive, config)
    with writing(path) as db, rebuild_lock(path), mapper_of(on, jobs) as read:
        pages = numbers(db.conn)["pages"]
        deriving = Deriving(db, load(config).rules, utc_now)
        if reached(db.conn, deriving.reader.label):
            click.echo("This goes on with the rebuild that was stopped.", err=True)
        groups = rebuild(deriving, read)
        captures, losses, retold = 0, list[Loss](), list[tuple[int, int]]()
        for each in _shown(groups, pages):
            captures += each.captures
            losses += each.losses
            retold += [settled.retold for settled in each.settled if any(settled.retold)]
        versions = numbers(db.conn)["versions"]
    for loss in losses:
        click.echo(str(lost_by_reading(loss)), err=True)
    click.echo(f"{counted(captures, 'capture')} read again: {counted(versions, 'version')}")
    if retold:
        came, went = (sum(numbers) for numbers in zip(*retold, strict=True))
        click.echo(
            f"{counted(len(retold), 'article')} with another history than before: {came} changes and events"
            f" are told that were not told before, and {went} are told no more."
        )


def _shown(groups: Iterable[CatchUpBatch], pages: int) -> Iterator[CatchUpBatch]:
    """Yield the groups; on a terminal a bar shows how far it is."""
    if not (sys.stderr.isatty() and pages):
        yield from groups
        return
    shown = bar(pages, "captures")
    try:
        for each in groups:
            shown.update(each.captures)
            yield each
    finally:
        shown.render_finish()
