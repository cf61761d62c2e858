"""Loopback, where the servers of the benchmarks are: what a run is told to allow, for the policy stays on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Network

LOOPBACK = (IPv4Network("127.0.0.0/8"),)


@contextmanager
def served(module: str, *arguments: str) -> Iterator[str]:
    """Run ``python -m module`` as a server; yield the line in which it says where it is, and end it."""
    command = (sys.executable, "-m", module, *arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
