"""``harvester merge``: the evidence of other archives, taken into this one."""

import sys
from pathlib import Path

import click

from harvester.archive.lock import run_lock
from harvester.archive.merging import Taken
from harvester.cli.options import archive_options
from harvester.cli.progress import bar_of_two
from harvester.cli.taken import tell_left_out
from harvester.cli.wording import safe
from harvester.cli.writing import writing
from harvester.config import load
from harvester.errors import ArchiveError, ExitCode, TakenDownElsewhere
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.merging import Merged, merge
from harvester.view.wording import counted


@click.command()
@click.argument("others", metavar="OTHER.db…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--takedowns", is_flag=True, help="Also remove here what was taken down there.")
@archive_options
@click.pass_context
def command(
    ctx: click.Context, others: tuple[Path, ...], *, takedowns: bool, archive: Path | None, config: Path
) -> None:
    """Take the captures and decisions of other archives into this one, and derive the history from both.

    Each archive is taken as a whole or not at all, and is left as it is. It may be repeated: what is known is
    not added again. The order of the archives does not matter. Rows that are not what their keys and digests
    say are listed and left out, with what stands on them; the exit code is then 6. What others follow is
    followed here too.
    """
    settings = load(config)
    path = archive or settings.archive
    codes = set()
    with writing(path, create=True) as db, run_lock(path):
        deriving = Deriving(db, settings.rules, utc_now)
        for other in others:
            try:
                with bar_of_two(other.name, on_terminal=sys.stderr.isatty()) as watch:
                    merged = merge(deriving, other, watch, takedowns=takedowns)
            except (ArchiveError, TakenDownElsewhere) as error:
                if isinstance(error, ArchiveError) and error.path == path:
                    raise
                click.echo(f"harvester: {safe(str(error))}", err=True)
                codes.add(error.exit_code if len(others) == 1 else ExitCode.BAD_INPUT)
                continue
            _tell(other, merged)
            codes.add(ExitCode.BAD_INPUT if merged.taken.left_out else ExitCode.DONE)
    ctx.exit(max(codes))


def _tell(other: Path, merged: Merged) -> None:
    taken = merged.taken
    tell_left_out(other, taken)
    click.echo(f"{other}: {_sentence(taken)}; {counted(len(merged.articles), 'article')} brought up to date")


def _sentence(taken: Taken) -> str:
    numbers = [f"{counted(taken.captures, 'capture')} and {counted(taken.decisions, 'decision')} added"]
    if taken.known:
        numbers.append(f"{counted(taken.known, 'capture')} already known")
    if taken.held:
        numbers.append(f"{counted(len(taken.held), 'capture')} lost a body that was taken down there")
    if taken.left_out:
        numbers.append(f"{counted(taken.left_out, 'row')} left out")
    return ", ".join(numbers)
