"""Kills of workers, of the scheduler and of the client in the middle of a rebuild or an import on a cluster.

Whatever was killed, the captures and the derived rows must be those of the same command in one process: at
once where a worker died, after the same command again where the scheduler or the client did.
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
from typing import NamedTuple

import warcs
from chronicle import THINGS, Chronicle, differences, edition, exchange
from cuts import sound
from derived_rows import derived_rows
from findings import Finding

from harvester.archive.connection import open_readonly

URLS, EDITIONS = 10, 30
"""This many captures take some seconds: enough for a kill to come in the middle."""

FILES = 5
"""The captures of an import are spread over this many web archives, one after another in time."""

PAST_H = 10 * 365 * 24
"""Invented archives begin in 2031. An import refuses the future, so its pages are so many hours older."""

PATIENCE_S = 300
LOST = "the connection to the scheduler was lost"
VICTIMS = ("worker", "scheduler", "client")


class Task(NamedTuple):
    """What is done on a cluster. words: the command. begin: the archive that it works on, None for a new one.

    told: the keys of the captures and the derived rows that one process comes to.
    """

    words: tuple[str, ...]
    begin: Path | None
    told: dict


def run(kills, folder):
    """Yield a finding for each command and each kind of process that is killed; they take turns."""
    if importlib.util.find_spec("distributed") is None:
        yield Finding("kills of a cluster", 0, "kills", skipped="Dask is not installed")
        return
    for task in (_rebuild(folder), _import(folder)):
        wrong = {each: [] for each in VICTIMS}
        chance = random.Random(kills)
        with _cluster(folder) as cluster:
            took = _undisturbed(cluster, task, folder)
            for number in range(kills):
                victim = VICTIMS[number % len(VICTIMS)]
                path = _begun(task, folder / "a.db")
                words = _killed((cluster, task), victim, path, took * chance.uniform(0.3, 1.0))
                said = f"kill {number} of a {victim}: "
                wrong[victim] += [f"{said}{each}" for each in (*words, *_odd(path, task.told))]
        for victim in VICTIMS:
            tried = len(range(VICTIMS.index(victim), kills, len(VICTIMS)))
            yield Finding(
                f"kills of a cluster, {task.words[0]}: {victim}", tried, "kills", tuple(wrong[victim])
            )


def _pages():
    """Yield (URL, hours, body) of each page, in the order of time."""
    for hours in range(EDITIONS):
        for url in range(URLS):
            shown = edition(THINGS[url % 4 : url % 4 + 2 + hours % 3], 2031 + hours)
            yield f"https://norra.example/{url}", hours, shown


def _rebuild(folder):
    path = folder / "whole.db"
    with closing(Chronicle(path)) as archive:
        for url, hours, shown in _pages():
            archive.add(exchange(url, hours, shown), live=False)
        archive.rebuild()
    return Task(("rebuild",), path, _told(path))


def _import(folder):
    pages, places = [*_pages()], []
    each = len(pages) // FILES
    for number in range(FILES):
        some = pages[number * each : (number + 1) * each]
        records = [warcs.page(url, hours - PAST_H, body) for url, hours, body in some]
        place = folder / f"{number}.warc.gz"
        place.write_bytes(warcs.written(*records))
        places.append(str(place))
    words, path = ("import", *places), folder / "one.db"
    command = [sys.executable, "-m", "harvester", *words, "--archive", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return Task(words, None, _told(path))


def _begun(task, path):
    """Return the path of the archive as the task finds it."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    if task.begin:
        shutil.copy(task.begin, path)
    return path


def _told(path):
    with closing(open_readonly(path)) as conn:
        keys = [row[0] for row in conn.execute("SELECT lower(hex(key)) FROM capture ORDER BY 1")]
        return derived_rows(conn) | {"capture": keys}


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


def _client(cluster, task, path):
    to = ("--on", cluster.address(), "--archive", str(path))
    command = [sys.executable, "-m", "harvester", *task.words, *to]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _end(client):
    """Return (exit code, what it said)."""
    try:
        _, said = client.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        client.kill()
        return "none", "it does not end"
    return client.returncode, said


def _undisturbed(cluster, task, folder):
    """Return how many seconds it takes if nobody kills; the first time, the package is imported."""
    for _ in range(2):
        path, began = _begun(task, folder / "b.db"), time.monotonic()
        code, said = _end(_client(cluster, task, path))
        assert code == 0, said
    return time.monotonic() - began


def _killed(on, victim, path, wait_s):
    """Begin, kill in the middle, do it again if need be; yield what went wrong. on: the cluster, the task."""
    cluster, task = on
    client = _client(*on, path)
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
        code, said = _end(_client(cluster, task, path))
        if code != 0:
            yield f"the same command again ended with {code}: {said[-200:]}"


def _odd(path, told):
    if differences(_told(path), told):
        yield "the captures or the history are not those of one process"
    if found := sound(path):
        yield found
