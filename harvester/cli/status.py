"""``harvester status``: how the archive, its sources and its last run are doing."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import Row
from harvester.cli.wording import safe, shortened, waiting_words
from harvester.view.status import LEFT_OUT, status
from harvester.view.wording import counted, moment, tally

MAX_NAMED = 20
"""How many articles of one kind are named in the text; the JSON names all."""

REASON_LENGTH = 160
"""Characters of a reason that are shown in the text."""


@click.command()
@rows_format("text", "json")
@archive_options
def command(form: str, archive: Path | None, config: Path) -> None:
    """Show how the sources and the last run are doing, and which articles need a look."""
    with opened(archive, config) as conn:
        state = status(conn)
    if form == "json":
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(state)))


def _lines(state: Row) -> Iterator[str]:
    yield from _numbers(state["archive"])
    yield from _last_run(state["last_run"])
    yield from map(_source, state["sources"])
    suspects = [row for row in state["trouble"] if row["trouble"] == "suspect"]
    emptied = [row for row in suspects if not row["pairs"]]
    lossy = sorted([*state["losses"], *emptied], key=lambda row: row["source"] or "")
    for _, rows in groupby(lossy, key=lambda row: row["source"]):
        yield from _broken(list(rows))
    yield from _misread(state["losses_by_reading"])
    yield from _partial([row for row in state["trouble"] if row["trouble"] == "waiting"])
    yield from _strangers([row for row in suspects if row["pairs"]])
    yield from _trouble([row for row in state["trouble"] if row["trouble"] not in {"suspect", "waiting"}])
    yield from _explainers(state["remembered"], state["questionless"])
    yield from _left_out(state["left_out"])
    yield from _held(state["held"])
    yield from _head(state["head"])


def _numbers(numbers: Row) -> Iterator[str]:
    states = {word: numbers[f"{word}_articles"] for word in ("remembered", "paused", "ended")}
    off = ", ".join(f"{number} {word}" for word, number in states.items() if number)
    yield (
        f"{counted(numbers['articles'], 'article')}{f' ({off})' if off else ''}"
        f" from {counted(numbers['sources'], 'source')}:"
        f" {counted(numbers['captures'], 'capture')}, {counted(numbers['versions'], 'version')},"
        f" {counted(numbers['questions'], 'question')}, {counted(numbers['changes'], 'change')},"
        f" {counted(numbers['events'], 'event')}"
    )
    if numbers["payload_bytes"]:
        yield f"payloads: {numbers['payload_bytes']:,} bytes, kept in {numbers['stored_bytes']:,}"
    if waiting := numbers["unread_captures"]:
        yield waiting_words(waiting)
    if stopped := numbers["stopped_captures"]:
        yield f"{counted(stopped, 'capture')} stopped the program when read; 'harvester rebuild' tries again"


def _last_run(run: Row | None) -> Iterator[str]:
    if run is None:
        yield "no run yet"
        return
    ended = f"ended {moment(run['ended_at'])}" if run["ended_at"] else "has not ended, or was killed"
    parts = [tally(run["results"]) or "nothing captured"]
    if run["sources"]:
        parts.append(f"sources: {tally(run['sources'])}")
    yield f"last run: number {run['id']}, {moment(run['started_at'])} UTC, {ended}: {'; '.join(parts)}"


def _head(head: Row | None) -> Iterator[str]:
    """Yield the head of the chain, which a person can write down."""
    if head:
        stamped = f", stamped {moment(head['stamped_at'])}" if head["stamped_at"] else ""
        yield ""
        yield f"head {head['number']}, {moment(head['made_at'])} UTC{stamped}: {head['head']}"


def _source(row: Row) -> str:
    """Return how a feed, sitemap or listing page is doing, itself and its articles."""
    line = f"{row['kind']:<8} {row['url']}: {counted(row['articles'], 'article')}, {row['failing']} failing"
    if row["state"] != "followed":
        return f"{line}; {row['state']} since {moment(row['since'])}"
    if not row["problem"]:
        return line
    words = shortened(row["problem"], REASON_LENGTH)
    return f"{line}; {row['trouble'].replace('_', ' ')} since {moment(row['trouble_since'])}: {words}"


def _broken(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the articles of one source that lost most of their questions at once."""
    source = rows[0]["source"]
    where = (
        f"{source}: {len(rows)} of {counted(rows[0]['articles'], 'article')}"
        if source
        else counted(len(rows), "article")
    )
    yield ""
    yield f"parser or page broken?  {where} lost all or most questions"
    yield from _named(rows, _loss)
    suspects = [row for row in rows if "capture" in row]
    if suspects:
        yield f"  Look at what came: harvester show --raw {suspects[0]['capture']}"
        yield "  If it is a wall, an error or a broken page, do nothing: the version before stays current."
        yield "  If the publisher removed the questions: harvester accept URL"


