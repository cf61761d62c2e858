"""``harvester show``: an article's questions and answers."""

import json
from pathlib import Path

import click

from harvester.archive.read import rows
from harvester.cli.articles import ARTICLE, VERSION, found, opened, version_row
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import counted, moment, safe


@click.command()
@ARTICLE
@click.option("--version", "number", type=VERSION, help="As it stood in this version.  [default: the newest]")
@rows_format(*ROW_FORMATS)
@archive_options
def command(article: str, number: int | None, form: str, archive: Path | None, config: Path) -> None:
    """Show the questions and answers of ARTICLE, a URL or an id as `list` shows it."""
    with opened(archive, config) as conn:
        article_id = found(conn, article)
        version = version_row(conn, article_id, number)
        pairs = [dict(row) for row in rows(conn, "show", article=article_id, version=version["version"])]
        trouble = [] if number else rows(conn, "trouble", only=article_id, limit=1)
    if form == "text":
        click.echo(_head(version))
    print_rows(pairs, form, _pair)
    for row in trouble:
        click.echo(_since(dict(row)), err=True)
    if not pairs:
        click.echo(f"No questions and answers: {safe(version['reason'])}.", err=True)


def _head(version: Row) -> str:
    """Return what stands above the questions: title, lead, authors, and which version this is."""
    lines = [click.style(safe(version["title"]) or version["url"], bold=True)]
    if version["lead"]:
        lines += ["", safe(version["lead"])]
    authors = ", ".join(safe(author) for author in json.loads(version["authors"]))
    dates = [f"{word} {version[word]}" for word in ("published", "modified") if version[word]]
    seen = (
        f"version {version['version']}, {counted(version['questions'], 'question')},"
        f" seen {moment(version['first_seen_at'])} to {moment(version['last_seen_at'])} UTC"
    )
    lines += [
        "",
        "; ".join([*([f"by {authors}"] if authors else []), *map(safe, dates), seen]),
        version["url"],
        "",
    ]
    return "\n".join(lines)


def _since(row: Row) -> str:
    """Return why the last capture does not show this version, as a person should know who cites it."""
    words = safe(row["reason"] or row["detail"]).rstrip(".")
    return f"The last capture, {moment(row['captured_at'])}, is {row['verdict'] or row['outcome']}: {words}."


def _pair(row: Row) -> str:
    question = click.style(f"{row['position']}. {safe(row['question'])}", bold=True)
    return f"{question}\n\n{safe(row['answer'])}\n"
