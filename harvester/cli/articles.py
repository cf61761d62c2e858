"""What the verbs share that only read: the archive opened, an article found by what a user calls it.

Imports neither sqlite_utils nor requests, so that these verbs start at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import open_readonly, sqlite3
from harvester.archive.read import find_article, rows
from harvester.cli.options import archive_path
from harvester.errors import ConfigError

ARTICLE = click.argument("article", metavar="ARTICLE")
VERSION = click.IntRange(min=1)


@contextmanager
def opened(archive: Path | None, config: Path) -> Iterator[sqlite3.Connection]:
    """Open the archive that the options name, so that nothing can write to it."""
    conn = open_readonly(archive_path(archive, config))
    try:
        yield conn
    finally:
        conn.close()


def found(conn: sqlite3.Connection, article: str) -> str:
    """Return the id of the article that the user named; raises ConfigError where there is no such one."""
    if (article_id := find_article(conn, article)) is None:
        raise ConfigError(
            article, "names no article of this archive", "Give a URL or an id as 'harvester list' shows it."
        )
    return article_id


def version_row(conn: sqlite3.Connection, article_id: str, number: int | None) -> dict[str, Any]:
    """Return what a version, or the newest for None, says about itself; raises ConfigError for none."""
    versions = rows(conn, "version", article=article_id, version=number)
    if not versions:
        which = "no version yet" if number is None else f"no version {number}"
        raise ConfigError(
            article_id, f"has {which}", f"See 'harvester log {article_id}' or 'harvester status'."
        )
    return dict(versions[0])
