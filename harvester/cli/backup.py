"""``harvester backup``: a whole copy of the archive, also while a run writes to it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from harvester.archive.backup import back_up
from harvester.cli.options import archive_options, archive_path
from harvester.cli.progress import bar


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
    with _shown(on_terminal=sys.stderr.isatty()) as watch:
        size = back_up(archive_path(archive, config), target, watch, force=force)
    click.echo(f"{target}: {size:,} bytes, checked")


@contextmanager
def _shown(*, on_terminal: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield what is told of the pages left and of all pages; on a terminal a bar shows them."""
    shown = bar(1, "pages") if on_terminal else None

    def watch(left: int, total: int) -> None:
        if shown:
            shown.length = total
            shown.update(total - left - shown.pos)

    try:
        yield watch
    finally:
        if shown:
            shown.render_finish()
