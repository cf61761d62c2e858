"""``harvester add``: what a run asks for from now on."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from harvester.cli.choosing import DiscoveryChoice, chosen, shown
from harvester.cli.deciding import voice
from harvester.cli.following import FollowRequest, follow
from harvester.cli.lists import is_list, listed
from harvester.cli.options import ALLOW_NET, DURATION, archive_options, settings_of
from harvester.cli.progress import ProgressLine, told_once, untried
from harvester.cli.wording import shortened
from harvester.cli.writing import writing
from harvester.config import SOURCE_KINDS, checks
from harvester.errors import ConfigError, ExitCode
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import discover
from harvester.harvest.events import HostAwaited
from harvester.harvest.kinds import told_kind
from harvester.harvest.looking import UrlFinding, looking
from harvester.http.credentials import without_credentials
from harvester.http.urls import BadUrl, checked_url
from harvester.scope import MAX_DEPTH
from harvester.view.followed import followed_article

SHOWN = 100
"""At most this many characters of a bad URL are repeated."""


class Day(click.ParamType[str]):
    """A day on the command line: "2026-01-31"."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day in ISO 8601."""
        try:
            return checks.since(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day; give one such as 2026-01-31.", param, ctx)


_OPTIONS = (
    click.option(
        "--kind",
        type=click.Choice(SOURCE_KINDS),
        help="What the URLs are; nothing is fetched then.  [default: found out by asking for each]",
    ),
    click.option(
        "--every",
        "every_s",
        type=DURATION,
        help='A fixed interval, such as "6h".  [default: as before, else its own pace]',
    ),
    click.option("--include", multiple=True, help="Follow only URLs with this in them; * is anything."),
    click.option("--exclude", multiple=True, help="Follow no URL with this in it."),
    click.option("--since", type=Day(), help="Follow nothing that is dated before this day."),
    click.option("--depth", type=click.IntRange(0, MAX_DEPTH), help="Levels of sitemap indexes."),
    click.option("--language", help="Follow nothing that is announced in another language than this."),
    click.option("--all", "everything", is_flag=True, help="Follow all sources that a site names."),
    click.option("--feed", default="", metavar="URL", help="Follow this source of those that a site names."),
    click.option("--yes", "default", is_flag=True, help="Follow the first source that a site names."),
)


def _options(verb: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL|FILE|-…")
@_options
@ALLOW_NET
@archive_options
@click.pass_context
def command(
    ctx: click.Context, /, urls: tuple[str, ...], archive: Path | None, config: Path, **options: Any
) -> None:
    """Follow each URL: an article, or a feed, sitemap or listing page whose articles are followed.

    Each URL is asked for once, and what it is decides. If it is a page without questions, its feeds and
    sitemaps are looked for, on the page, in robots.txt, and for the front page of a site in the usual places.
    What is found is shown with some titles; on a terminal you choose, elsewhere --all, --feed or --yes does.

    With --kind nothing is asked for before the next run. FILE, or standard input (-), is a list of URLs, one
    a line, or OPML as feed readers write it; what it lists is followed without a look.

    The archive is made if there is none. For each URL it says whether it is new, already followed, or known
    and followed again.
    """
    lists = [each for each in urls if is_list(each)]
    for url in urls:
        if url not in lists:
            _check_argument(url)
    settings = settings_of(config, options.pop("allow_net"))
    choice = DiscoveryChoice(
        options.pop("default"), options.pop("everything"), options.pop("feed"), _person()
    )
    terms = FollowRequest(**options, voice=voice(""))
    with writing(archive or settings.archive, create=True) as db:
        failed = [_listed(db, each, terms) for each in lists]
        others = [each for each in dict.fromkeys(urls) if each not in lists]
        if terms.kind:
            for url in others:
                follow(db, (terms.kind, url), terms)
        elif others:
            terms = terms._replace(known={url: followed_article(db.conn, url) for url in others})
            with looking(db, settings, utc_now, _tell) as looks:
                failed += [_looked(db, looks.look(url), choice, terms) for url in others]
        if terms.limits:  # they count for what is announced already
            discover(Deriving(db, settings.rules, utc_now))
    ctx.exit(max(failed, default=ExitCode.DONE))


def _tell(wait: HostAwaited) -> None:
    """Say that a host is waited for."""
    click.echo(untried(wait), err=True)


def _person() -> Callable[[str, str], str] | None:
    """Return what asks a person on the terminal; None if there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return lambda question, default: str(click.prompt(question, default=default))


def _listed(db: Database, argument: str, asked: FollowRequest) -> ExitCode:
    """Follow what a local list names, as far as it can be asked for."""
    code = ExitCode.DONE
    for outline in listed(argument):
        try:
            _check(outline.url)
        except ConfigError as error:
            click.echo(f"harvester: {error}", err=True)
            code = ExitCode.BAD_INPUT
            continue
        follow(db, (asked.kind or outline.kind, outline.url), asked, outline.title)
    return code


def _looked(db: Database, look: UrlFinding, choice: DiscoveryChoice, asked: FollowRequest) -> ExitCode:
    """Show what a URL is, and follow what is chosen of it."""
    for line in shown(look):
        click.echo(line, err=True)
    if not look.kind:
        kind = told_kind(db.conn, look.url)
        problem = told_once(look.url, look.problem).rstrip(".")
        what = ProgressLine("deferred" if look.is_deferred else "failed", look.url, problem)
        click.echo(f"{what}. It is followed as a {kind} all the same.", err=True)
        follow(db, (kind, look.url), asked)
        return ExitCode.DONE
    try:
        targets = chosen(look, choice)
    except ConfigError as error:
        click.echo(f"harvester: {error}", err=True)
        return error.exit_code
    for target in targets:
        follow(db, target, asked)
    return ExitCode.DONE


def _check_argument(argument: str) -> None:
    """Raise ConfigError for what is neither a URL that a run could ask for nor a file."""
    if "://" not in argument:
        raise ConfigError(repr(shortened(argument, SHOWN)), "is neither a file nor a URL", checks.AN_ADDRESS)
    _check(argument)


def _check(url: str) -> None:
    """Raise ConfigError for what a run could not ask for."""
    try:
        checked_url(url)
    except BadUrl as error:
        raise ConfigError(
            repr(shortened(without_credentials(url), SHOWN)),
            f"cannot be followed: {str(error).rstrip('.')}",
            checks.AN_ADDRESS,
        ) from error
