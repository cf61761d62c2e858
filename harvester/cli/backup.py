"""``harvester backup``: a whole copy of the archive, also while a run writes to it."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from harvester.archive.backup import back_up
from harvester.cli.options import archive_options, archive_path
from harvester.cli.progress import bar_of_two


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@archive_options
def command(target: Path, *, force: bool, archive: Path | None, config: Path) -> None:
    """Copy the archive to FILE, as it is at this moment, also while a run writes to it.

    FILE is a single file that is an archive itself. The copy is checked and is on the disk before FILE gets
    its name: FILE has the whole copy or what it had before. Copy a running archive by this verb only: the
    last captures stand in a second file beside it, which other programs leave behind.
    """
    with bar_of_two("pages", on_terminal=sys.stderr.isatty()) as watch:
        size = back_up(archive_path(archive, config), target, _left(watch), force=force)
    click.echo(f"{target}: {size:,} bytes, checked")


def _left(watch: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Return a function that takes the number of pages left and gives the number of pages done to `watch`."""
    return lambda left, total: watch(total - left, total)
