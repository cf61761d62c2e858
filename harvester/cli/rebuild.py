"""``harvester rebuild``: everything derived, again."""

from contextlib import closing
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.writing import open_archive
from harvester.cli.options import archive_options, archive_path
from harvester.cli.progress import lost_by_reading
from harvester.cli.wording import counted
from harvester.config import load
from harvester.harvest.yields import rebuilt


@click.command()
@archive_options
def command(archive: Path | None, config: Path) -> None:
    """Derive snapshots, versions, questions, changes and the search index again from the captures.

    Evidence is not touched. With the same parser and site rules the same rows come out, with the same
    ids; all of it is replaced at once, or, when interrupted, nothing. Where another parser or other
    rules find less than a third of an article's questions, or none, it is named on stderr.
    """
    path = archive_path(archive, config)
    with closing(open_archive(path)) as db, run_lock(path):
        reread = rebuilt(db, load(config).rules)
        versions = db.table("version").count
    for loss in reread.losses:
        click.echo(lost_by_reading(loss), err=True)
    click.echo(f"{counted(reread.captures, 'capture')} read again: {counted(versions, 'version')}")
