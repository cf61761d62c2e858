"""What is said of the rows of another archive that were left out."""

from pathlib import Path

import click

from harvester.archive.merging import Taken
from harvester.cli.wording import safe


def tell_left_out(other: Path, taken: Taken) -> None:
    """Print on stderr which rows were left out, and why."""
    for each in taken.told:
        click.echo(f"left out  {other}: {safe(each)}", err=True)
    if more := taken.left_out - len(taken.told):
        click.echo(f"left out  {other}: and {more} more", err=True)
