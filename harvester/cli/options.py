"""The options that several verbs share, and how the archive and the settings are found."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from harvester.archive.columns import to_text
from harvester.config import FILE_NAME, load

Verb = TypeVar("Verb", bound=Callable[..., Any])


def _there(ctx: click.Context, param: click.Parameter, path: Path) -> Path:
    """Return the path of the settings; they may be missing only where nobody named them."""
    named = ctx.get_parameter_source(param.name or "") is not ParameterSource.DEFAULT
    if named and not path.exists():
        raise click.BadParameter(f"{str(path)!r} does not exist.", ctx, param)
    return path


class Moment(click.ParamType[str]):
    """A time on the command line, ISO 8601, as precise as the user likes; UTC where it names no zone."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the time as the archive writes it."""
        try:
            moment = datetime.fromisoformat(str(value))
            return to_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time; give one such as 2026-11-23 or 2026-11-23T10:00.", param, ctx)


MOMENT = Moment()

CONFIG = click.option(
    "--config",
    "-c",
    type=click.Path(dir_okay=False, path_type=Path),
    default=FILE_NAME,
    show_default=True,
    callback=_there,
    envvar="HARVESTER_CONFIG",
    help="The file with the settings.",
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
