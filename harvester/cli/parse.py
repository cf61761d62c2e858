"""``harvester parse``: files and URLs to questions and answers, without an archive."""

import gzip
import shutil
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import click

from harvester.cli.explain_html import explained_html
from harvester.cli.explaining import Explained, explained_rows, explained_text
from harvester.cli.options import ALLOW_NET, CONFIG, rows_format, settings_of
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe
from harvester.config import Settings
from harvester.errors import BadInput, ExitCode, FetchError, HarvesterError, NoArticle
from harvester.fetch import Fetcher, HostGate, Resolver, RobotsCache, Session, user_agent
from harvester.harvest.access import options_of
from harvester.harvest.fetching import limits_of
from harvester.harvest.report import REFUSALS
from harvester.http.addresses import AddressPolicy
from harvester.http.codings import GZIP_MAGIC
from harvester.http.credentials import without_credentials
from harvester.http.urls import host_of
from harvester.model import Outcome, Pair, Verdict
from harvester.reading import Received, RuledReading, examine, explain_ruled, received

MAX_INPUT_BYTES = 256 * 1024 * 1024
"""A file is read up to here, before and after unpacking: five times the largest body a run would keep."""

CONTENT_TYPES = {".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}
"""A file with this suffix has this type; any other file is judged by its content, HTML first."""


class InputOptions(NamedTuple):
    """How inputs are read. saved_from: the URL that files are from, ``""`` where nobody said so."""

    settings: Settings
    fetcher: Fetcher
    saved_from: str = ""


class Input(NamedTuple):
    """An article that could be read. url: where it is from, ``""`` for a file whose address is not known."""

    source: str
    url: str
    reading: RuledReading


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|URL|-…")
@click.option("--explain", "explaining", is_flag=True, help="Show what each block was taken for, and why.")
@click.option(
    "--url", default="", metavar="URL", help="Where saved pages are from; its host chooses the site rule."
)
@rows_format(*ROW_FORMATS, "html")
@ALLOW_NET
@CONFIG
@click.pass_context
def command(ctx: click.Context, /, inputs: tuple[str, ...], form: str, config: Path, **options: Any) -> None:
    """Split each FILE, URL or standard input (-) into its questions and answers.

    It reads HTML, plain text (.txt) and Markdown (.md), also compressed with gzip (.gz). A URL is fetched
    once, by the rules of a run. An input that cannot be read is named on stderr, and the others are printed;
    the exit code is then 6. It is 1 if a URL gives no page, or if an input is not an article, such as a feed
    or a bot wall. It is 7 if policy refused everything.

    With --explain, each block of the page is printed, with what it was taken for and by which rule;
    --format html writes them as one file for a browser.
    """
    explaining, url = options["explaining"], options["url"]
    if form == "html" and not explaining:
        raise click.UsageError("--format html goes with --explain.")
    if url and not host_of(url):
        raise click.UsageError(f"--url: {url!r} has no host; give one such as https://news.example/faq.")
    failures: list[HarvesterError] = []
    settings = settings_of(config, options["allow_net"])
    with _fetcher(settings) as fetcher:
        read = _inputs(inputs, partial(_input, InputOptions(settings, fetcher, url)), failures)
        if explaining:
            _print_explained((_explained(*each) for each in read), form)
        else:
            print_rows(map(_row, read), form, _for_a_person)
    ctx.exit(_exit_code(failures, len(inputs)))


def _exit_code(failures: Sequence[HarvesterError], inputs: int) -> ExitCode:
    """Return 0 where nothing failed, 7 where policy refused everything, 6 where some file was bad, else 1."""
    refused = [each for each in failures if isinstance(each, FetchError) and each.outcome in REFUSALS]
    if len(refused) == inputs:
        return ExitCode.REFUSED
    return max((each.exit_code for each in failures), default=ExitCode.DONE)


def _explained(source: str, url: str, reading: RuledReading) -> Explained:
    del url
    explanation = explain_ruled(reading)
    notes = tuple(filter(None, (reading.note, *reading.document.cuts)))
    return Explained(source, reading.document, *explanation, notes)


def _print_explained(pages: Iterator[Explained], form: str) -> None:
    """Print the pages block by block."""
    if form == "html":
        click.echo(explained_html(pages), nl=False)
    elif form == "text":
        for page in pages:
            click.echo(explained_text(page, _terminal_width()))
    else:
        print_rows(chain.from_iterable(map(explained_rows, pages)), form, str)


def _terminal_width() -> int:
    """Return the columns of the terminal, 0 where stdout is none: then nobody's lines wrap."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _inputs(
    inputs: tuple[str, ...], read_one: Callable[[str], Input], failures: list[HarvesterError]
) -> Iterator[Input]:
    """Yield each input that could be read; note the others on stderr and in ``failures``."""
    for source in inputs:
        try:
            read = read_one(source)
        except BadInput as error:
            failure: HarvesterError = BadInput(source, error.reason)
        except HarvesterError as error:
            failure = error
        else:
            for note in filter(None, (read.reading.note, *read.reading.document.cuts)):
                click.echo(f"harvester: {safe(source)}: {safe(note)}", err=True)
            yield read
            continue
        failures.append(failure)
        click.echo(f"harvester: {safe(str(failure))}", err=True)


def _input(way: InputOptions, source: str) -> Input:
    """Return one input as an article; raises BadInput, NoArticle or FetchError."""
    answer = _fetched(source, way.fetcher) if "://" in source else _saved(source, way.saved_from)
    examined = examine(answer, way.settings.rules)
    if examined.ruled is None:
        verdict, reason = examined.judgement
        if verdict in {Verdict.UNREADABLE, Verdict.UNSUPPORTED}:
            raise BadInput(source, reason)
        raise NoArticle(source, verdict, reason)
    return Input(source, answer.url, examined.ruled)


def _saved(source: str, url: str) -> Received:
    """Return a file, or standard input, as if it had been received from the URL just now."""
    body = (
        _unpacked(source, _limited(source, sys.stdin.buffer.read)) if source == "-" else _read(Path(source))
    )
    if not body.strip():
        raise BadInput(source, "is empty")
    content_type = CONTENT_TYPES.get(Path(source.removesuffix(".gz")).suffix.lower(), "")
    return Received(url, datetime.now(UTC), body, headers=(("Content-Type", content_type),))


def _fetcher(settings: Settings) -> Fetcher:
    """Return what fetches all the URLs, so that one host's are asked for one after the other."""
    gate = HostGate(settings.delay_s, threading.Event())
    resolver = Resolver(AddressPolicy(settings.allow_net))
    session = Session(user_agent(settings.contact), resolver=resolver, sites=options_of(settings))
    return Fetcher(session, gate, RobotsCache(), limits_of(settings))


def _fetched(url: str, fetcher: Fetcher) -> Received:
    """Return the success that the URL led to, captured by the rules of a run."""
    fetched = fetcher.capture(url)
    if fetched.end.outcome is not Outcome.OK:
        raise FetchError(without_credentials(url), fetched.end.outcome, fetched.end.detail)
    return received(fetched.end, fetched.captures[0].url)


def _read(path: Path) -> bytes:
    """Return the file's bytes, unpacked where it is gzipped; raises BadInput."""
    try:
        if path.is_dir():
            raise BadInput(str(path), "is a directory; name the files in it")
        with path.open("rb") as file:
            body = _limited(str(path), file.read)
    except FileNotFoundError as error:
        raise BadInput(str(path), "there is no such file") from error
    except (OSError, ValueError) as error:
        raise BadInput(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return _unpacked(str(path), body)


def _unpacked(source: str, body: bytes) -> bytes:
    """Return the content of a gzip file, which its name shows or, as on standard input, its first bytes."""
    if not source.endswith(".gz") and not body.startswith(GZIP_MAGIC):
        return body
    try:
        with gzip.open(BytesIO(body)) as file:
            return _limited(source, file.read)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(source, f"cannot be unpacked: {error}") from error


def _limited(source: str, read: Callable[[int], bytes]) -> bytes:
    """Return what there is to read; raises BadInput where it is too much."""
    body = read(MAX_INPUT_BYTES + 1)
    if len(body) > MAX_INPUT_BYTES:
        raise BadInput(source, f"is larger than {MAX_INPUT_BYTES >> 20} MiB")
    return body


def _row(read: Input) -> dict[str, Any]:
    """Return the row in the form that the evaluation depends on; keys stay in this order."""
    snapshot = read.reading.snapshot
    return {
        "source": read.source,
        "url": read.reading.document.canonical_url or read.url,
        "title": snapshot.title,
        "lead": snapshot.lead,
        "language": snapshot.language,
        "published": snapshot.published,
        "modified": snapshot.modified,
        "authors": list(snapshot.authors),
        "pairs": [_pair(n, pair) for n, pair in enumerate(snapshot.pairs, 1)],
        "reason": snapshot.reason,
        "left_out": snapshot.left_out,
    }


def _pair(position: int, pair: Pair) -> dict[str, Any]:
    links = [link._asdict() for link in pair.links]
    images = [image._asdict() for image in pair.images]
    return {"position": position, **asdict(pair), "links": links, "images": images}


def _for_a_person(row: Row) -> str:
    """Return the article as text: its title and lead, then its pairs, numbered."""
    lines = [click.style(safe(row["title"]) or row["source"], bold=True)]
    if row["lead"]:
        lines += ["", safe(row["lead"])]
    for pair in row["pairs"]:
        question = click.style(f"{pair['position']}. {safe(pair['question'])}", bold=True)
        lines += ["", question, "", safe(pair["answer"])]
    if not row["pairs"]:
        lines += ["", f"No questions and answers: {safe(row['reason'])}."]
    return "\n".join([*lines, ""])
