"""``harvester import``: pages that somebody saved."""  # noqa: N999  the verb is called so

from collections.abc import Iterable
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.writing import open_archive
from harvester.cli.options import archive_options
from harvester.cli.wording import safe
from harvester.config import load
from harvester.errors import ExitCode
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.importing import import_saved
from harvester.harvest.keeping import Imported
from harvester.interop.saved import Refused, SavedPage, listed, page
from harvester.view.wording import counted


@click.command()
@click.argument("file", required=False, metavar="FILE", type=click.Path(path_type=Path))
@click.option("--url", metavar="URL", help="Where the page was.")
@click.option("--at", metavar="TIME", help="When it was saved: ISO 8601 with a zone, 2019-05-04T10:00:00Z.")
@click.option("--content-type", default="", metavar="TYPE", help="Its media type, where it is known.")
@click.option(
    "--list",
    "csv",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Many pages: columns file, url, captured_at and, if known, content_type.",
)
@archive_options
@click.pass_context
def command(
    ctx: click.Context, /, csv: Path | None, archive: Path | None, config: Path, **one: str | Path | None
) -> None:
    """Add a page that was saved as FILE, or all pages of a list, as captures made at that time.

    They are read like the captures of a run and take their place in the history by their times. Files may be
    packed with gzip (.gz). An import follows nothing. It may be repeated: what the archive already has is not
    added again. Pages that cannot be added are listed, and the others are kept; the exit code is then 6.
    """
    pages = _pages(csv, one)
    settings = load(config)
    path = archive or settings.archive
    db = open_archive(path, create=True)
    try:
        with run_lock(path):
            came = import_saved(Deriving(db, settings.rules, utc_now), pages)
    finally:
        db.close()
    for each in came.refused:
        click.echo(f"refused   {safe(each.place)}: {safe(each.reason)}", err=True)
    click.echo(_sentence(came))
    ctx.exit(ExitCode.BAD_INPUT if came.refused else ExitCode.DONE)


def _pages(csv: Path | None, one: dict[str, str | Path | None]) -> Iterable[SavedPage | Refused]:
    """Return the pages that the options name; raises UsageError where they do not name any."""
    now = utc_now()
    told = {"file": one["file"], "url": one["url"], "captured_at": one["at"]}
    if csv is not None:
        if any(told.values()):
            raise click.UsageError("Give FILE with --url and --at, or --list, not both.")
        return listed(csv, now)
    if not all(told.values()):
        raise click.UsageError("Give FILE, --url and --at, or --list FILE.csv.")
    texts = {name: str(value) for name, value in told.items()}
    return (page(Path(), texts | {"content_type": str(one["content_type"])}, texts["file"], now),)


def _sentence(came: Imported) -> str:
    """Return what an import ends with."""
    numbers = [f"{counted(came.added, 'capture')} added"]
    if came.known:
        numbers.append(f"{came.known} already known")
    if came.refused:
        numbers.append(f"{len(came.refused)} refused")
    return f"{', '.join(numbers)}; {counted(len(came.articles), 'article')} brought up to date"
