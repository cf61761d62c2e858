"""Where an archive is served, and who may ask. It needs no library of an extra, as what serves does."""

from typing import NamedTuple


class WebPlace(NamedTuple):
    """A place to serve at. port: 0 for a free one. names: those by which it is asked, in small letters.

    password, scheme: as `harvester.web.guard.AccessPolicy` has them. is_sql_open: they may ask SQL queries.
    """

    host: str = "127.0.0.1"
    port: int = 0
    names: frozenset[str] = frozenset()
    password: str = ""
    scheme: str = "http"
    is_sql_open: bool = False
