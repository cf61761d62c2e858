"""``harvester diff``: what changed between two versions of an article, word by word."""

import os
import sys
from pathlib import Path

import click

from harvester.change import ChangeKind, Hunk
from harvester.cli.articles import ARTICLE, VERSION, opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import kinship, marked, moment, safe
from harvester.diff import spans
from harvester.errors import ConfigError
from harvester.view.articles import article_named, version
from harvester.view.changes import between


@click.command()
@ARTICLE
@click.argument("older", type=VERSION, required=False)
@click.argument("newer", type=VERSION, required=False)
@rows_format(*ROW_FORMATS)
@archive_options
def command(article: str, form: str, archive: Path | None, config: Path, **versions: int | None) -> None:
    """Show what changed in ARTICLE from version OLDER to version NEWER.

    Without NEWER it compares OLDER with the next version; without both, the newest version with
    the one before.
    """
    with opened(archive, config) as conn:
        article_id = article_named(conn, article)
        newest = version(conn, article_id)["version"]
        older = versions["older"] or newest - 1
        newer = versions["newer"] or (older + 1 if versions["older"] else newest)
        if older < 1:
            raise ConfigError(article, "has one version only", "There is nothing to compare it with yet.")
        heads = [version(conn, article_id, number) for number in (older, newer)]
        changes = between(conn, article_id, older, newer)
    if form == "text":
        click.echo(_head(*heads))
    print_rows(changes, form, _for_a_person)
    if not changes:
        click.echo("No difference.", err=True)


def _head(old: Row, new: Row) -> str:
    title = click.style(safe(new["title"]) or new["url"], bold=True)
    sides = " → ".join(f"version {each['version']} ({moment(each['first_seen_at'])})" for each in (old, new))
    return f"{title}\n{sides}\n"


def _for_a_person(row: Row) -> str:
    kind = f"{row['kind']} ({', '.join(row['classes'])})" if row["classes"] else row["kind"]
    places = [str(each) for each in (row["before_position"], row["after_position"]) if each]
    where = f", question {' → '.join(dict.fromkeys(places))}" if places else ""
    lines = [click.style(f"{kind}{where}", bold=True)]
    if row["question"] and row["kind"] != ChangeKind.REWORDED:
        lines.append(safe(row["question"]))
    lines += kinship(row)
    if row["before"] or row["after"]:
        hunks = [Hunk(**each) for each in row["hunks"]]
        lines += ["", marked(spans(row["before"] or "", row["after"] or "", hunks), colour=_colour())]
    return "\n".join([*lines, ""])


def _colour() -> bool:
    """Return whether edits may be told by colour alone: on a terminal, unless NO_COLOR says otherwise."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
