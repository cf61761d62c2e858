"""The HTTP server: uvicorn on a socket that is bound before it starts, so that a taken port is a sentence."""

import socket
from contextlib import closing, suppress

import uvicorn
from starlette.types import ASGIApp

from harvester.archive.engine import sqlite3
from harvester.errors import ConfigError

MAX_REQUEST = 16_384
"""A request line with its headers has at most this many bytes; the longest useful address has 4,000."""

MAX_CONNECTIONS = 100
"""At most this many connections are open at the same time; further ones are answered by 503."""

IDLE_S = 5
"""A connection is kept for another request for this many seconds."""

LEAVING_S = 3
"""Answers have this many seconds to end when the server is stopped."""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there, on a free port for 0; raises ConfigError if that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        problem = f"nothing can listen there: {getattr(error, 'strerror', None) or error}"
        raise ConfigError(f"{host}, port {port}", problem, "Name another --host or --port.") from error


HEAP = 256 * 1024 * 1024
"""SQLite may hold this many bytes in all threads together; a query that needs more fails, and the others go
on."""


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Serve the application there until Ctrl-C or SIGTERM; the latter goes on to whoever handles it."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # who asks makes no difference, and anybody can write these headers
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        h11_max_incomplete_event_size=MAX_REQUEST,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=LEAVING_S,
    )
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"PRAGMA hard_heap_limit = {HEAP}")  # of the process, so only a server sets it
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
