"""``harvester log``: the changes, newest first."""

import json
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.archive.read import rows
from harvester.cli.articles import found, opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import marked, moment, shortened

QUESTION_LENGTH = 90
HUNK_LENGTH = 160
MAX_HUNKS = 3
"""How many of an edit's hunks are shown in the text; `diff` shows all of them in their place."""


@click.command()
@click.argument("article", required=False, metavar="[ARTICLE]")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many changes.  [default: all]")
@click.option("--since", help="Not before this moment, such as 2026-11-23 or 2026-11-23T10:00:00Z.")
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
    for before, after, *_ in row["hunks"][:MAX_HUNKS]:
        span = ("edit", shortened(before, HUNK_LENGTH), shortened(after, HUNK_LENGTH))
        lines.append(f"      {marked([span], colour=False)}")
    if more := len(row["hunks"]) - MAX_HUNKS:
        lines += [f"      and {more} more"] if more > 0 else []
    return "\n".join(lines)
