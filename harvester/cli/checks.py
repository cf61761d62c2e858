"""How a check of the archive is shown, by ``doctor`` and by ``verify``."""

import click

from harvester.archive.integrity import Check
from harvester.cli.wording import safe

MAX_NAMED = 20
"""At most this many problems of one check are named; the others are counted."""

_COLUMN = 14  # the longest word and two spaces


def show(check: Check) -> Check:
    """Print a check, and return it."""
    extent = f": {check.extent}" if check.extent else ""
    if check.problems:
        click.echo(f"{'DAMAGED':<{_COLUMN}}{check.name}{extent}")
    elif extent or not check.left_out:
        click.echo(f"{'ok':<{_COLUMN}}{check.name}{extent}")
    for problem in check.problems[:MAX_NAMED]:
        click.echo(f"{'':<{_COLUMN}}{safe(problem)}")
    if len(check.problems) > MAX_NAMED:
        click.echo(f"{'':<{_COLUMN}}and {len(check.problems) - MAX_NAMED:,} more")
    if check.left_out:
        click.echo(f"{'not checked':<{_COLUMN}}{check.name}: {safe(check.left_out)}")
    return check
