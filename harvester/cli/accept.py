"""``harvester accept``: a person's word that questions are gone for good."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.read import rows
from harvester.archive.writing import open_archive
from harvester.cli.articles import ARTICLE, found, version_row
from harvester.cli.options import archive_options, archive_path
from harvester.cli.wording import counted
from harvester.config import load
from harvester.errors import ConfigError
from harvester.harvest.yields import accept


@click.command()
@ARTICLE
@archive_options
def command(article: str, archive: Path | None, config: Path) -> None:
    """Believe that the questions that ARTICLE lost at once are gone for good.

    ARTICLE is a URL or an id as `list` shows it. Where `status` asks "parser or page broken?" and you
    have looked, and the publisher did take them out, this says so: the captures that show none become
    a version, and the run no longer fails for it. It is kept as evidence, and holds for these captures
    alone: questions that come back and go again are asked about anew.
    """
    path = archive_path(archive, config)
    with closing(open_archive(path)) as db, run_lock(path):
        article_id = found(db.conn, article)
        captures = accept(db, article_id, datetime.now(UTC), load(config).rules)
        if not captures:
            raise ConfigError(
                article, "has lost no questions that are asked about", "See 'harvester status'."
            )
        version = version_row(db.conn, article_id, None)
        left = len(rows(db.conn, "show", article=article_id, version=version["version"]))
    shows = counted(left, "question") if left else "no questions"
    click.echo(f"{counted(captures, 'capture')} accepted: version {version['version']} shows {shows}")
