"""The options that several verbs share, and how the archive and the settings are found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from harvester.config import FILE_NAME, Settings, load

Verb = TypeVar("Verb", bound=Callable[..., Any])

CONFIG = click.option(
    "--config",
    "-c",
    type=click.Path(dir_okay=False, path_type=Path),
    default=FILE_NAME,
    show_default=True,
    envvar="HARVESTER_CONFIG",
    help="The settings.",
)
ARCHIVE = click.option(
    "--archive",
    "-a",
    type=click.Path(path_type=Path),
    envvar="HARVESTER_ARCHIVE",
    help="The archive, a SQLite file.  [default: what the settings say, else harvester.db]",
)


def archive_options(verb: Verb) -> Verb:
    """Give the verb ``--archive`` and ``--config``."""
    return ARCHIVE(CONFIG(verb))


def rows_format(*formats: str) -> Callable[[Verb], Verb]:
    """Give the verb ``--format`` with these choices; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How rows are printed.",
    )


def archive_path(archive: Path | None, config: Path) -> Path:
    """Return the archive that the options name: ``--archive`` first, then the settings."""
    return archive or load(config).archive


def settings_for(archive: Path | None, config: Path) -> Settings:
    """Return the settings; ``--archive``, where given, is not in them but stands before them."""
    del archive
    return load(config)
