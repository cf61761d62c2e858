"""An archive that a verb writes to, and what is said when it is closed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlite_utils import Database

from harvester.archive.writing import log_that_stays, open_archive
from harvester.cli.wording import safe


@contextmanager
def writing(path: Path, *, create: bool = False) -> Iterator[Database]:
    """Yield the archive, open to write, and close it; raises what `open_archive` raises.

    If its log cannot be copied into the file, as on a full disk, a sentence on stderr says so. Nothing is
    lost by that, so the exit code is the same.
    """
    with closing(open_archive(path, create=create)) as db:
        yield db
        if reason := log_that_stays(db):
            click.echo(
                f"harvester: {safe(str(path))}: its log could not be copied into the file ({safe(reason)})."
                f" Nothing is lost; keep {safe(path.name)}-wal beside it until a command that writes has"
                " copied it.",
                err=True,
            )
