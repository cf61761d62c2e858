"""The option that names a cluster, and what is said of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click

from harvester.cli.wording import safe
from harvester.harvest.cluster import read_on
from harvester.harvest.pool import Mapper, mapper
from harvester.harvest.scheduler import LOCAL, Cluster, connected, is_open

ON = click.option(
    "--on",
    metavar="SCHEDULER",
    help="Read on the workers of a Dask scheduler, such as tls://host:8786; local starts some here.",
)


@contextmanager
def mapper_of(on: str | None, jobs: int | None) -> Iterator[Mapper]:
    """Yield what reads: processes of this machine, or the workers of a scheduler."""
    if on is None:
        yield mapper(jobs or os.cpu_count() or 1)
        return
    with cluster_of(on, jobs) as cluster:
        yield partial(read_on, cluster)


@contextmanager
def cluster_of(on: str, jobs: int | None) -> Iterator[Cluster]:
    """Yield the cluster; say on stderr where it can be watched, and whether others can listen."""
    if jobs and on != LOCAL:
        raise click.UsageError("--jobs does not apply to a scheduler that has its own workers.")
    if is_open(on):
        words = f"the connection to {safe(on)} is not encrypted; use tls:// outside of this machine"
        click.echo(f"harvester: {words}", err=True)
    with connected(on, jobs) as cluster:
        if cluster.dashboard:
            click.echo(f"dashboard: {cluster.dashboard}", err=True)
        yield cluster
