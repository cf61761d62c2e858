"""The options that several verbs share, and how the archive and the settings are found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from harvester.archive.columns import to_text
from harvester.config import FILE_NAME, Settings, duration, load
from harvester.config.checks import network
from harvester.http.addresses import Network

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
            self.fail(f"{value!r} is not a time; give one as 2026-11-23 or 2026-11-23T10:00.", param, ctx)


MOMENT = Moment()


class Net(click.ParamType[Network]):
    """A network on the command line: "10.1.0.0/16", "fd12::/16", or one address."""

    name = "network"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Network:
        """Return the network."""
        try:
            return network(str(value))
        except ValueError as error:
            self.fail(f"{error}. Give a network or an address, such as 10.1.0.0/16.", param, ctx)


class Duration(click.ParamType[int]):
    """A duration on the command line, "90s", "30m", "6h", "1d" or "2w", in seconds."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return it in seconds."""
        try:
            return value if isinstance(value, int) else duration(str(value))
        except ValueError:
            self.fail(
                f'{value!r} is not a duration; give a number and s, m, h, d or w, such as "6h".', param, ctx
            )


DURATION = Duration()

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

ALLOW_NET = click.option(
    "--allow-net",
    type=Net(),
    multiple=True,
    metavar="CIDR",
    envvar="HARVESTER_ALLOW_NET",
    help="A network of your own that may be asked, in addition to allow_net. May be repeated.",
)


def archive_options(verb: Verb) -> Verb:
    """Give the verb ``--archive`` and ``--config``."""
    return ARCHIVE(CONFIG(verb))


def settings_of(config: Path, allow_net: tuple[Network, ...]) -> Settings:
    """Return the settings in the file with the networks that the command line allows."""
    settings = load(config)
    return replace(settings, allow_net=(*settings.allow_net, *allow_net))


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
