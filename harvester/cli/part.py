"""``harvester part``: a URL is an article of its own."""

from pathlib import Path

import click

from harvester.cli.deciding import WHY, opened, outcomes, voice
from harvester.cli.options import archive_options
from harvester.harvest.deciding import part
from harvester.view.subjects import url_named
from harvester.view.wording import counted


@click.command()
@click.argument("name", metavar="URL")
@WHY
@archive_options
def command(name: str, why: str, archive: Path | None, config: Path) -> None:
    """Say that a URL is an article of its own, whatever redirects and spellings say.

    `harvester join` undoes it.
    """
    with opened(archive, config) as db:
        articles = part(db, url_named(db.conn, name), voice(why))
    click.echo(f"{counted(len(articles), 'article')} brought up to date")
    for line in outcomes(articles):
        click.echo(line)
