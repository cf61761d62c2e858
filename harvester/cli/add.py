"""``harvester add``: what is to be followed from now on."""

from datetime import UTC, datetime
from pathlib import Path

import click

from harvester.archive.evidence import add_article, add_source
from harvester.archive.rows import Source
from harvester.archive.writing import open_archive
from harvester.cli.options import archive_options, archive_path
from harvester.cli.wording import shortened
from harvester.config import SOURCE_KINDS, duration
from harvester.errors import ConfigError
from harvester.fetch import BadUrl, checked_url
from harvester.harvest.sources import PAGE, told_kind


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
    "--every", type=Duration(), default=0, help='Not oftener than this, such as "6h".  [default: every run]'
)
@archive_options
def command(urls: tuple[str, ...], kind: str | None, every: int, archive: Path | None, config: Path) -> None:
    """Follow each URL: an article, or a feed, sitemap or listing page whose articles are followed.

    Nothing is fetched before the next run. The archive is made where there is none.
    """
    for url in urls:
        _check(url)
    now = datetime.now(UTC)
    db = open_archive(archive_path(archive, config), create=True)
    try:
        for url in urls:
            source = Source(kind or told_kind(db, url), url, "", every)
            source_id = add_source(db, source, now)
            if source.kind == PAGE:
                add_article(db, url, source_id, now)
            click.echo(f"{source.kind:<8} {url}")
    finally:
        db.close()


def _check(url: str) -> None:
    """Raise ConfigError for what a run could not ask for."""
    try:
        checked_url(url)
    except BadUrl as error:
        hint = 'Give an address that begins with "http://" or "https://".'
        raise ConfigError(
            repr(shortened(url, SHOWN)), f"cannot be followed: {str(error).rstrip('.')}", hint
        ) from error
