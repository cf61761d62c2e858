"""What of an archive needs a person: warnings, each with a stable word for monitors and what to do in a line.

Equal warnings are shown as one: 300 feeds whose hosts do not exist any more are one, with 300 rows.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from harvester.archive.read import Row
from harvester.model import Outcome, Verdict
from harvester.view.warned_articles import Facts, of_articles, of_hosts, of_yields
from harvester.view.warning import WARNINGS, StatusWarning, about_url, grouped, said
from harvester.view.wording import counted, moment

RUNS_SILENT = 3
"""No run for this many times the longest of the recent gaps between runs is a warning: nights, weekends and
holidays are among those gaps."""

RUNS_LEAST = timedelta(hours=6)
"""No shorter time without a run is a warning: machines are restarted."""

SOURCE_SILENT = 3
SOURCE_LEAST = timedelta(days=3)
"""It is the same for a source that announces nothing new; editors have long weekends."""

GAPS = 5
"""A habit is known from this many gaps on: fewer say little about the next."""

UNENDED = timedelta(days=1)
"""A run that began longer ago than this and has no end is told; no run should take that long."""

NOTICE_TRIES = 3
"""A target that failed this many times in a row has been away for some minutes."""

LARGE_LOG = 256 << 20
"""If SQLite's write-ahead log has more bytes, some program holds an old state of the archive."""


class Operation(NamedTuple):
    """What is known of the machine and the schedule, beside the archive.

    low_space: a sentence if little is free on the disk, else ``""``. log_bytes: size of the write-ahead log.
    """

    now: datetime
    low_space: str = ""
    log_bytes: int = 0


def warnings(facts: Facts, operation: Operation) -> list[StatusWarning]:
    """Return the warnings, the most urgent first. facts: as `harvester.view.status.status` gives them."""
    found = [
        *_of_operation(facts, operation),
        *_of_notices(facts["notices"]),
        *_of_sources(facts, operation.now),
        *of_hosts(facts["trouble"]),
        *of_yields(facts),
        *of_articles(facts),
    ]
    order = [*WARNINGS]
    return sorted(found, key=lambda each: (order.index(each.word), -len(each.rows)))


def is_silent(times: Iterable[str], now: datetime, factor: int, least: timedelta) -> bool:
    """Return whether nothing has happened for longer than the habit: ``times`` says when something did.

    The habit is the longest gap between two of them. Fewer than `GAPS` gaps are no habit.
    """
    at = sorted(map(datetime.fromisoformat, times))
    gaps = [after - before for before, after in pairwise(at)]
    return len(gaps) >= GAPS and now - at[-1] > max(factor * max(gaps), least)


def _of_operation(facts: Facts, operation: Operation) -> Iterator[StatusWarning]:
    if operation.low_space:
        yield StatusWarning("disk_low", operation.low_space)
    runs = [row for row in facts["runs"] if row["command"] == "run"]
    if is_silent((row["started_at"] for row in runs), operation.now, RUNS_SILENT, RUNS_LEAST):
        last = runs[0]["started_at"]
        yield StatusWarning("no_run", f"no run since {moment(last)}", (about_url("", last),))
    if overdue := facts["overdue"]:
        about = f"{counted(overdue[0]['total'], 'URL')} not asked for a day after that was due"
        hosts = (about_url(row["url"], row["since"], _of_its_host(row["urls"])) for row in overdue)
        yield StatusWarning("overdue", about, tuple(hosts))
    if runs and not runs[0]["ended_at"] and operation.now - _time(runs[0]["started_at"]) > UNENDED:
        began = runs[0]["started_at"]
        about = f"run {runs[0]['id']} began {moment(began)} and has not ended"
        yield StatusWarning("run_unended", about, (about_url("", began),))
    if stopped := facts["archive"]["stopped_captures"]:
        about = f"{counted(stopped, 'capture')} stopped the program when read"
        yield StatusWarning("reading_stopped", about)
    if operation.log_bytes > LARGE_LOG:
        about = f"the write-ahead log has {operation.log_bytes / 2**20:,.0f} MiB"
        yield StatusWarning("log_large", about)


def _of_notices(failing: Iterable[Row]) -> Iterator[StatusWarning]:
    found = [row for row in failing if row["tries"] >= NOTICE_TRIES]
    if found:
        verb = "does" if len(found) == 1 else "do"
        rows = tuple(about_url("", None, f"{row['name']}: {row['problem']}") for row in found)
        about = f"{counted(len(found), 'notice')} {verb} not reach the target, and messages wait"
        yield StatusWarning("notice_failing", about, rows)


def _of_its_host(urls: int) -> str:
    return f"and {counted(urls - 1, 'other URL')} of its host" if urls > 1 else ""


def _of_sources(facts: Facts, now: datetime) -> Iterator[StatusWarning]:
    followed = [row for row in facts["sources"] if row["state"] == "followed"]
    for word, some in grouped(followed, lambda row: row["trouble"]):
        if word:
            about = f"{counted(len(some), 'source')} give nothing: {said(word)}"
            if len(some) == 1:
                about = about.replace("give", "gives", 1)
            rows = tuple(about_url(row["url"], row["trouble_since"], row["problem"]) for row in some)
            yield StatusWarning(_source_word(word), about, rows)
    silent = [
        row
        for row in followed
        if not row["trouble"]
        and is_silent(facts["announced"].get(row["id"], ()), now, SOURCE_SILENT, SOURCE_LEAST)
    ]
    if silent:
        about = f"{counted(len(silent), 'source')} announced nothing new for longer than ever"
        rows = tuple(about_url(row["url"], max(facts["announced"][row["id"]])) for row in silent)
        yield StatusWarning("source_silent", about, rows)


_SOURCE_WORDS = {str(Verdict.EMPTY): "source_empty", str(Outcome.ADDRESS_REFUSED): "address_refused"}


def _source_word(trouble: str) -> str:
    if trouble in _SOURCE_WORDS:
        return _SOURCE_WORDS[trouble]
    return "source_changed" if trouble in {*Verdict} - {*Outcome} else "source_dead"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
