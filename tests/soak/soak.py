"""The soak: sites, runs and kills for so long, then the judgement."""

import statistics
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import hosts
import judge
import play
import runs

DELAY_S = 2.0
"""Seconds between two requests to a host."""

KILLS = 12
"""How often a run is killed; of an hour every five minutes."""


CODES = {0, 1, 7, judge.KILLED}
"""Exit codes of a run that did all it could."""


class Report(NamedTuple):
    """What came of it: figures by name, and sentences about what is wrong."""

    figures: dict
    wrong: tuple

    def rows(self):
        """Return the table as lines of Markdown."""
        yield "| what | figure |"
        yield "|---|---|"
        yield from (f"| {what} | {figure} |" for what, figure in self.figures.items())
        yield f"| wrong | {len(self.wrong)} |"


def soak(seconds, folder, number=play.HOSTS, delay_s=DELAY_S, kills=KILLS):
    """Let runs on so many hosts follow one another for so long; return a Report."""
    site = hosts.Site(play.Play(seconds, number), seconds, delay_s)
    began = time.monotonic()
    kill_times = [began + seconds * (number + 0.7) / kills for number in range(kills)]
    ended = []
    try:
        Path(folder, "harvester.toml").write_text(runs.settings(site, delay_s))
        runs.command(folder, "init")
        while time.monotonic() < began + seconds:
            due = [at for at in kill_times if at > time.monotonic()]
            ended.append(runs.run(folder, due[0] if due else float("inf")))
        ended.append(runs.run(folder, float("inf")))  # to the end: what was served last is stored
    finally:
        site.close()
    log = sorted(site.log, key=lambda each: each.at)
    wrong = (
        *judge.lost(log, ended, folder),
        *judge.forgotten(log, ended, folder),
        *judge.impolite(log, ended, delay_s),
        *judge.untrue(log, folder),
        *judge.unscripted(log, folder),
        *judge.unsound(folder),
        *judge.crowded(site.most_open),
        *(f"a run ended with {each.code}: {each.said[-300:]}" for each in ended if each.code not in CODES),
    )
    found = figures(log, ended, site, delay_s)
    found["whole bodies in hand of killed runs, lost"] = _in_hand(judge.lost_in_hand(log, ended, folder))
    found["whole bodies lost otherwise"] = str(len(tuple(judge.lost(log, ended, folder))))
    if wrong:
        Path(folder, "server.log").write_text("\n".join(map(str, (*log, *ended))))
    return Report(found, wrong)


def _in_hand(lost):
    """Return how many bodies killed runs had in hand and lost, and how long before it they were sent."""
    longest = max((before_s for _, before_s in lost), default=0.0)
    return f"{len(lost)}, sent {longest:.1f} s before the kill at most" if lost else "0"


def figures(log, ended, site, delay_s):
    """Return the figures by name."""
    faults = sum(bool(each.fault) for each in log)
    whole = [each for each in ended if each.code != judge.KILLED]
    peaks = [each.peak_mb for each in whole]
    began, seconds = log[0].at, log[-1].at - log[0].at
    gaps = [
        after.at - before.answering_at
        for host in range(site.play.hosts)
        for before, after in pairwise([each for each in log if each.host == host])
    ]
    late = [each for each in whole if each.began_at > began + seconds / 4]
    slope = 0.0
    if len(late) > 1:
        slope, _ = statistics.linear_regression(
            [each.ended_at for each in late], [each.peak_mb for each in late]
        )
    return {
        "time": f"{seconds / 60:.1f} min",
        "requests": f"{len(log):,}, {len(log) / seconds:.1f} a second",
        "faults": f"{faults:,}, {faults / len(log):.0%}; {len({each.fault for each in log}) - 1} kinds",
        "runs": f"{len(ended)}, {sum(each.code == judge.KILLED for each in ended)} of them killed",
        "whole bodies with 200; 304": (
            f"{sum(bool(each.digest) for each in log):,}; {sum(each.status == 304 for each in log):,}"
        ),
        "smallest gap at a host, end to start": f"{min(gaps):.3f} s; the delay is {delay_s:g} s",
        "connections to a host at once, most": str(site.most_open),
        "peak memory of a run": (
            f"{min(peaks):.0f} to {max(peaks):.0f} MB,"
            f" in the last three quarters {slope * 3600:+.1f} MB an hour"
        ),
        "open files and sockets, most": str(max(each.handles for each in ended)),
        "write-ahead log, most": f"{max(each.wal_mb for each in ended):.1f} MB",
    }
