"""``harvester serve``: the archive as pages in a browser, read-only."""

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harvester.cli.options import archive_options, archive_path
from harvester.errors import ConfigError
from harvester.extras import library
from harvester.web.place import WebPlace

PORT = 8017
"""The port unless another one is named: IANA has given it to nobody."""

PASSWORD = "HARVESTER_PASSWORD"  # noqa: S105  the name of the variable, not a password

MIN_PASSWORD = 12
"""A password has at least this many characters: programs try whatever is reachable from outside."""


Serve = Callable[[Path, WebPlace, Callable[[str], None]], None]
"""The type of `harvester.web.serving.serve_archive`, which is loaded when it is needed."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: a free one."
)
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="A name that browsers ask it by.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"The file with the password that browsers must give.  [default: the variable {PASSWORD}]",
)
@click.option("--behind-proxy", is_flag=True, help="A reverse proxy in front says who may read.")
@click.option("--sql", "is_sql_open", is_flag=True, help="Let those who may read ask queries in SQL, too.")
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
@archive_options
def command(archive: Path | None, config: Path, **options: Any) -> None:
    """Show the archive in a browser: what changed, articles over time, versions, comparisons, search.

    Nothing can be written through it. It listens at this machine's own address only. At another address
    (--host), it needs --allow-host NAME, and either a password or --behind-proxy. A password travels as the
    connection does: over plain HTTP, others in the network can read it. Ctrl-C stops it.
    """
    show(archive_path(archive, config), **options)


def show(
    archive: Path,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    is_opened: bool = False,
    is_sql_open: bool = False,
    **others: Any,
) -> None:
    """Serve the archive until it is stopped. others: names, password_file and behind_proxy of the options."""
    serve: Serve = library("web", "harvester.web.serving").serve_archive
    names, password = _access(host, **others)
    scheme = "https" if others.get("behind_proxy") else "http"

    def begin(address: str) -> None:
        click.echo(f"Serving {archive} at {address} until Ctrl-C.", err=True)
        if is_opened:
            click.launch(address)

    serve(archive, WebPlace(host, port, names, password, scheme, is_sql_open), begin)


def _access(
    host: str, *, names: tuple[str, ...] = (), password_file: Path | None = None, behind_proxy: bool = False
) -> tuple[frozenset[str], str]:
    """Return the other names of the server, and the password; ConfigError if that is not safe."""
    password = _password(password_file)
    advice = ""
    if not names:
        advice = "Say by which name: --allow-host NAME."
    elif not password and not behind_proxy:
        advice = f"Set a password (--password-file or {PASSWORD}), or say --behind-proxy."
    if advice and not _is_loopback(host):
        raise ConfigError(host, "can be reached from outside", advice)
    return frozenset(name.lower() for name in names), password


def _password(file: Path | None) -> str:
    """Return the password of the file, or else of the environment, ``""`` for none; or ConfigError."""
    where = str(file) if file else PASSWORD
    try:
        password = file.read_text("utf-8").strip() if file else os.environ.get(PASSWORD, "")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(where, f"cannot be read: {error}") from error
    if (file or password) and len(password) < MIN_PASSWORD:
        raise ConfigError(where, "is too short for a password", f"Take {MIN_PASSWORD} characters or more.")
    return password


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
