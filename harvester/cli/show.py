"""``harvester show``: an article's questions and answers, or the bytes of a capture."""

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.cli.articles import VERSION, opened
from harvester.cli.options import MOMENT, archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe, shortened
from harvester.view.articles import (
    article_named,
    citation,
    cited_version,
    pairs,
    trouble,
    version,
    version_at,
)
from harvester.view.citing import citation_of, plain
from harvester.view.events import notable
from harvester.view.happenings import sentence
from harvester.view.wording import captured_elsewhere, counted, moment, seen, stated
from harvester.web import links

STATED_LENGTH = 70
"""At most this many characters are shown of the words in structured data, and of those on the page."""

_HELD = {"pause": "paused", "end": "ended"}  # how an article is after the decision


@click.command()
@click.argument("article", required=False, metavar="ARTICLE")
@click.option("--version", "number", type=VERSION, help="As it stood in this version.  [default: the newest]")
@click.option("--at", type=MOMENT, help="As it stood at this time, UTC: 2026-11-23 or 2026-11-23T10:00.")
@click.option("--cite", is_flag=True, help="Print a citation of this version instead.")
@click.option("--raw", metavar="CAPTURE", help="Write the bytes of this capture instead, and nothing else.")
@rows_format(*ROW_FORMATS)
@archive_options
def command(article: str | None, form: str, archive: Path | None, config: Path, **options: Any) -> None:
    """Show the questions and answers of ARTICLE, a URL or an id as `list` shows it.

    If the structured data of the page has other words, a line below the answer shows them; the view
    contradiction_list lists all such answers. With --raw, the bytes of a capture are written, content coding
    removed and digest checked; leave out ARTICLE then. CAPTURE is a key or its beginning, as
    `harvester runs show` lists it, or a number of the view capture_list.
    """
    if options["number"] and options["at"]:
        raise click.UsageError("Give either --version or --at.")
    if options["raw"] is not None:
        _write(archive, config, options["raw"])
        return
    if article is None:
        raise click.UsageError("Name an ARTICLE, or a capture with --raw.")
    with opened(archive, config) as conn:
        article_id = article_named(conn, article)
        number = version_at(conn, article_id, options["at"]) if options["at"] else options["number"]
        if options["cite"]:
            number = number or version(conn, article_id)["version"]
            said = citation(conn, article_id, number, options["at"])
            path = links.at(article_id, options["at"] or said["captured_at"])
            cited = citation_of(cited_version(conn, article_id, said) | {"path": path})
            print_rows([said], form, lambda _: safe(plain(cited)))
        else:
            _show(conn, article_id, number, form)


def _write(archive: Path | None, config: Path, capture: str) -> None:
    captures = importlib.import_module("harvester.view.captures")  # loads zstandard; `show` goes without
    with opened(archive, config) as conn:
        body = captures.body(conn, capture)
    sys.stdout.buffer.write(body)


def _show(conn: sqlite3.Connection, article_id: str, number: int | None, form: str) -> None:
    head = version(conn, article_id, number)
    shown = pairs(conn, article_id, head["version"])
    happened = [] if number else notable(conn, article_id)
    differs = None if number else trouble(conn, article_id)
    if form == "text":
        click.echo(_head(head, happened))
    print_rows(shown, form, lambda row: _pair(row, head["url"]))
    if differs:
        click.echo(_since(differs), err=True)
    if not shown:
        click.echo(f"No questions and answers: {safe(head['reason'])}.", err=True)


def _head(head: Row, happened: Sequence[Row]) -> str:
    """Return what stands above the questions: title, lead, authors, which version, what happened to it."""
    lines = [click.style(safe(head["title"]) or head["url"], bold=True)]
    if head["lead"]:
        lines += ["", safe(head["lead"])]
    authors = ", ".join(safe(author) for author in json.loads(head["authors"]))
    dates = [f"{word} {stated(head[word])}" for word in ("published", "modified") if head[word]]
    stood = (
        f"version {head['version']}, {counted(head['questions'], 'question')},"
        f" seen {seen(head['first_seen_at'], head['last_seen_at'])}"
        f"{captured_elsewhere(head['origin'])}"
    )
    lines += [
        "",
        "; ".join([*([f"by {authors}"] if authors else []), *map(safe, dates), stood]),
        head["url"],
        *(
            f"{_HELD.get(row['kind'], row['kind'])} since {moment(row['from_at'])}. {safe(sentence(row))}."
            for row in happened
        ),
        "",
    ]
    return "\n".join(lines)


def _since(row: Row) -> str:
    """Return why the last capture does not show this version, as a person should know who cites it."""
    words = safe(row["reason"] or row["detail"]).rstrip(".")
    return f"The last capture, {moment(row['captured_at'])}, is {row['trouble'].replace('_', ' ')}: {words}."


def _pair(row: Row, page: str) -> str:
    question = click.style(f"{row['position']}. {safe(row['question'])}", bold=True)
    answer = f"{question}\n\n{safe(_answer(row, page))}\n"
    return f"{answer}\n{_contradiction(row)}\n" if row["stated"] else answer


def _answer(row: Row, page: str) -> str:
    """Return the answer; numbers behind its links lead to their targets below."""
    if not row["links"] and not row["images"]:
        return str(row["answer"])
    references = importlib.import_module("harvester.view.references")  # loads the diff: 0.04 s
    text, targets = references.numbered_answer(row, page)
    notes = [f"⟨{number}⟩ {target}" for number, target in enumerate(targets, 1)]
    return "\n".join([text, *([""] if notes else []), *notes])


def _contradiction(row: Row) -> str:
    """Return one line that says where the structured data first has other words than the answer."""
    contradictions = importlib.import_module("harvester.view.contradictions")  # loads the diff: 0.04 s
    words = contradictions.first_difference(row["answer"], row["stated"])
    shown, stated = (shortened(each, STATED_LENGTH) for each in words)
    if not stated:
        return f"[The structured data of the page does not have “{shown}”.]"
    where = f"where the page shows “{shown}”" if shown else "which the page does not show"
    return f"[The structured data of the page says “{stated}” {where}.]"
