"""``harvester import``: pages that somebody saved, and web archives."""  # noqa: N999  the verb is called so

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple

import click

from harvester.archive.columns import from_text
from harvester.archive.lock import run_lock
from harvester.archive.writing import open_archive
from harvester.cli.clusters import ON, cluster_of
from harvester.cli.options import MOMENT, archive_options
from harvester.cli.progress import bar_of_two
from harvester.cli.wording import safe
from harvester.config import Settings, load
from harvester.errors import ExitCode
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.importing import import_saved
from harvester.harvest.keeping import Imported
from harvester.harvest.reading_ahead import Ahead, read_ahead
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.opening import NamedFiles, OpeningOptions, given, spooled
from harvester.interop.saved import RefusedPage, SavedPage, listed, page
from harvester.interop.warc.opening import STDIN
from harvester.view.wording import counted

_NOTHING = (
    "no page there has questions and answers, or is of a known article; --match and --all-html take more"
)


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--url", metavar="URL", help="FILE is a saved page: where the page was.")
@click.option("--at", metavar="TIME", help="When it was saved: ISO 8601 with a zone, 2019-05-04T10:00:00Z.")
@click.option("--content-type", default="", metavar="TYPE", help="Its media type, where it is known.")
@click.option(
    "--list",
    "csv",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Many saved pages: columns file, url, captured_at and, if known, content_type.",
)
@click.option(
    "--match", "globs", multiple=True, metavar="GLOB", help="Take pages whose URL fits; * is any text."
)
@click.option("--all-html", is_flag=True, help="Take all pages of a web archive, explainers or not.")
@click.option("--source", default="", metavar="NAME", help="Take what this source announced, and itself.")
@click.option("--since", type=MOMENT, help="Take what was captured at this time or later.")
@click.option("--until", type=MOMENT, help="Take what was captured before this time.")
@click.option("--limit", type=click.IntRange(min=1), help="Take at most this many, the earliest.")
@click.option("--strict", "is_strict", is_flag=True, help="Refuse records whose digest is wrong.")
@click.option("--force", is_flag=True, help="Read a WACZ even if a digest in it is wrong.")
@click.option("--dry-run", is_flag=True, help="Say what would be added, and write nothing.")
@ON
@archive_options
@click.pass_context
def command(
    ctx: click.Context, /, files: tuple[str, ...], archive: Path | None, config: Path, **options: Any
) -> None:
    """Add captures that others made: web archives, or pages that were saved as files.

    A FILE is a web archive (WARC, ARC or WACZ, also compressed), the URL of one in an object store, or - for
    one on stdin. With --list it is a list of saved pages. With --url and --at, it is one saved page, which
    may be compressed with gzip (.gz).

    From a web archive, an import takes pages that have questions and answers, and all captures of articles
    that the archive knows; --match, --all-html and --source choose otherwise. Captures take their place in
    the history by their times. An import follows nothing, and it may be repeated: what the archive already
    has is not added again. What cannot be added is listed, and the rest is kept; the exit code is then 6.

    With --on, the pages are read on the workers of a cluster, which open the files themselves: give names or
    URLs that mean the same there.
    """
    asked = _asked(files, options)
    settings = load(config)
    with _archive(archive or settings.archive, is_dry=options["dry_run"]) as path:
        imported = _imported(path, settings, asked)
    for each in imported.notes:
        click.echo(f"note      {safe(each.place)}: {safe(each.reason)}", err=True)
    for each in imported.refused:
        click.echo(f"refused   {safe(each.place)}: {safe(each.reason)}", err=True)
    click.echo(_sentence(imported, asked))
    ctx.exit(ExitCode.BAD_INPUT if imported.refused else ExitCode.DONE)


class _ImportRequest(NamedTuple):
    """What is to be imported: saved pages, and files; which captures of the files, and how."""

    pages: Iterable[SavedPage | RefusedPage]
    places: tuple[str, ...]
    wish: CaptureFilter
    force: bool
    is_dry: bool
    on: str | None


