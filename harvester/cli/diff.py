"""``harvester diff``: what changed between two versions of an article, or between two articles."""

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.cli.articles import ARTICLE, VERSION, opened
from harvester.cli.drawing import beside, inline, unified
from harvester.cli.options import MOMENT, archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe
from harvester.errors import ConfigError
from harvester.view.articles import article_named, version, version_at
from harvester.view.comparing import Edition, between
from harvester.view.wording import moment

WIDE = 120
"""A terminal of this many columns or more shows both texts side by side."""


@click.command()
@ARTICLE
@click.argument("older", type=VERSION, required=False)
@click.argument("newer", type=VERSION, required=False)
@click.option(
    "--since",
    type=MOMENT,
    help="Compare what stood at this time, UTC: 2026-11-23; the first version if none did yet.",
)
@click.option("--until", type=MOMENT, help="Compare with what stood at this time.  [default: now]")
@click.option("--with", "other", metavar="ARTICLE", help="Compare with this article, in its version NEWER.")
@click.option(
    "--side-by-side/--inline", "is_beside", default=None, help="How texts are shown.  [default: by width]"
)
@rows_format(*ROW_FORMATS, "unified", "html")
@archive_options
def command(article: str, form: str, archive: Path | None, config: Path, **wanted: Any) -> None:
    """Show what changed in ARTICLE from version OLDER to version NEWER.

    Without NEWER it compares OLDER with the next version; without both, the newest version with the one
    before. [-words-] were removed, {+words+} were added. A wide terminal shows both texts side by side.
    """
    with opened(archive, config) as conn:
        editions = _editions(conn, article, wanted)
        old, new = (version(conn, *each) for each in editions)
        changes = between(conn, *editions)
    if form == "html":
        pages = importlib.import_module("harvester.cli.diff_html")  # only this form needs it
        click.echo(pages.page(old, new, changes))
    elif form == "unified":
        click.echo("\n".join(unified(old, new, changes)))
    else:
        if form == "text":
            click.echo(_head(old, new))
        print_rows(changes, form, _drawn(wanted["is_beside"]))
    if not changes:
        click.echo("No difference.", err=True)


def _drawn(is_beside: bool | None) -> Callable[[Row], str]:  # noqa: FBT001  private
    """Return how a change is drawn: as the options say, else side by side if the terminal is wide."""
    width = shutil.get_terminal_size().columns
    if is_beside or (is_beside is None and sys.stdout.isatty() and width >= WIDE):
        return lambda row: beside(row, width)
    return lambda row: inline(row, colour=_colour())


def _editions(conn: sqlite3.Connection, article: str, wanted: dict[str, Any]) -> tuple[Edition, Edition]:
    """Return which two versions are compared."""
    one = article_named(conn, article)
    other = article_named(conn, wanted["other"]) if wanted["other"] else one
    older, newer = wanted["older"], wanted["newer"]
    if (older and wanted["since"]) or (newer and wanted["until"]):
        raise click.UsageError("Give either the number of a version or a time.")
    newest = version(conn, other)["version"]
    if wanted["until"]:
        newer = version_at(conn, other, wanted["until"])
    if wanted["since"]:
        began = version(conn, one, 1)["first_seen_at"]
        older = version_at(conn, one, max(wanted["since"], began))
    if other != one:
        return Edition(one, older or version(conn, one)["version"]), Edition(other, newer or newest)
    newer = newer or (newest if wanted["since"] or not older else older + 1)
    older = older or newer - 1
    if older < 1:
        raise ConfigError(article, "has one version only", "There is nothing to compare it with yet.")
    return Edition(one, older), Edition(other, newer)


def _head(old: Row, new: Row) -> str:
    titles = dict.fromkeys(safe(each["title"]) or each["url"] for each in (old, new))
    sides = " → ".join(f"version {each['version']} ({moment(each['first_seen_at'])})" for each in (old, new))
    return f"{click.style(' → '.join(titles), bold=True)}\n{sides}\n"


def _colour() -> bool:
    """Return whether edits are coloured: on a terminal, unless NO_COLOR says otherwise."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
