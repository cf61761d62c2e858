"""``harvester status``: how the archive, its sources and its last run are doing."""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from harvester.archive.read import rows
from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.wording import counted, moment, safe

MAX_TROUBLE = 20
"""How many articles that need a look are named in the text; the JSON names all."""


@click.command()
@rows_format("text", "json")
@archive_options
def command(form: str, archive: Path | None, config: Path) -> None:
    """Tell how the sources and the last run are doing, and which articles need a look."""
    with opened(archive, config) as conn:
        state: dict[str, Any] = {
            "archive": dict(rows(conn, "status")[0]),
            "last_run": next((_run(dict(row)) for row in rows(conn, "runs", limit=1)), None),
            "sources": [dict(row) for row in rows(conn, "sources")],
            "losses": [dict(row) for row in rows(conn, "yield")],
            "losses_by_reading": [dict(row) for row in rows(conn, "reread")],
            "trouble": [dict(row) for row in rows(conn, "trouble", only=None, limit=-1)],
        }
    if form == "json":
        click.echo(json.dumps(state, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(state)))


def _run(row: dict[str, Any]) -> dict[str, Any]:
    """Return the run with its JSON columns as values."""
    return row | {name: json.loads(row[name] or "{}") for name in ("report", "outcomes")}


def _lines(state: dict[str, Any]) -> Iterator[str]:
    numbers = state["archive"]
    yield (
        f"{counted(numbers['articles'], 'article')} from {counted(numbers['sources'], 'source')}:"
        f" {counted(numbers['captures'], 'capture')}, {counted(numbers['versions'], 'version')},"
        f" {counted(numbers['questions'], 'question')}, {counted(numbers['changes'], 'change')}"
    )
    if numbers["payload_bytes"]:
        yield f"payloads: {numbers['payload_bytes']:,} bytes, kept in {numbers['stored_bytes']:,}"
    if numbers["unread_captures"]:
        yield f"{counted(numbers['unread_captures'], 'capture')} not read yet; the next run does that"
    yield from _last_run(state["last_run"])
    yield from map(_source, (source for source in state["sources"] if source["kind"] != "page"))
    for _, losses in groupby(state["losses"], key=lambda row: row["source_id"]):
        yield from _broken(list(losses))
    yield from _misread(state["losses_by_reading"])
    told = {row["article_id"] for row in state["losses"]}
    yield from _trouble(
        [row for row in state["trouble"] if row["verdict"] != "suspect" or row["article_id"] not in told]
    )


def _last_run(run: dict[str, Any] | None) -> Iterator[str]:
    if run is None:
        yield "no run yet"
        return
    ended = f"ended {moment(run['ended_at'])}" if run["ended_at"] else "has not ended, or was killed"
    outcomes = ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in run["outcomes"].items())
    yield f"last run {moment(run['started_at'])} UTC, {ended}: {outcomes or 'nothing captured'}"


def _source(row: dict[str, Any]) -> str:
    """Return how a feed, sitemap or listing page is doing, itself and its articles."""
    line = f"{row['kind']:<8} {row['url']}: {counted(row['articles'], 'article')}, {row['failing']} failing"
    if not row["problem"]:
        return line
    word = row["last_outcome"] if row["last_outcome"] != "ok" else "unreadable"
    return f"{line}; {word}: {safe(row['problem'])}"


def _broken(losses: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the articles of one source that lost most of their questions at once."""
    first = losses[0]
    yield ""
    yield (
        f"parser or page broken?  {first['source']}: {len(losses)} of"
        f" {counted(first['articles'], 'article')} lost all or most questions"
    )
    for row in losses[:MAX_TROUBLE]:
        suspect = row["verdict"] == "suspect"
        kept = "is kept, what came is suspect" if suspect else "shows it; it may be a rewrite"
        yield (
            f"  {row['pairs_before']} → {row['pairs']}  {row['url']}  since {moment(row['since'])};"
            f" version {row['kept']} {kept}"
        )
    if len(losses) > MAX_TROUBLE:
        yield f"  … and {len(losses) - MAX_TROUBLE} more; --format json names all"
    yield "  Where the publisher took them out, say so: harvester accept URL"


def _misread(losses: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the articles that lost most of their questions though their captures stayed the same."""
    if not losses:
        return
    yield ""
    count = counted(len(losses), "article")
    yield f"parser or site rule broken?  {count} lost all or most questions when read again"
    for row in losses[:MAX_TROUBLE]:
        yield f"  {row['pairs_before']} → {row['pairs']}  {row['url']}  since {moment(row['since'])}"
    if len(losses) > MAX_TROUBLE:
        yield f"  … and {len(losses) - MAX_TROUBLE} more; --format json names all"


def _trouble(articles: list[dict[str, Any]]) -> Iterator[str]:
    if not articles:
        return
    yield ""
    yield f"{counted(len(articles), 'article')} to look at:"
    for row in articles[:MAX_TROUBLE]:
        problem = row["verdict"] or row["outcome"]
        words = row["reason"] or row["detail"]
        kept = f"; version {row['version']} is kept" if row["version"] else ""
        yield f"  {problem:<14} {row['url']}  {safe(words).rstrip('.')}{kept}"
    if len(articles) > MAX_TROUBLE:
        yield f"  … and {len(articles) - MAX_TROUBLE} more; --format json names all"
