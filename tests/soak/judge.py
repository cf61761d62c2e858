"""What the soak came to: the server's log beside the archive. Each check yields sentences."""

import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import play

KILLED = -9
"""The exit code of a killed process, as Python has it."""

IN_HAND = 3
"""A killed run may have this many answers of each host in hand: one under way and two that wait."""


def lost(log, ended, folder):
    """Bodies that came whole and are not in the archive, though no killed run had them in hand."""
    in_hand = {id(each) for each, _ in _in_hand(log, ended)}
    for each in _unstored(log, folder):
        if id(each) not in in_hand:
            yield f"{each.path} of host {each.host} is not stored"


def forgotten(log, ended, folder):
    """Bodies that a killed run had in hand and lost, and that no later run asked for again."""
    for each, _ in lost_in_hand(log, ended, folder):
        if not any(_article(later) == _article(each) and later.at > each.at for later in log):
            yield f"{each.path} of host {each.host} was lost at a kill and not asked for again"


def lost_in_hand(log, ended, folder):
    """Return what a killed run had in hand and lost, each with the seconds from its answer to the kill."""
    unstored = {id(each) for each in _unstored(log, folder)}
    return [(each, before_s) for each, before_s in _in_hand(log, ended) if id(each) in unstored]


def _unstored(log, folder):
    """Return what came whole and is not in the archive."""
    stored = _stored(folder)
    return [each for each in log if each.digest and each.digest not in stored]


def _stored(folder):
    """Return the digests of all bodies in the archive."""
    with closing(sqlite3.connect(Path(folder, "harvester.db"))) as conn:
        return {row[0] for row in conn.execute("SELECT digest FROM payload")}


def _in_hand(log, ended):
    """Yield the last answers of each host to each killed run, with the seconds from there to the kill."""
    for run in ended:
        if run.code != KILLED:
            continue
        asked = defaultdict(list)
        for each in log:
            if run.began_at <= each.at <= run.ended_at:
                asked[each.host].append(each)
        for answers in asked.values():
            yield from ((each, run.ended_at - each.answering_at) for each in answers[-IN_HAND:])


def impolite(log, ended, delay_s):
    """Requests that came too soon, or to what robots.txt disallows.

    What a host asked for within a second before a kill may never have been read.
    """
    kills = [run.ended_at for run in ended if run.code == KILLED]
    for host in {each.host for each in log}:
        asked = [each for each in log if each.host == host]
        least = delay_s * 1.5 if host == play.DELAYING else delay_s
        until = 0.0
        for before, after in pairwise(asked):
            if before.wait_s and not any(before.at <= kill <= before.at + 1 for kill in kills):
                until = max(until, before.answering_at + before.wait_s)
            gap = after.at - before.answering_at
            if gap < least:
                yield f"host {host}: {after.path} {gap:.3f} s after {before.path}"
            if after.at < until:
                yield f"host {host}: {after.path} was asked for {until - after.at:.1f} s too early"
        for each in asked:
            if each.path.startswith("/private/"):
                yield f"host {host}: {each.path} was asked for"


def crowded(most_open):
    """More than one connection to a host at once."""
    if most_open > 1:
        yield f"a host had {most_open} connections at once"


def untrue(log, folder):
    """Articles whose versions are not the texts that were shown, one after the other.

    A text whose body a killed run lost was not shown to the archive: `lost` and `forgotten` judge those.
    """
    shown, stored = defaultdict(list), _stored(folder)
    came = [each for each in _whole(log) if not each.digest or each.digest in stored]
    for each in came:
        shown[each.host, int(each.path.rpartition("/")[2])].append(each.text_number)
    sql = "SELECT url, count(*) FROM version_list GROUP BY article_id"
    with closing(sqlite3.connect(Path(folder, "harvester.db"))) as conn:
        versions = dict(conn.execute(sql).fetchall())
    seen = {_article(each) for each in came}
    if len(versions) != len(seen):
        yield f"{len(versions)} articles have versions, {len(seen)} were shown"
    for url, count in versions.items():
        host, article = _place(url)
        texts = 1 + sum(a != b for a, b in pairwise(shown[host, article]))
        if count != texts:
            yield f"{url} has {count} versions, {texts} texts were shown"


def _whole(log):
    """The requests that were answered with the text of an article, or by 304."""
    return [each for each in log if each.status in {200, 304} and not each.fault and each.text_number >= 0]


def _article(asked):
    """(host, path) of an article where it lived at first."""
    is_moved = asked.path.startswith("/from/")
    return (play.MOVING, asked.path.removeprefix("/from")) if is_moved else (asked.host, asked.path)


def _place(url):
    host, path = url.removeprefix("http://").split("/", 1)
    number = int(host.partition(":")[0].rpartition(".")[2]) - 1
    return (number, int(path.rpartition("/")[2]))


def unscripted(log, folder):
    """Events that the play does not have, and those of the play that are missing."""
    sql = "SELECT kind, url, until_at IS NULL FROM event_list WHERE record = 'event'"
    with closing(sqlite3.connect(Path(folder, "harvester.db"))) as conn:
        found = Counter((kind, *_place(url), bool(lasts)) for kind, url, lasts in conn.execute(sql))
    moved = {each.path.removeprefix("/from") for each in _whole(log) if each.path.startswith("/from/")}
    moved &= {each.path for each in _whole(log) if each.host == play.MOVING}
    wanted = Counter(("moved", play.MOVED_TO, int(path.rpartition("/")[2]), False) for path in moved)
    yield from (f"{each} happened {n} times more than in the play" for each, n in (found - wanted).items())
    yield from (f"{each} happened {n} times less than in the play" for each, n in (wanted - found).items())


def unsound(folder):
    """What ``verify`` finds."""
    done = subprocess.run(
        [sys.executable, "-m", "harvester", "verify"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        yield f"verify ends with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}"
