"""Feeds beside feedparser: entries, links, titles and dates on the files that feedparser is tested with.

Where the two differ on an entry, the figures say who has something. Links are compared as URLs that can be
asked for, titles as text without markup, dates as moments. The peer is given an entity bomb in a process that
is stopped after `BOMB_S` CPU seconds.
"""

import io
import resource
import subprocess
import sys
import tarfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
from w3lib.html import remove_tags

from benchmarks.timing import Ratio
from harvester.discover import discover
from harvester.discover.feeds import feed_entries
from harvester.discover.unpacking import SourceDocument
from harvester.errors import BadInput
from harvester.http.urls import absolute
from harvester.text import fold_space

FILES = Path(__file__).parents[2] / "shared" / "hostile" / "feeds.tar.xz"
"""The tests of feedparser, if they are on the machine."""
URL = "https://feeds.example/x/feed.xml"
MOST_S = 2.0
"""CPU seconds that any of the files may take."""
BOMB_S = 10
_MOMENT = "%Y-%m-%dT%H:%M:%S"
_PARSED = ("published_parsed", "created_parsed", "updated_parsed")
_LEVELS = 10
_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(_LEVELS))
    + f"]><rss><channel><title>&a{_LEVELS};</title><item><title>&a{_LEVELS};</title></item></channel></rss>"
).encode()


class Facts(NamedTuple):
    """What an entry says. date: "2031-02-03T04:05:06", in UTC; ``""`` for none."""

    link: str
    title: str
    date: str


class Row(NamedTuple):
    """What a figure counts, and the figure."""

    what: str
    number: str

    def __str__(self) -> str:
        return f"{self.what}: {self.number}"


def run() -> Iterator[Row | Ratio]:
    """Yield the agreement on the files, the slowest of them, and what becomes of an entity bomb."""
    yield from _bomb()
    if not FILES.exists():
        yield Row(f"{FILES.name} is not on this machine", "not compared")
        return
    counts: Counter[str] = Counter()
    seconds: dict[str, list[float]] = {"ours": [], "peer": []}
    with tarfile.open(FILES) as archive:
        bodies = [
            member.read()
            for each in archive
            if each.name.endswith(".xml") and (member := archive.extractfile(each))
        ]
    for body in bodies:
        ours = _timed(_ours, body, seconds["ours"])
        theirs = _timed(_theirs, body, seconds["peer"])
        counts["files"] += len(ours) == len(theirs)
        for mine, other in zip_longest(ours, theirs, fillvalue=Facts("", "", "")):
            for fact, one, two in zip(Facts._fields, mine, other, strict=True):
                counts[f"{fact}: {_word(one, two)}"] += bool(one or two)
    yield Row("files", f"{len(bodies):,}, {counts['files']:,} with as many entries as feedparser finds")
    for fact in Facts._fields:
        words = ("the same", "ours alone", "feedparser's alone", "another")
        yield Row(fact, ", ".join(f"{counts[f'{fact}: {word}']:,} {word}" for word in words))
    yield Ratio("CPU of all files, feedparser beside ours", sum(seconds["peer"]) / sum(seconds["ours"]), 1)
    yield Ratio(f"the slowest file within {MOST_S:g} s of CPU", MOST_S / max(seconds["ours"]), 1)


def _word(one: str, two: str) -> str:
    if one == two:
        return "the same"
    return "another" if one and two else "ours alone" if one else "feedparser's alone"


def _timed(read: Any, body: bytes, seconds: list[float]) -> list[Facts]:
    started = time.process_time()
    found: list[Facts] = read(body)
    seconds.append(time.process_time() - started)
    return found


def _ours(body: bytes) -> list[Facts]:
    try:
        found = [*feed_entries(SourceDocument.of(body, URL))]
    except BadInput:
        return []
    return [Facts(each.url, each.title, _moment(each.published or each.modified)) for each in found]


def _moment(text: str) -> str:
    if len(text) <= len("2031-02-03"):
        return text
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime(_MOMENT)


def _theirs(body: bytes) -> list[Facts]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        headers = {"content-location": URL}
        found = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    return [_facts(each) for each in found.entries]


def _facts(entry: dict[str, Any]) -> Facts:
    parsed = next(filter(None, (dict.get(entry, name) for name in _PARSED)), None)
    moment = time.strftime(_MOMENT, parsed) if parsed else ""
    title = fold_space(unescape(remove_tags(entry.get("title", ""))))
    return Facts(absolute(entry.get("link", ""), URL), title, moment)


def _bomb() -> Iterator[Row]:
    started = time.process_time()
    try:
        discover("feed", _BOMB, URL)
        ours = "read"
    except BadInput as error:
        ours = error.reason
    taken = time.process_time() - started
    yield Row(f"an entity bomb of {len(_BOMB)} bytes, ours", f"{taken * 1000:.1f} ms: {ours}")
    code = f"import feedparser; feedparser.parse(__import__('io').BytesIO({_BOMB!r}))"
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (BOMB_S, BOMB_S))  # noqa: E731
    subprocess.run([sys.executable, "-c", code], preexec_fn=limit, check=False, capture_output=True)
    taken = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    yield Row("the same, feedparser", f"{taken:.0f} s of CPU (stopped after {BOMB_S} s)")
