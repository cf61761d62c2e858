"""``harvester log``: changes, events and decisions, newest first."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import click

from harvester.change import ChangeKind, EditClass
from harvester.cli.articles import opened
from harvester.cli.options import MOMENT, archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import marked, safe, shortened
from harvester.view.articles import article_named, question_named
from harvester.view.changes import LogFilter, edits, log
from harvester.view.happenings import kind_of, sentence
from harvester.view.sources import source
from harvester.view.wording import excerpts, kinship, moment

QUESTION_LENGTH = 90
"""At most this many characters of a question are shown: most are shorter, and longer ones fill two lines."""

_MORE = {"rewritten": "; 'harvester diff' shows all of it"}

MAX_EDITS = 3
"""At most this many places of an edited text are shown; `diff` shows all of them in full."""


@click.command()
@click.argument("article", required=False, metavar="[ARTICLE]")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many rows.  [default: all]")
@click.option("--since", type=MOMENT, help="Not before this time, UTC: 2026-11-23 or 2026-11-23T10:00.")
@click.option("--until", type=MOMENT, help="Before this time.")
@click.option("--source", metavar="URL", help="Articles that this source announced first, and itself.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([str(each) for each in ChangeKind]),
    multiple=True,
    help="Changes of this kind; with several, changes of any of them.",
)
@click.option("--question", metavar="ID", help="Changes of this question, by its id as `show` has it.")
@click.option(
    "--class",
    "classes",
    type=click.Choice([str(each) for each in EditClass]),
    multiple=True,
    help="Edits of this class; with several, edits of any of them.",
)
@click.option(
    "--min-significance",
    "significance",
    type=click.FloatRange(0, 1),
    help="Changes of at least this significance, 0 to 1.",
)
@rows_format(*ROW_FORMATS)
@archive_options
def command(article: str | None, form: str, archive: Path | None, config: Path, **wanted: Any) -> None:
    """List what happened, newest first: to ARTICLE if one is named, else to all.

    The list has changes of questions and answers, events (gone, back, moved, walled, returned, rewritten,
    alternating, suspect, read otherwise, rendered, unrendered, surroundings edited) and decisions of people.
    The column record says which of the three a row is. With --kind, --question, --class or --min-significance
    it has changes only. What was asked, dropped and moved when a page was rewritten is left out, except with
    --question: the event "rewritten" stands for it.
    """
    with opened(archive, config) as conn:
        article_id = article_named(conn, article) if article else None
        question = wanted.pop("question")
        named = question_named(conn, question, article_id) if question else None
        if wanted["source"]:
            source(conn, wanted["source"])  # which says if there is none
        found = log(conn, article_id, LogFilter(question=named, **wanted))
    print_rows(found, form, for_a_person)
    if not found:
        click.echo("No such changes." if any(wanted.values()) or named else "No changes yet.", err=True)


def for_a_person(row: Row) -> str:
    """Return a change, event or decision as lines of text."""
    head = f"{moment(row['changed_at'])}  {_kind(row)}  {row['url']}"
    if row["record"] != "change":
        told = f"    {safe(sentence(row))}{_MORE.get(row['kind'], '')}"
        return "\n".join([head, told, *_places(row, "'harvester log --format json' shows")])
    lines = [head]
    if row["question"]:
        lines.append(f"    {shortened(row['question'], QUESTION_LENGTH)}")
    if row["before_position"] and row["after_position"] and row["before"] is None:
        lines.append(f"      from place {row['before_position']} to place {row['after_position']}")
    lines += [f"      {shortened(each, QUESTION_LENGTH)}" for each in kinship(row)]
    return "\n".join([*lines, *_places(row, "'harvester diff' shows")])


def _places(row: Row, elsewhere: str) -> Iterator[str]:
    """Yield the first places where words differ; elsewhere: what shows the others."""
    places = list(chain.from_iterable(map(excerpts, edits(row))))
    yield from (f"      {marked(place, colour=False).rstrip()}" for place in places[:MAX_EDITS])
    if len(places) > MAX_EDITS:
        yield f"      and {len(places) - MAX_EDITS} more, which {elsewhere}"


def _kind(row: Row) -> str:
    version = f"v{row['version']}  " if row["record"] == "change" else ""
    return f"{version}{click.style(kind_of(row), bold=True)}"
