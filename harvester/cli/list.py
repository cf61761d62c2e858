"""``harvester list``: the articles."""

from pathlib import Path

import click

from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import shortened
from harvester.view.articles import articles
from harvester.view.wording import counted, moment

TITLE_LENGTH = 60


@click.command(name="list")
@rows_format(*ROW_FORMATS)
@archive_options
def command(form: str, archive: Path | None, config: Path) -> None:
    """List the articles: what was last seen of each, and whether it is followed, paused or ended."""
    with opened(archive, config) as conn:
        found = articles(conn)
    print_rows(found, form, _for_a_person)
    if not found:
        click.echo("There are no articles yet; follow one with 'harvester add URL'.", err=True)


def _for_a_person(row: Row) -> str:
    title = shortened(row["title"], TITLE_LENGTH) or "(no title yet)"
    word = (row["trouble"] or row["last_outcome"] or "not captured yet").replace("_", " ")
    parts = [
        f"{counted(row['questions'], 'question')}, {counted(row['versions'], 'version')}",
        f"last captured {moment(row['last_captured_at'])}: {word}",
    ]
    if row["gone_since"]:
        parts.append(f"gone since {moment(row['gone_since'])}")
    if row["state"] != "followed":
        parts.append(row["state"])
    return f"{row['article_id']}  {title}\n    {row['url']}\n    {'; '.join(parts)}"
