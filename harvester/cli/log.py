"""``harvester log``: the changes, newest first."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from harvester.archive.columns import to_text
from harvester.archive.connection import sqlite3
from harvester.archive.read import rows
from harvester.cli.articles import found, opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import excerpts, marked, moment, shortened
from harvester.diff import spans

QUESTION_LENGTH = 90
MAX_EDITS = 3
"""How many places of an edited text are shown in the text; `diff` shows all of them in full."""


class Moment(click.ParamType[str]):
    """A time on the command line, ISO 8601, as precise as the user likes; UTC where it names no zone."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the time as the archive writes it."""
        try:
            moment = datetime.fromisoformat(str(value))
            return to_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time; give one such as 2026-11-23 or 2026-11-23T10:00.", param, ctx)


@click.command()
@click.argument("article", required=False, metavar="[ARTICLE]")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many changes.  [default: all]")
@click.option(
    "--since", type=Moment(), help="Not before this moment, UTC, such as 2026-11-23 or 2026-11-23T10:00."
)
@rows_format(*ROW_FORMATS)
@archive_options
def command(
    article: str | None,
    form: str,
    archive: Path | None,
    config: Path,
    **bounds: str | int | None,
) -> None:
    """List what changed, newest first; of ARTICLE only, where one is named."""
    with opened(archive, config) as conn:
        article_id = found(conn, article) if article else None
        found_changes = changes(conn, article=article_id, since=bounds["since"], limit=bounds["limit"] or -1)
    print_rows(found_changes, form, for_a_person)
    if not found_changes:
        click.echo("No changes yet.", err=True)


def changes(conn: sqlite3.Connection, **bounds: str | int | None) -> list[dict[str, Any]]:
    """Return the changes within the bounds of ``db/queries/log.sql``, newest first, hunks as lists."""
    return [dict(row) | {"hunks": json.loads(row["hunks"])} for row in rows(conn, "log", **bounds)]


def for_a_person(row: Row) -> str:
    """Return a change as lines of text."""
    kind = f"{row['kind']} ({row['edit_class']})" if row["edit_class"] else row["kind"]
    head = f"{moment(row['changed_at'])}  v{row['version']}  {click.style(kind, bold=True)}  {row['url']}"
    lines = [head]
    if row["question"]:
        lines.append(f"    {shortened(row['question'], QUESTION_LENGTH)}")
    edits = _edits(row)
    lines += [f"      {marked(edit, colour=False).rstrip()}" for edit in edits[:MAX_EDITS]]
    if len(edits) > MAX_EDITS:
        lines.append(f"      and {len(edits) - MAX_EDITS} more, which 'harvester diff' shows")
    return "\n".join(lines)


def _edits(row: Row) -> list[tuple[tuple[str, str, str], ...]]:
    """Return the places where the words differ, each as spans; none for what came or went whole."""
    if not row["hunks"]:
        return []
    if row["before"] and row["after"]:
        return [*excerpts(spans(row["before"], row["after"]))]
    return [(("replace", before, after),) for before, after, *_ in row["hunks"]]  # edited while it was away
