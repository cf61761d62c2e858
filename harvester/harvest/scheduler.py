"""The scheduler of a cluster: one that somebody runs, or one of this machine that ends with this program.

Whoever reaches a scheduler can run programs on its workers, and its answers can run programs here. So only
TLS should leave this machine (docs/scale.md).
"""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from harvester.errors import MAX_MESSAGE, ClusterLost, ConfigError
from harvester.extras import library

LOCAL = "local"
"""It stands in place of an address, and means processes of this machine that end with this one."""

SELDOM = {
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.admin.system-monitor.disk": False,
    "distributed.worker.profile.interval": "100ms",
}
"""How often a scheduler and workers of this machine look at themselves, for the dashboard. With Dask's own
values, 20, 500 and 10 ms, that took three times the CPU: 7 % of a core with two workers that wait."""

PATIENCE = "10s"
"""A scheduler must answer within this time, and have a worker."""


class Cluster(NamedTuple):
    """A scheduler with its workers. where: what the user called it. dashboard: an address for a browser."""

    where: str
    client: Any
    dashboard: str


@contextmanager
def connected(where: str, jobs: int | None = None) -> Iterator[Cluster]:
    """Yield the scheduler at an address such as ``tls://host:8786``, or one of this machine for "local".

    jobs: the number of workers of this machine, one a core by default. Raises ConfigError for an address that
    is none, or at which no scheduler with workers answers.
    """
    distributed = library("cluster", "distributed")
    for name in [each for each in logging.root.manager.loggerDict if each.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what it tells of the dead is told here
    with library("cluster", "dask").config.set({"distributed.comm.timeouts.connect": PATIENCE}):
        if where != LOCAL:
            with _client(distributed, where, where) as client:
                yield Cluster(where, client, "")
            return
        with _started(distributed, jobs) as own, _client(distributed, own.scheduler_address, where) as client:
            yield Cluster(where, client, own.dashboard_link)


@contextmanager
def _started(distributed: Any, jobs: int | None) -> Iterator[Any]:
    """Yield a scheduler of this machine with its workers."""
    with (
        library("cluster", "dask").config.set(SELDOM),
        distributed.LocalCluster(
            n_workers=jobs or os.cpu_count() or 1,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as own,
    ):
        yield own


@contextmanager
def _client(distributed: Any, address: str, where: str) -> Iterator[Any]:
    """Yield a client of the scheduler once it has a worker."""
    try:
        asyncio.run(_reach(distributed, address))  # a client that cannot begin would try on for a minute
        client = distributed.Client(address, set_as_default=False)
    except (OSError, ValueError, RuntimeError, TypeError) as error:
        raise ConfigError(where, f"no scheduler answers there ({words(error)})", _ADDRESS) from error
    try:
        _await_worker(client, where)
        yield client
    finally:
        client.close(timeout=1)


async def _reach(distributed: Any, address: str) -> None:
    """Connect once, with the certificates of Dask's own settings."""
    arguments = distributed.Security().get_connection_args("client")
    comm = await distributed.comm.connect(address, **arguments)
    await comm.close()


_ADDRESS = 'Give "local", or an address such as tls://host:8786.'


def _await_worker(client: Any, where: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError) as error:
        raise ConfigError(where, "the scheduler has no worker", "Start one: dask worker ADDRESS") from error


def is_open(where: str) -> bool:
    """Return whether a connection leaves this machine without TLS, false for what is not an address. Pure."""
    try:
        parts = urlsplit(where if "://" in where else f"tcp://{where}")  # Dask takes TCP, too
    except ValueError:
        return False
    if where == LOCAL or parts.scheme == "tls":
        return False
    return bool(parts.hostname) and parts.hostname not in {"127.0.0.1", "::1", "localhost"}


def words(error: BaseException) -> str:
    """Return what a library says, on one line that is not too long."""
    return " ".join(str(error).split())[:MAX_MESSAGE] or type(error).__name__


def threads(cluster: Cluster) -> int:
    """Return how many tasks the workers do at the same time, 1 at least."""
    with lost(cluster):
        number: int = sum(cluster.client.nthreads().values())
    return max(1, number)


@contextmanager
def lost(cluster: Cluster) -> Iterator[None]:
    """Turn what the library raises where the scheduler is gone into ClusterLost."""
    distributed = library("cluster", "distributed")
    gone = (distributed.CancelledError, distributed.client.ClosedClientError, OSError, RuntimeError)
    try:
        yield
    except gone as error:
        raise ClusterLost(cluster.where, words(error)) from error
