"""``harvester demo``: the main job, on a press site of our own."""

import sys
from contextlib import closing
from pathlib import Path

import click

from harvester.archive.connection import open_readonly
from harvester.archive.writing import open_archive
from harvester.cli.log import for_a_person
from harvester.cli.progress import Showing
from harvester.cli.run import RunOptions, run_once
from harvester.cli.serve import show
from harvester.config import ARCHIVE_NAME, FILE_NAME, load
from harvester.demo import EDITIONS, PressSite
from harvester.errors import ConfigError
from harvester.harvest.bounds import Bounds
from harvester.view.changes import log

FOLDER = "demo"

SETTINGS = """\
# Made by `harvester demo`: a press site on this machine's loopback address, gone when the demo ended.
archive = "{archive}"
contact = "demo@localhost"

[fetch]
delay = 0.0                # our own server; real sites get a second between requests
allow_net = ["127.0.0.1"]  # else only public addresses are asked

[[source]]
url = "{feed}"
kind = "feed"
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=FOLDER)
@click.option("--serve", "is_served", is_flag=True, help="Serve the archive to a browser then, until Ctrl-C.")
@click.option("--open", "is_opened", is_flag=True, help="The same, and open the browser.")
def command(folder: Path, *, is_served: bool, is_opened: bool) -> None:
    """Harvest an embedded press site, let it move on, harvest again, and show what changed.

    The archive is made again each time, in FOLDER (default: demo). The site is served over HTTP on loopback
    and harvested as `harvester run` does it. No other network is used.
    """
    config = folder / FILE_NAME
    _clear(folder, config)
    with PressSite() as site:
        config.write_text(SETTINGS.format(archive=ARCHIVE_NAME, feed=site.feed_url), encoding="utf-8")
        settings = load(config)
        open_archive(settings.archive, create=True).close()
        for edition in EDITIONS:
            site.edition = edition
            click.echo(
                click.style(f"\n== The site's edition {edition}, harvested from {site.url}", bold=True)
            )
            showing = Showing(sys.stderr.isatty(), is_log=False)
            run_once(settings.archive, settings, RunOptions(showing, "demo", bounds=Bounds(is_due=False)))
    article = _show_changes(settings.archive)
    click.echo(f"\nThe archive is {settings.archive}. Look around:\n")
    for verb in ("list", "status", f"diff {article}", f"show {article} --version 1"):
        click.echo(f"  harvester {verb} --archive {settings.archive}")
    click.echo(f"\nOr look at it in a browser: harvester serve --archive {settings.archive}")
    if is_served or is_opened:
        show(settings.archive, is_opened=is_opened)


def _clear(folder: Path, config: Path) -> None:
    """Make the folder, or empty it of an earlier demo; what is not a demo's is left alone."""
    archive = folder / ARCHIVE_NAME
    for path in (config, archive):
        if path.exists() and not _is_demo(config):
            raise ConfigError(str(path), "was not made by the demo", "Name another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(str(folder), f"cannot be made: {error.strerror}", "Name another folder.") from error
    for suffix in ("", "-wal", "-shm", "-journal", ".lock"):
        archive.with_name(archive.name + suffix).unlink(missing_ok=True)


def _is_demo(config: Path) -> bool:
    return config.is_file() and config.read_text(encoding="utf-8").startswith(SETTINGS.splitlines()[0])


def _show_changes(archive: Path) -> str:
    """Print every change; return the id of the article that changed last."""
    click.echo(click.style("\n== What changed, newest first", bold=True))
    with closing(open_readonly(archive)) as conn:
        found = log(conn)
    for row in found:
        click.echo(for_a_person(row))
    return next(str(row["article_id"]) for row in found if row["record"] == "change")
