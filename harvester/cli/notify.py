"""``harvester notify``: sends notices by hand, tries a target, and shows what became of messages."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import sqlite3
from harvester.archive.notices import send_again
from harvester.cli.articles import opened
from harvester.cli.options import ALLOW_NET, MOMENT, archive_options, rows_format, settings_of
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe
from harvester.cli.writing import writing
from harvester.config import Settings
from harvester.config.notices import Notice
from harvester.errors import ConfigError, ExitCode
from harvester.harvest.clock import utc_now
from harvester.http.addresses import Network
from harvester.notify.gathering import gather_past, start
from harvester.notify.sending import Bound, NoticeOutcome, send
from harvester.notify.trying import FORMS, preview, test
from harvester.notify.way import DeliveryRoute
from harvester.view.notices import STATES, failing, messages
from harvester.view.wording import counted, moment

LIMIT = 20
"""This many messages are listed by default: a screen."""

NAMES = click.argument("names", nargs=-1, metavar="[NAME]…")
NAME = click.argument("name", metavar="NAME")


@click.group()
def command() -> None:
    """Send messages about what changed, as [[notice]] in harvester.toml says; docs/notices.md explains it.

    Each `harvester run` sends what is new when it ends.
    """


@command.command("send")
@NAMES
@click.option("--since", type=MOMENT, help="Also send what happened since this time and was never sent.")
@click.option("--unsure", is_flag=True, help="Send again what a killed program may have sent already.")
@ALLOW_NET
@archive_options
@click.pass_context
def send_now(ctx: click.Context, /, names: tuple[str, ...], archive: Path | None, **options: Any) -> None:
    """Send now what waits, of the notices NAME or of all.

    Targets that failed are tried before their time. With --since, notices also tell what they left alone:
    what happened before they began, and what a new reader or an import found in the past.
    """
    settings = settings_of(options["config"], options["allow_net"])
    chosen = _named(settings, names)
    with writing(archive or settings.archive) as db:
        start(db, settings, utc_now())
        if options["since"]:
            gather_past(db, chosen, options["since"], utc_now())
        if options["unsure"]:
            send_again(db, [each.name for each in chosen])
        only = frozenset(each.name for each in chosen)
        told = [*send(db, settings, utc_now, Bound(float("inf"), is_by_hand=True, only=only))]
    for line in lines(told):
        click.echo(line)
    if not told:
        click.echo("Nothing waits to be sent.", err=True)
    for each in told:
        if each.problem:
            click.echo(f"harvester: {safe(str(each.problem))}", err=True)
    ctx.exit(max((each.exit_code for each in told), default=ExitCode.DONE))


def lines(told: Iterable[NoticeOutcome]) -> Iterator[str]:
    """Yield what became of each notice."""
    for each in told:
        counts = [f"{counted(each.sent, 'message')} sent"]
        counts += [f"{each.waiting} waiting"] if each.waiting else []
        counts += [f"{each.unsure} unsure"] if each.unsure else []
        yield f"notice {each.notice}: {', '.join(counts)}"


@command.command("test")
@NAME
@ALLOW_NET
@archive_options
def try_it(name: str, archive: Path | None, config: Path, *, allow_net: tuple[Network, ...]) -> None:
    """Send an example to the target of the notice NAME, now.

    It ends with exit code 1 if the target cannot be reached or does not take it, and with 2 if the settings
    are wrong or an extra is missing.
    """
    settings = settings_of(config, allow_net)
    (notice,) = _named(settings, (name,))
    with opened(archive, config) as conn:
        test(conn, DeliveryRoute(notice, settings, utc_now))
    done = "The file was written." if notice.to.kind == "atom" else "The target took the example."
    click.echo(f"notice {name}: {done}")


@command.command("preview", short_help="Print what the notice NAME would say.")
@NAME
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMS]),
    default="text",
    show_default=True,
    help="The form in which it is printed.",
)
@archive_options
def preview_it(name: str, form: str, archive: Path | None, config: Path) -> None:
    """Print what the notice NAME would say of the newest changes and events that it wants; send nothing."""
    settings = settings_of(config, ())
    (notice,) = _named(settings, (name,))
    with opened(archive, config) as conn:
        shown = preview(conn, settings, notice)
    if not shown.number:
        click.echo("Nothing in the archive matches this notice yet.", err=True)
        return
    click.echo(_printable(FORMS[form](shown)) if form in {"text", "post"} else FORMS[form](shown))


def _printable(words: str) -> str:
    return "\n".join(map(safe, words.rstrip("\n").split("\n")))


@command.command("log", short_help="List the messages, newest first, with what became of each.")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--state", type=click.Choice(STATES), help="Only messages in this state.")
@click.option("--limit", "-n", type=click.IntRange(min=1), default=LIMIT, show_default=True, help="How many.")
@rows_format(*ROW_FORMATS)
@archive_options
def show_log(name: str | None, form: str, archive: Path | None, config: Path, **wanted: Any) -> None:
    """List the messages, newest first, with what became of each; of the notice NAME or of all.

    waiting: it is sent as soon as its target takes it. unsure: the program was killed while the target had
    it, so that it may have arrived. void: nothing of it is in the history any more.
    """
    with opened(archive, config) as conn:
        found = messages(conn, name, **wanted)
        if form == "text":
            click.echo("".join(f"{each}\n" for each in _targets(conn, name)), nl=False)
    print_rows(found, form, _line)
    if not found:
        click.echo("There are no such messages.", err=True)


def _targets(conn: sqlite3.Connection, name: str | None) -> Iterator[str]:
    for row in failing(conn):
        if name in {None, row["name"]}:
            again = f"; next try {moment(row['next_at'])}" if row["next_at"] else ""
            tries = f"failed {counted(row['tries'], 'time')}"
            yield f"notice {row['name']} {tries}{again}: {safe(row['problem'])}"


def _line(row: Row) -> str:
    when = row["ended_at"] or row["made_at"]
    problem = f"  {safe(row['problem'])}" if row["problem"] else ""
    items = counted(row["items"], "item")
    return f"{moment(when)}  {row['state']:<8}{row['notice']}  {items}  {row['key']}{problem}"


def _named(settings: Settings, names: Sequence[str]) -> list[Notice]:
    """Return the notices of these names, all of them for none; raises ConfigError for an unknown name."""
    known = {each.name: each for each in settings.notices}
    if not known:
        raise ConfigError("harvester.toml", "has no [[notice]]", "docs/notices.md shows how one is written.")
    if unknown := [each for each in names if each not in known]:
        words = ", ".join(map(shlex.quote, known))
        raise ConfigError(unknown[0], "is not the name of a notice", f"Known are {words}.")
    return [known[each] for each in names] if names else [*known.values()]