def _asked(files: tuple[str, ...], options: dict[str, Any]) -> _ImportRequest:
    """Return what the options say; raises UsageError where they name nothing, or contradict each other."""
    now, csv, one = utc_now(), options["csv"], (options["url"], options["at"])
    since, until = (from_text(each) if each else None for each in (options["since"], options["until"]))
    limit, names = options["limit"] or 0, ("globs", "all_html", "source")
    chosen = {each: options[each] for each in names}
    wish = CaptureFilter(**chosen, since=since, until=until, limit=limit, is_strict=options["is_strict"])
    how = (wish, options["force"], options["dry_run"], options["on"])
    if csv is not None:
        if any(one) or files:
            raise click.UsageError("Give FILE with --url and --at, or --list, not both.")
        return _ImportRequest(listed(csv, now), (), *how)
    if any(one) and not (all(one) and len(files) == 1):
        raise click.UsageError("A saved page needs FILE, --url and --at.")
    if not files:
        raise click.UsageError("Give a FILE, or --list FILE.csv.")
    if not any(one):
        return _ImportRequest((), files, *how)
    file, (url, at) = files[0], one
    told = {"file": file, "url": url, "captured_at": at, "content_type": options["content_type"]}
    return _ImportRequest((page(Path(), told, file, now),), (), *how)


@contextmanager
def _archive(path: Path, *, is_dry: bool) -> Iterator[Path]:
    """Give the path of the archive; that of an empty one if nothing is to be written and there is none."""
    if not is_dry or path.exists():
        yield path
        return
    with TemporaryDirectory(prefix="harvester-") as folder:
        yield Path(folder, "empty.db")


def _imported(path: Path, settings: Settings, asked: _ImportRequest) -> Imported:
    """Import what was asked for; on a terminal, a bar shows how far it is."""
    db = open_archive(path, create=True)
    try:
        with run_lock(path), _stdin(asked.places) as stdin, _bar(asked.places) as watch:
            deriving = Deriving(db, settings.rules, utc_now)
            found = given(asked.places, OpeningOptions(stdin, watch, asked.force))
            pages = chain(asked.pages, *(listed(each, utc_now()) for each in found.lists))
            with _ahead(deriving, found, asked) as ahead:
                saved = import_saved(deriving, pages, dry=asked.is_dry)
                return saved + import_files(deriving, found.files, asked.wish, dry=asked.is_dry, ahead=ahead)
    finally:
        db.close()


@contextmanager
def _ahead(deriving: Deriving, found: NamedFiles, asked: _ImportRequest) -> Iterator[Iterable[Ahead] | None]:
    """Give what the workers of a cluster read in each file; None if no cluster was named.

    Raises UsageError if there is nothing that workers could read to choose.
    """
    if asked.on is None:
        yield None
        return
    if STDIN in asked.places:
        raise click.UsageError("Workers cannot read stdin; give a file or a URL with --on.")
    if not (found.files and asked.wish.by_reading):
        raise click.UsageError(_NOT_ON)
    with cluster_of(asked.on, None) as cluster:
        yield read_ahead(cluster, deriving.reader, [each.name for each in found.files], deriving.now())


_NOT_ON = (
    "--on has workers read the pages of web archives to find those with questions. Saved pages, and pages "
    "that --match, --all-html or --source choose, are not read for that; leave --on out."
)


def _stdin(places: tuple[str, ...]) -> BinaryIO:
    """Return a copy of stdin if it is to be read, else what is empty."""
    return spooled(sys.stdin.buffer if STDIN in places else BytesIO())


@contextmanager
def _bar(places: tuple[str, ...]) -> Iterator[Callable[[int], None]]:
    """Give what is told how many bytes were looked through; each file is twice, or more often."""
    total = 2 * sum(Path(each).stat().st_size for each in places if Path(each).is_file())
    done = 0
    with bar_of_two("import", on_terminal=bool(total) and sys.stderr.isatty()) as show:

        def watch(count: int) -> None:
            nonlocal done
            done = min(done + count, total)
            show(done, total)

        yield watch


def _sentence(imported: Imported, asked: _ImportRequest) -> str:
    """Return what an import ends with."""
    said = "would be added" if asked.is_dry else "added"
    numbers = [f"{counted(imported.added, 'capture')} {said}"]
    if imported.known:
        numbers.append(f"{imported.known} already known")
    if imported.passed:
        numbers.append(f"{imported.passed} left out")
    if imported.wrong:
        numbers.append(f"{imported.wrong} with a wrong digest")
    if imported.refused:
        numbers.append(f"{len(imported.refused)} refused")
    if not (imported.added or imported.known or imported.refused):
        return f"{', '.join(numbers)}: {_NOTHING}"
    if asked.is_dry:
        return f"{', '.join(numbers)}; nothing was written"
    return f"{', '.join(numbers)}; {counted(len(imported.articles), 'article')} brought up to date"
