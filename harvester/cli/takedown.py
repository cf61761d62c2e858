"""``harvester takedown``: bytes and text are removed from the archive."""

import sys
from pathlib import Path

import click

from harvester.cli.deciding import opened, outcomes, voice
from harvester.cli.options import archive_options
from harvester.cli.wording import safe
from harvester.config import load
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.takedown import TakedownTarget, article_target, capture_target, take_down
from harvester.view.subjects import subject
from harvester.view.wording import counted

KEY_SHOWN = 16
"""At most this many digits of a capture's key are shown: enough to name it."""


@click.command()
@click.argument("name", metavar="CAPTURE|ARTICLE")
@click.option("--why", required=True, metavar="TEXT", help="The reason; the tombstone keeps it.")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@archive_options
def command(name: str, why: str, *, yes: bool, archive: Path | None, config: Path) -> None:
    """Remove the bytes and the text of a capture, or of all captures of an article, from the archive.

    The URL, time and headers of each capture stay, and a tombstone says who removed the rest and why. Other
    captures with the same bytes lose them too; they are listed. The same bytes are never stored again,
    neither by a later capture nor by an import. Backups and exports that were made before still have them.
    """
    with opened(archive, config) as db:
        article_id, capture_id = subject(db.conn, name)
        target = article_target(db.conn, article_id) if article_id else capture_target(db.conn, capture_id)
        if sys.stdin.isatty() and not yes:
            _show(target)
            if not click.confirm("Remove them?", err=True):
                click.echo("Nothing was removed.")
                return
        taken = take_down(Deriving(db, load(config).rules, utc_now), target, voice(why))
    _show(target)
    number = counted(len(target.payloads), "payload")
    click.echo(f"{number} removed from {counted(len(taken.held), 'capture')}")
    for line in outcomes(taken.outcomes):
        click.echo(line)
    if not taken.is_clean:
        click.echo(
            "harvester: another program is reading the archive, so its log still has the bytes;"
            " the next run removes them.",
            err=True,
        )


def _show(target: TakedownTarget) -> None:
    for each in target.held:
        click.echo(f"{each.key[:KEY_SHOWN]}  {safe(each.url)}", err=True)
