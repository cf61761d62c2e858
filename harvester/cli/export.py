"""``harvester export``: what a researcher takes away."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from harvester.archive.chosen import chosen
from harvester.archive.connection import path_of, sqlite3
from harvester.cli import web_archives
from harvester.cli.articles import opened
from harvester.cli.export_options import MARKDOWN, SITE, kind_of, refuse_others
from harvester.cli.options import archive_options
from harvester.cli.progress import bar_of_rows, bar_of_two
from harvester.cli.selecting import selected, selection_options
from harvester.config import load
from harvester.errors import ConfigError
from harvester.export import markdown, subset
from harvester.export.files import check_target, folder, snapshot, to_file
from harvester.export.forms import FORMS, TableExport, form_of
from harvester.export.package import Credits, write_package
from harvester.extras import library
from harvester.site_rule import SiteRule
from harvester.view.selection import Selection
from harvester.view.tables import TABLES, count, rows
from harvester.view.wording import counted

Watcher = Callable[[int], object]


@click.command()
@click.argument("target", metavar="PATH", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--as",
    "form",
    type=click.Choice([*FORMS, MARKDOWN, SITE]),
    help="The form.  [default: by the ending of PATH; csv for a folder]",
)
@click.option(
    "--table",
    type=click.Choice([*TABLES]),
    default="pairs",
    show_default=True,
    help="What a file has a row for; a folder has all of them.",
)
@selection_options
@click.option("--title", default="", help="Title of the data set, for a folder or a WACZ; name of a site.")
@click.option("--creator", "creators", multiple=True, help="Who made the data set; may be repeated.")
@click.option("--license", "licence", default="", help="Licence of the data set: an SPDX name, or a URL.")
@click.option(
    "--robots",
    type=click.Choice(["noindex", "index"]),
    default="noindex",
    show_default=True,
    help="Whether search engines may list the pages of a site.",
)
@web_archives.web_archive_options
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@archive_options
def command(target: Path, archive: Path | None, config: Path, **options: Any) -> None:
    """Export the archive, or a part of it, to PATH.

    A PATH that ends in .jsonl, .csv or .parquet is a file with one table (also .jsonl.gz and .csv.gz), and -
    is stdout. A PATH that ends in .db is an archive of its own, with the evidence of the chosen articles and
    their history made anew of it. A PATH that ends in .warc.gz or .warc is a web archive that holds the
    captures as requests and responses, one that ends in .cdxj is its index, and one that ends in .wacz has
    both in one file, with a list of pages.

    Any other PATH is a folder with all tables and the files that describe them, ready to be deposited (Data
    Package, RO-Crate, citation, digests). With --as markdown, the folder has a document for each article.
    With --as site, it has the pages of `harvester serve` as files, with a search, to be opened from a disk or
    put on any web server; begin with its index.html.

    The same archive gives the same bytes. A file or folder gets its name when it is whole.
    """
    force, robots, form, table = map(options.pop, ("force", "robots", "form", "table"))
    about = Credits(options.pop("title"), options.pop("creators"), options.pop("licence"))
    of_web_archives = web_archives.options_of(options)
    kind = kind_of(target, form)
    if not kind:
        known, others = ", ".join(each.suffix for each in FORMS.values()), ".db, .warc.gz, .wacz, .cdxj"
        raise ConfigError(
            str(target), "has an unknown ending", f"Use {known}, {others}, or a folder's name without one."
        )
    refuse_others(click.get_current_context(), kind)
    with opened(archive, config) as conn:
        selection = selected(conn, options)
        snapshot(conn)
        match kind:
            case "stdout":
                _to_stdout(form or "jsonl", TableExport(conn, TABLES[table], selection))
            case "an archive":
                _to_archive(target, conn, selection, load(config).rules, force=force)
            case "a table":
                _to_file(target, form, TableExport(conn, TABLES[table], selection), force=force)
            case "a site":
                _to_site(target, (conn, selection), about.title, robots)
            case "a folder of documents" | "a data package":
                _to_folder(target, form or "csv", (conn, selection), about)
            case _:
                wanted = web_archives.WebArchiveExport(conn, selection, about.title, force)
                web_archives.write(target, wanted, of_web_archives)


def _to_stdout(form: str, wanted: TableExport) -> None:
    if form not in FORMS:
        raise ConfigError("export", f"cannot write {form} to stdout", "Name a folder.")
    FORMS[form].writer(wanted, sys.stdout.buffer, lambda _: None)


def _to_file(target: Path, form: str | None, wanted: TableExport, *, force: bool) -> None:
    chosen = form or form_of(target)
    if chosen not in FORMS:
        raise ConfigError(str(target), f"{form} is written to a folder", "Name one.")
    check_target(target, force=force)
    number = 0
    with _shown(wanted.conn, [wanted.table.name], wanted.selection) as watch:

        def count_rows(written: int) -> None:
            nonlocal number
            number += written
            watch(written)

        to_file(target, chosen, wanted, count_rows)
    click.echo(f"{target}: {counted(number, 'row')}, {target.stat().st_size:,} bytes", err=True)


def _to_folder(target: Path, form: str, chosen: tuple[sqlite3.Connection, Selection], about: Credits) -> None:
    conn, selection = chosen
    tables = ["articles"] if form == MARKDOWN else [*TABLES]
    with folder(target) as part, _shown(conn, tables, selection) as watch:
        if form == MARKDOWN:
            markdown.to_folder(part, conn, selection, watch)
        else:
            write_package(part, form, chosen, about, watch)
    click.echo(f"{target}: {counted(len([*target.iterdir()]), 'file')}", err=True)


def _to_site(target: Path, chosen: tuple[sqlite3.Connection, Selection], title: str, robots: str) -> None:
    site = library("web", "harvester.export.site.writing")
    conn, selection = chosen
    choice = site.SiteDescription(title or path_of(conn).stem, robots == "index")
    with folder(target) as part, _shown(conn, ["articles"], selection) as watch:
        site.to_folder(part, chosen, choice, watch)
    click.echo(f"{target}: {sum(each.is_file() for each in target.rglob('*')):,} files", err=True)


def _to_archive(
    target: Path, conn: sqlite3.Connection, selection: Selection, rules: tuple[SiteRule, ...], *, force: bool
) -> None:
    check_target(target, force=force)
    articles = [row["article_id"] for row in rows(conn, TABLES["articles"], selection)]
    with bar_of_two(target.name, on_terminal=sys.stderr.isatty()) as watch:
        taken = subset.to_archive(target, path_of(conn), chosen(conn, articles), rules, watch)
    words = f"{counted(len(articles), 'article')} with {counted(taken.captures, 'capture')}"
    click.echo(f"{target}: {words}, {target.stat().st_size:,} bytes", err=True)


def _shown(
    conn: sqlite3.Connection, tables: list[str], selection: Selection
) -> AbstractContextManager[Watcher]:
    """Return what yields the watcher of the rows that are written."""
    return bar_of_rows("rows", lambda: sum(count(conn, TABLES[each], selection) for each in tables))
