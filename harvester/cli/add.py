"""``harvester add``: what a run asks for from now on."""

from contextlib import closing
from pathlib import Path

import click
from sqlite_utils import Database

from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.writing import open_archive
from harvester.cli.deciding import voice
from harvester.cli.options import archive_options, archive_path
from harvester.cli.wording import shortened
from harvester.config import SOURCE_KINDS, duration
from harvester.errors import ConfigError
from harvester.harvest.enacting import enact
from harvester.harvest.kinds import PAGE, told_kind
from harvester.http.urls import BadUrl, checked_url, without_credentials
from harvester.view.followed import Followed, followed_article, followed_source
from harvester.view.wording import moment


class Duration(click.ParamType[int]):
    """A pace on the command line: "90s", "30m", "6h", "1d" or "2w"."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return seconds."""
        try:
            return value if isinstance(value, int) else duration(str(value))
        except ValueError:
            self.fail(
                f'{value!r} is no duration; give a number and s, m, h, d or w, such as "6h".', param, ctx
            )


SHOWN = 100
"""Characters of a bad URL that are repeated."""


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL|FEED…")
@click.option(
    "--kind",
    type=click.Choice(SOURCE_KINDS),
    help="What the URLs are.  [default: told from the URL: …/feed, .rss, .atom, sitemap.xml; else page]",
)
@click.option(
    "--every",
    type=Duration(),
    help='A fixed interval, such as "6h".  [default: as before, else its own pace]',
)
@archive_options
def command(
    urls: tuple[str, ...], kind: str | None, every: int | None, archive: Path | None, config: Path
) -> None:
    """Follow each URL: an article, or a feed, sitemap or listing page whose articles are followed.

    Nothing is fetched before the next run. The archive is made if there is none. For each URL it says
    whether it is new, already followed, or known and followed again.
    """
    for url in urls:
        _check(url)
    said = voice("")
    with closing(open_archive(archive_path(archive, config), create=True)) as db:
        for url in dict.fromkeys(urls):
            _follow(db, (kind or told_kind(db.conn, url), url), every, said)


def _follow(db: Database, target: tuple[str, str], every: int | None, said: Voice) -> None:
    """Decide that one URL is followed, unless that is so on the same terms, and say what came of it."""
    kind, url = target
    look = followed_article if kind == PAGE else followed_source
    before = look(db.conn, url)
    wanted = _terms(kind, every, before)
    if not _holds(before, kind, wanted):
        about = ("article" if kind == PAGE else "source", url)
        decide(db, DecisionKind.FOLLOW, about, said, wanted.as_text())
        enact(db)
    click.echo(f"{kind:<8} {url}  {_said(before, look(db.conn, url), url)}")


def _holds(before: Followed | None, kind: str, wanted: Terms) -> bool:
    """Return whether a person has said just that before, and it is so."""
    if before is None or not before.is_said or before.state != "followed":
        return False
    return before.kind == kind and wanted == _terms(kind, None, before)


def _terms(kind: str, every: int | None, before: Followed | None) -> Terms:
    """Return how the URL is to be followed; what nobody names stays as it was."""
    known = Terms("", before.name, before.every_s, before.links) if before else Terms()
    terms = known._replace(kind="" if kind == PAGE else kind)
    return terms if every is None else terms._replace(every_s=every)


def _said(before: Followed | None, after: Followed | None, url: str) -> str:
    if before is None or after is None or after.article_id != before.article_id:
        return "new"
    if after.kind != before.kind:
        return f"followed as {after.kind} from now on, before as {before.kind}"
    name = " ".join(filter(None, (before.article_id, before.url if before.url != url else "")))
    named = f" as {name}" if name else ""
    if before.state == "followed":
        return f"already followed{named} since {moment(before.since)}"
    return f"known{named}, followed again"


def _check(url: str) -> None:
    """Raise ConfigError for what a run could not ask for."""
    try:
        checked_url(url)
    except BadUrl as error:
        hint = 'Give an address that begins with "http://" or "https://".'
        raise ConfigError(
            repr(shortened(without_credentials(url), SHOWN)),
            f"cannot be followed: {str(error).rstrip('.')}",
            hint,
        ) from error