def _loss(row: Row) -> str:
    kept = f"is kept, what came is {row['trouble']}" if "capture" in row else "shows it; it may be a rewrite"
    return (
        f"{row['pairs_before']} → {row['pairs']}  {row['url']}  since {moment(row['since'])};"
        f" version {row['version']} {kept}"
    )


def _partial(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the articles of which most questions are gone, and which wait for captures that agree."""
    if not rows:
        return
    yield ""
    yield f"part of the page missing?  {counted(len(rows), 'article')} lost most questions at once"
    yield from _named(rows, _loss)
    yield f"  Look at what came: harvester show --raw {rows[0]['capture']}"
    yield "  If two more captures show the same, it becomes a version by itself. You need do nothing."
    yield "  If the publisher removed the questions, harvester accept URL makes it a version immediately."


def _misread(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the articles that lost most of their questions in the same captures."""
    if not rows:
        return
    yield ""
    count = counted(len(rows), "article")
    yield f"parser or site rule broken?  {count} lost all or most questions when read again"
    yield from _named(rows, _lost_by_reading)


def _lost_by_reading(row: Row) -> str:
    return f"{row['pairs_before']} → {row['pairs']}  {row['url']}  since {moment(row['since'])}"


def _strangers(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the articles whose URL shows other content now; a person must say whether it is theirs."""
    if not rows:
        return
    yield ""
    yield f"another article at the same place?  {counted(len(rows), 'article')}"
    yield from _named(rows, _reason)
    yield f"  Look at what came: harvester show --raw {rows[0]['capture']}"
    yield "  If it is a wall, or a domain that was sold, do nothing: the version before stays current."
    yield "  If it is the same article, rewritten: harvester accept URL; if it is another: harvester end URL"


def _trouble(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield ""
        yield f"{counted(len(rows), 'article')} to look at:"
        yield from _named(rows, _reason)


def _reason(row: Row) -> str:
    words = shortened(row["reason"] or row["detail"], REASON_LENGTH).rstrip(".")
    kept = f"; version {row['version']} is kept" if row["version"] else ""
    return f"{row['trouble']:<14} {row['url']}  since {moment(row['since'])}: {words}{kept}"


def _explainers(remembered: Sequence[Row], questionless: Sequence[Row]) -> Iterator[str]:
    """Yield how many articles are not followed, and which are followed though they have no questions."""
    if remembered:
        yield ""
        found = ", ".join(f"{row['articles']} {row['reason'].replace('_', ' ')}" for row in remembered)
        yield f"announced, but no explainers, so they are asked for seldom: {found}"
        yield "  To see them: harvester list --not-followed"
    if questionless:
        yield ""
        yield f"no questions found?  {counted(len(questionless), 'article')} that somebody added by name"
        yield from _named(questionless, lambda row: f"{row['url']}  since {moment(row['since'])}")
        yield "  To see what the parser found, and why: harvester parse URL --explain"


def _left_out(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the articles whose newest version has much of the text between its questions in no answer."""
    if rows:
        yield ""
        count = counted(len(rows), "article")
        yield (
            f"text left out?  {count} with more than {LEFT_OUT:.0%} of the text from the first question"
            " to the last answer in no answer"
        )
        yield from _named(rows, _share)
        yield "  To see each block that was left out, and why: harvester parse URL --explain"


def _share(row: Row) -> str:
    return (
        f"{row['left_out']:.0%}  {row['url']}  version {row['version']}, {counted(row['pairs'], 'question')}"
    )


def _held(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield ""
        yield "paused or ended by somebody:"
        yield from _named(rows, _hold)


def _hold(row: Row) -> str:
    why = f": {safe(row['why'])}" if row["why"] else ""
    since = f"{row['state']} since {moment(row['since'])} by {safe(row['who'])}"
    return f"{row['what']:<8} {row['url']}  {since}{why}"


def _named(rows: Sequence[Row], words: Callable[[Row], str]) -> Iterator[str]:
    yield from (f"  {words(row)}" for row in rows[:MAX_NAMED])
    if len(rows) > MAX_NAMED:
        yield f"  … and {len(rows) - MAX_NAMED} more; --format json names all"
