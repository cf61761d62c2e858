"""``harvester diff``: what changed between two versions of an article, word by word."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.archive.read import rows
from harvester.cli.articles import ARTICLE, VERSION, found, opened, version_row
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import marked, moment, safe
from harvester.diff import compare, spans
from harvester.errors import ConfigError
from harvester.model import Change, ChangeKind, Pair, Snapshot


@click.command()
@ARTICLE
@click.argument("older", type=VERSION, required=False)
@click.argument("newer", type=VERSION, required=False)
@rows_format(*ROW_FORMATS)
@archive_options
def command(article: str, form: str, archive: Path | None, config: Path, **versions: int | None) -> None:
    """Show what changed in ARTICLE from version OLDER to version NEWER.

    Without NEWER, the version after OLDER; without both, the last change.
    """
    with opened(archive, config) as conn:
        article_id = found(conn, article)
        newest = version_row(conn, article_id, None)["version"]
        older = versions["older"] or newest - 1
        newer = versions["newer"] or (older + 1 if versions["older"] else newest)
        if older < 1:
            raise ConfigError(article, "has one version only", "There is nothing to compare it with yet.")
        sides = [_side(conn, article_id, number) for number in (older, newer)]
    changes = list(_rows(*(snapshot for _, snapshot in sides)))
    if form == "text":
        click.echo(_head(*(version for version, _ in sides)))
    print_rows(changes, form, _for_a_person)
    if not changes:
        click.echo("No difference.", err=True)


def _side(conn: sqlite3.Connection, article_id: str, number: int) -> tuple[Row, Snapshot]:
    """Return a version as the archive tells of it, and its content."""
    version = version_row(conn, article_id, number)
    pairs = (
        Pair(row["question"], row["answer"]) for row in rows(conn, "show", article=article_id, version=number)
    )
    return version, Snapshot(title=version["title"], lead=version["lead"], pairs=tuple(pairs))


def _rows(old: Snapshot, new: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield a row for each change, in the order of the newer version."""
    for change in compare(old, new).changes:
        before, after = _texts(change, old, new)
        yield {
            "kind": str(change.kind),
            "edit_class": change.edit_class,
            "question": _question(change, old, new),
            "before_position": change.before + 1 or None,
            "after_position": change.after + 1 or None,
            "before": before,
            "after": after,
            "hunks": [list(hunk) for hunk in change.hunks],
        }


def _question(change: Change, old: Snapshot, new: Snapshot) -> str:
    if change.after >= 0:
        return new.pairs[change.after].question
    return old.pairs[change.before].question if change.before >= 0 else ""


def _texts(change: Change, old: Snapshot, new: Snapshot) -> tuple[str, str]:
    """Return what the change is about, before and after; ``""`` on the side that lacks it."""
    match change.kind:
        case ChangeKind.TITLE_EDITED:
            return old.title, new.title
        case ChangeKind.LEAD_EDITED:
            return old.lead, new.lead
        case ChangeKind.MOVED:
            return "", ""
        case ChangeKind.REWORDED:
            return old.pairs[change.before].question, new.pairs[change.after].question
    return (
        old.pairs[change.before].answer if change.before >= 0 else "",
        new.pairs[change.after].answer if change.after >= 0 else "",
    )


def _head(old: Row, new: Row) -> str:
    title = click.style(safe(new["title"]) or new["url"], bold=True)
    sides = " → ".join(f"version {each['version']} ({moment(each['first_seen_at'])})" for each in (old, new))
    return f"{title}\n{sides}\n"


def _for_a_person(row: Row) -> str:
    kind = f"{row['kind']} ({row['edit_class']})" if row["edit_class"] else row["kind"]
    places = [str(each) for each in (row["before_position"], row["after_position"]) if each]
    where = f", question {' → '.join(dict.fromkeys(places))}" if places else ""
    lines = [click.style(f"{kind}{where}", bold=True)]
    if row["question"] and row["kind"] != ChangeKind.REWORDED:
        lines.append(safe(row["question"]))
    if row["before"] or row["after"]:
        lines += ["", marked(spans(row["before"], row["after"]), colour=_colour())]
    return "\n".join([*lines, ""])


def _colour() -> bool:
    """Return whether edits may be told by colour alone: on a terminal, unless NO_COLOR says otherwise."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
