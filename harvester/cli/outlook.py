"""What ``harvester run --dry-run`` prints: what a run would ask for now, and why."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from harvester.cli.wording import safe
from harvester.cli.writing import writing
from harvester.config import Settings
from harvester.harvest.bounds import Bounds
from harvester.harvest.planning import PlannedItem, RunPlan, outlook
from harvester.view.wording import counted, moment, zone


def show_outlook(path: Path, settings: Settings, now: datetime, bounds: Bounds) -> None:
    """Print a line for each thing that a run would ask for."""
    with writing(path) as db:
        found = outlook(db, settings, now, bounds)
    for line in _lines(found):
        click.echo(line)
    articles = sum(each.kind == "article" for each in found.planned)
    sources = len(found.planned) - articles
    numbers = f"{counted(sources, 'source')} and {counted(articles, 'article')}"
    click.echo(f"{numbers} would be asked for; sources may announce more. Nothing was asked for.", err=True)


def _lines(found: RunPlan) -> Iterator[str]:
    yield from (f"{each.kind:<8}  {safe(each.url)}  {_why(each)}" for each in found.planned)
    yield from (f"ended     {safe(url)}  harvester.toml no longer declares it" for url in found.ended)


def _why(each: PlannedItem) -> str:
    parts = ["named by you"] if each.is_named else []
    if not each.asked_at:
        return ", ".join([*parts, "not captured yet"])
    if not each.is_named:
        parts.append(
            f"due since {moment(each.due_since)} {zone()}" if each.due_since else "due at the next run"
        )
    parts.append(f"last asked for {moment(each.asked_at)} {zone()}")
    if each.trouble:
        parts.append(each.trouble.replace("_", " "))
    return ", ".join(parts)
