"""``harvester join``: two URLs are one article."""

from pathlib import Path

import click

from harvester.cli.deciding import WHY, opened, outcomes, voice
from harvester.cli.options import archive_options
from harvester.harvest.deciding import join
from harvester.view.subjects import url_named


@click.command()
@click.argument("one", metavar="URL")
@click.argument("other", metavar="URL")
@WHY
@archive_options
def command(one: str, other: str, why: str, archive: Path | None, config: Path) -> None:
    """Say that two URLs are one article; their captures become one history.

    `harvester part` undoes it.
    """
    with opened(archive, config) as db:
        articles = join(db, url_named(db.conn, one), url_named(db.conn, other), voice(why))
    click.echo(
        "The URLs are one article now" if len(articles) == 1 else "The URLs are still different articles"
    )
    for line in outcomes(articles):
        click.echo(line)
