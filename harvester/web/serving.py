"""An archive served at a place until it is stopped: what ``harvester serve`` starts."""

from collections.abc import Callable
from pathlib import Path

from harvester.archive.connection import open_readonly
from harvester.web.app import application
from harvester.web.guard import LOOPBACK, AccessPolicy
from harvester.web.place import WebPlace
from harvester.web.server import bound, serve


def serve_archive(archive: Path, place: WebPlace, begin: Callable[[str], None]) -> None:
    """Serve the archive until Ctrl-C or SIGTERM. begin: called with the address once it can be reached.

    Raises ConfigError if nothing can listen there, and whatever is wrong with the archive.
    """
    open_readonly(archive).close()  # which says what is wrong with it
    access = AccessPolicy(frozenset({*LOOPBACK, *place.names}), place.password, place.scheme)
    with bound(place.host, place.port) as listening:
        begin(f"http://{_spelt(place.host)}:{listening.getsockname()[1]}/")
        serve(application(archive, access, is_sql_open=place.is_sql_open), listening)


def _spelt(host: str) -> str:
    return f"[{host}]" if ":" in host else host
