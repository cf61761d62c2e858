"""``harvester shard``: an archive, cut into several that can be read, checked and rebuilt apart."""

import sys
from contextlib import closing
from pathlib import Path

import click

from harvester.archive.connection import open_readonly
from harvester.archive.shards import shares
from harvester.cli.options import CONFIG
from harvester.cli.progress import bar_of_two
from harvester.cli.taken import tell_left_out
from harvester.config import load
from harvester.errors import ExitCode
from harvester.export.files import check_target, snapshot
from harvester.export.subset import to_archive
from harvester.view.wording import counted

MOST = 1024
"""An archive is cut into at most this many shards: each has a copy of what the sources announced."""


@click.command()
@click.argument("archive", metavar="ARCHIVE", type=click.Path(path_type=Path))
@click.option("--into", metavar="N", type=click.IntRange(2, MOST), required=True, help="How many shards.")
@click.option("--force", is_flag=True, help="Replace shards that exist.")
@CONFIG
@click.pass_context
def command(ctx: click.Context, archive: Path, into: int, *, force: bool, config: Path) -> None:
    """Cut ARCHIVE into N archives beside it: news.db becomes news-1-of-4.db, and so on.

    Captures of one article stay together, so each article has the same history, ids included, in one of
    them. All have the runs, the sources and what these announced. `harvester merge` puts them together
    again. ARCHIVE is left as it is; its manifests and time stamps stay with it, because they cover all of it.
    Rows that are not what their keys and digests say are listed and left out; the exit code is then 6.

    A shard is for reading, checking and rebuilding. Let runs go on in one archive, or each would ask for the
    same pages.
    """
    rules = load(config).rules
    targets = [archive.with_name(f"{archive.stem}-{number}-of-{into}.db") for number in range(1, into + 1)]
    codes = {ExitCode.DONE}
    with closing(open_readonly(archive)) as conn:
        snapshot(conn)
        for target in targets:
            check_target(target, force=force)
        for target, share in zip(targets, shares(conn, into), strict=True):
            with bar_of_two(target.name, on_terminal=sys.stderr.isatty()) as watch:
                taken = to_archive(target, archive, share, rules, watch)
            tell_left_out(archive, taken)
            codes.add(ExitCode.BAD_INPUT if taken.left_out else ExitCode.DONE)
            click.echo(f"{target}: {counted(taken.captures, 'capture')}, {target.stat().st_size:,} bytes")
    ctx.exit(max(codes))
