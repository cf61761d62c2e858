"""``harvester list``: the articles that are followed."""

from pathlib import Path

import click

from harvester.archive.read import rows
from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import counted, moment, shortened

TITLE_LENGTH = 60


@click.command(name="list")
@rows_format(*ROW_FORMATS)
@archive_options
def command(form: str, archive: Path | None, config: Path) -> None:
    """List the articles that are followed, with what was last seen of each."""
    with opened(archive, config) as conn:
        articles = [dict(row) for row in rows(conn, "list")]
    print_rows(articles, form, _for_a_person)
    if not articles:
        click.echo("Nothing is followed yet; 'harvester add URL' changes that.", err=True)


def _for_a_person(row: Row) -> str:
    state = row["last_outcome"] or "not captured yet"
    if row["last_verdict"] not in {"", "content"}:
        state = row["last_verdict"]
    title = shortened(row["title"], TITLE_LENGTH) or "(no title yet)"
    counts = f"{counted(row['questions'], 'question')}, {counted(row['versions'], 'version')}"
    seen = f"last captured {moment(row['last_captured_at'])}: {state.replace('_', ' ')}"
    return f"{row['article_id']}  {title}\n    {row['url']}\n    {counts}; {seen}"
