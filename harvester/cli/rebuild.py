"""``harvester rebuild``: everything derived, again."""

from contextlib import closing
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.writing import open_archive
from harvester.cli.options import archive_options, archive_path
from harvester.cli.wording import counted
from harvester.config import load
from harvester.harvest.derive import rebuild


@click.command()
@archive_options
def command(archive: Path | None, config: Path) -> None:
    """Derive snapshots, versions, questions, changes and the search index again from the captures.

    Evidence is not touched. With the same parser and site rules the same rows come out, with the same
    ids; all of it is replaced at once, or, when interrupted, nothing.
    """
    path = archive_path(archive, config)
    with closing(open_archive(path)) as db, run_lock(path):
        captures = sum(rebuild(db, load(config).rules))
        versions = db.table("version").count
    click.echo(f"{counted(captures, 'capture')} read again: {counted(versions, 'version')}")
