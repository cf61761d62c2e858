"""The options that choose a part of an archive, the same for every verb that has them."""

from collections.abc import Callable
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.change import ChangeKind, EditClass
from harvester.cli.options import MOMENT, Verb
from harvester.view.articles import article_named, question_named
from harvester.view.selection import Selection

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--article", "articles", multiple=True, help="This article: a URL, or an id."),
    click.option("--question", "questions", multiple=True, help="This question: its id."),
    click.option("--host", "hosts", multiple=True, help="Articles on this host, or on a subdomain of it."),
    click.option("--source", "sources", multiple=True, help="Articles of this source: its URL or name."),
    click.option(
        "--language", "languages", multiple=True, help="Articles in this language: pt also chooses pt-BR."
    ),
    click.option("--since", type=MOMENT, help="What was shown or happened at this time or later."),
    click.option("--until", type=MOMENT, help="What was shown or happened before this time."),
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice([str(each) for each in ChangeKind]),
        help="Changes of this kind, and questions with one.",
    ),
    click.option(
        "--class",
        "classes",
        multiple=True,
        type=click.Choice([str(each) for each in EditClass]),
        help="Edits of this class, and questions with one.",
    ),
    click.option("--current", "is_current", is_flag=True, help="Only what is shown now."),
)


def selection_options(verb: Verb) -> Verb:
    """Give the verb the options of a selection; several values of one mean any of them."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def selected(conn: sqlite3.Connection, options: dict[str, Any]) -> Selection:
    """Return the selection that the options say; raises ConfigError for what is not in the archive."""
    articles = [article_named(conn, each) for each in options["articles"]]
    questions = [question_named(conn, each) for each in options["questions"]]
    return Selection(**options | {"articles": articles, "questions": questions})
