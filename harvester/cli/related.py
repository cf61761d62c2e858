"""``harvester related``: where else a question was asked, in other words."""

from pathlib import Path
from typing import Any

import click

from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.selecting import selected, selection_options
from harvester.cli.wording import fitted, safe
from harvester.view.meaning import meanings
from harvester.view.related import SHOWN, RelatedQuery, related
from harvester.view.wording import moment

TITLE_LENGTH = 60
"""At most this many columns of a title are shown, so that it stays on one line."""


@click.command()
@click.argument("question")
@click.option(
    "--limit", type=click.IntRange(min=1), default=SHOWN, show_default=True, help="At most this many."
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with a model of meanings for model2vec; it ranks beside the letters.",
)
@selection_options
@rows_format(*ROW_FORMATS)
@archive_options
def command(question: str, form: str, archive: Path | None, config: Path, **options: Any) -> None:
    """List the questions of all versions that are most like QUESTION, the most similar first.

    The order is a help to look through them, and says nothing more: questions about another place, year or
    number are alike, too. Texts in other languages are not translated.
    """
    model, limit = options.pop("model"), options.pop("limit")
    wanted = RelatedQuery(limit, meanings=meanings(model) if model else None)
    with opened(archive, config) as conn:
        found = related(conn, question, selected(conn, options), wanted)
    print_rows((each._asdict() for each in found), form, _for_a_person)
    if not found:
        click.echo("No question shares a word with it.", err=True)


def _for_a_person(row: Row) -> str:
    stood = f"{moment(row['began_at'])} to {moment(row['ended_at']) if row['ended_at'] else 'today'}"
    title = fitted(row["title"], TITLE_LENGTH) or row["url"]
    return f"{row['likeness']:.2f}  {safe(row['question'])}\n      {title}\n      {row['url']}\n      {stood}"
