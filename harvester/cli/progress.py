"""How a run is shown while it goes on: a bar on a terminal, a line for each failure elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from harvester.cli.wording import safe
from harvester.harvest.report import Captured, Deferred, Event, Found, Planned, trouble

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


def watched(events: Iterable[Event], *, on_terminal: bool) -> Iterator[Event]:
    """Yield the events and show each on stderr."""
    bar: ProgressBar[int] | None = None
    try:
        for event in events:
            if on_terminal and isinstance(event, Planned):
                _finish(bar)
                bar = _bar(event) if event.number else None
            elif bar and isinstance(event, Captured | Deferred | Found):
                bar.update(1)
            if failure := _failure(event):
                _say(failure, over=bar)
            yield event
    finally:
        _finish(bar)


def _bar(event: Planned) -> "ProgressBar[int]":
    bar: ProgressBar[int] = click.progressbar(
        length=event.number, label=event.what, show_pos=True, file=sys.stderr
    )
    bar.render_progress()
    return bar


def _failure(event: Event) -> str:
    match event:
        case Captured() | Found() if event.failed:
            return f"failed    {event.capture.url}  {safe(trouble(event))}"
        case Deferred():
            return f"deferred  {event.url}  {event.reason}"
    return ""


def _say(line: str, over: "ProgressBar[int] | None") -> None:
    """Print a line on stderr; where a bar stands, above it."""
    if over:
        click.echo("\r\033[K", nl=False, err=True)
    click.echo(line, err=True)
    if over:
        over.render_progress()


def _finish(bar: "ProgressBar[int] | None") -> None:
    if bar:
        bar.render_finish()
