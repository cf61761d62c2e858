"""What the verbs share that only read: the archive opened, and how an article and a version are named.

Imports neither sqlite_utils nor requests, so that these verbs start at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from harvester.archive.connection import open_readonly, sqlite3
from harvester.cli.options import archive_path

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
