"""Kills of workers, of the scheduler and of the client in the middle of a rebuild on a cluster.

Whatever was killed, the derived rows must be those of a rebuild by one process: at once where a worker died,
after the same command again where the scheduler or the client did.
"""

import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from chronicle import THINGS, Chronicle, differences, edition, exchange
from cuts import sound
from derived_rows import derived_rows
from findings import Finding

from harvester.archive.connection import open_readonly

URLS, EDITIONS = 10, 30
"""This many captures take some seconds: enough for a kill to come in the middle."""

PATIENCE_S = 300
LOST = "the connection to the scheduler was lost"
VICTIMS = ("worker", "scheduler", "client")


def run(kills, folder):
    """Yield a finding for each kind of process that is killed; they take turns."""
    if importlib.util.find_spec("distributed") is None:
        yield Finding("kills of a cluster", 0, "kills", skipped="Dask is not installed")
        return
    whole, history = _made(folder / "whole.db")
    wrong = {each: [] for each in VICTIMS}
    chance = random.Random(kills)
    with _cluster(folder) as cluster:
        took = _undisturbed(cluster, whole, folder)
        for number in range(kills):
            victim = VICTIMS[number % len(VICTIMS)]
            path = Path(shutil.copy(whole, folder / "a.db"))
            words = _killed(cluster, victim, path, took * chance.uniform(0.3, 1.0))
            wrong[victim] += [
                f"kill {number} of a {victim}: {each}" for each in (*words, *_odd(path, history))
            ]
            for each in folder.glob("a.db*"):
                each.unlink()
    for victim in VICTIMS:
        tried = len(range(VICTIMS.index(victim), kills, len(VICTIMS)))
        yield Finding(f"kills of a cluster: {victim}", tried, "kills", tuple(wrong[victim]))


def _made(path):
    with closing(Chronicle(path)) as archive:
        for url in range(URLS):
            for hours in range(EDITIONS):
                shown = edition(THINGS[url % 4 : url % 4 + 2 + hours % 3], 2031 + hours)
                archive.add(exchange(f"https://norra.example/{url}", hours, shown), live=False)
        archive.rebuild()
        return path, archive.history()


class Cluster:
    """A scheduler and two workers with nannies, as processes; what was killed is started again."""

    def __init__(self, folder):
        self.file, self.processes = folder / "scheduler.json", []

    def start(self):
        self.stop()
        self.file.unlink(missing_ok=True)
        self._spawn("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        until = time.monotonic() + PATIENCE_S
        while not self.file.exists():
            assert time.monotonic() < until, "the scheduler does not start"
            time.sleep(0.1)
        for _ in range(2):
            self._spawn("worker", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")

    def stop(self):
        """End what is left: nannies end their workers when they get SIGTERM."""
        for each in self.processes:
            each.terminate()
        for each in self.processes:
            try:
                each.wait(20)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
        self.processes = []

    def address(self):
        return json.loads(self.file.read_text())["address"]

    def worker(self):
        """Return the process id of a worker: a nanny's child that is no tracker of resources."""
        for nanny in self.processes[1:]:
            found = subprocess.run(
                ["ps", "--ppid", str(nanny.pid), "-o", "pid=,args="],
                capture_output=True,
                text=True,
                check=False,
            )
            for line in found.stdout.splitlines():
                if "spawn_main" in line:
                    return int(line.split()[0])
        return None

    def _spawn(self, kind, *options):
        command = [sys.executable, "-m", "dask", kind, "--scheduler-file", str(self.file), *options]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes.append(subprocess.Popen(command, cwd=self.file.parent, **quiet))


@contextmanager
def _cluster(folder):
    cluster = Cluster(folder)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _client(cluster, path):
    command = [
        sys.executable,
        "-m",
        "harvester",
        "rebuild",
        "--on",
        cluster.address(),
        "--archive",
        str(path),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _end(client):
    """Return (exit code, what it said)."""
    try:
        _, said = client.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        client.kill()
        return "none", "it does not end"
    return client.returncode, said


def _undisturbed(cluster, whole, folder):
    """Return how many seconds a rebuild takes that nobody kills; the first one imports the package."""
    for _ in range(2):
        path, began = Path(shutil.copy(whole, folder / "b.db")), time.monotonic()
        code, said = _end(_client(cluster, path))
        assert code == 0, said
    return time.monotonic() - began


def _killed(cluster, victim, path, wait_s):
    """Rebuild, kill in the middle, rebuild again if need be; yield what went wrong."""
    client = _client(cluster, path)
    time.sleep(wait_s)
    number = {"client": client.pid, "scheduler": cluster.processes[0].pid, "worker": cluster.worker()}[victim]
    if number:
        os.kill(number, signal.SIGKILL)
    code, said = _end(client)
    if victim == "worker" and code != 0:
        yield f"ended with {code}: {said[-200:]}"
    if victim == "scheduler":
        if code not in {0, 1, 2} or "Traceback" in said or (code == 1 and LOST not in said):
            yield f"ended with {code}: {said[-300:]}"
        cluster.start()
    if code != 0:
        code, said = _end(_client(cluster, path))
        if code != 0:
            yield f"the same command again ended with {code}: {said[-200:]}"


def _odd(path, history):
    with closing(open_readonly(path)) as conn:
        if differences(derived_rows(conn), history):
            yield "the history is not that of one process"
    if found := sound(path):
        yield found
