"""``harvester schedule``: what calls runs again and again, printed, installed or removed."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harvester.cli.options import CONFIG, DURATION
from harvester.harvest.scheduling import Scheduler, install, remove, usual
from harvester.harvest.timetable import HOUR, Job, cron_line, units

EVERY = click.option(
    "--every",
    type=DURATION,
    default=HOUR,
    metavar="DURATION",
    help="How often a run is called.  [default: 1h]",
)
WITH = click.option(
    "--with",
    "scheduler",
    type=click.Choice(Scheduler, case_sensitive=False),
    help="What calls it.  [default: systemd if this machine has it, else cron]",
)
SYSTEM = click.option(
    "--system", "for_all", is_flag=True, help="systemd: for the machine, not for you; needs root."
)


def _options(verb: Callable[..., Any]) -> Callable[..., Any]:
    return WITH(SYSTEM(CONFIG(verb)))


@click.group(invoke_without_command=True)
@EVERY
@_options
@click.pass_context
def command(
    ctx: click.Context, /, every: int, scheduler: Scheduler | None, config: Path, **options: Any
) -> None:
    """Print the systemd timer or cron line that calls `harvester run`, with the path of this installation.

    `harvester schedule install` installs it, `harvester schedule remove` removes it. Each harvester.toml has
    a schedule of its own.
    """
    del options
    if ctx.invoked_subcommand:
        return
    job = _job(config, every)
    if (scheduler or usual()) is Scheduler.CRON:
        click.echo(cron_line(job))
        return
    for name, text in units(job).items():
        click.echo(f"# {name}\n{text}")


@command.command(name="install")
@EVERY
@_options
def install_it(every: int, scheduler: Scheduler | None, config: Path, *, for_all: bool) -> None:
    """Have cron or systemd call `harvester run` from now on. It may be repeated, to change how often."""
    chosen, job = scheduler or usual(), _job(config, every)
    files = install(job, chosen, for_all=for_all)
    for file in files:
        click.echo(file)
    if chosen is Scheduler.CRON:
        click.echo(f"in your crontab: {cron_line(job)}")
    elif not for_all:
        click.echo("It runs while you are logged in; 'loginctl enable-linger' lets it run always.", err=True)


@command.command(name="remove")
@_options
def remove_it(scheduler: Scheduler | None, config: Path, *, for_all: bool) -> None:
    """Have cron or systemd call no more runs for this harvester.toml."""
    chosen = scheduler or usual()
    found = remove(_job(config, HOUR), chosen, for_all=for_all)
    click.echo(f"removed from {chosen}" if found else f"{chosen} calls no run for {config.absolute()}")


def _job(config: Path, every: int) -> Job:
    return Job((sys.executable, "-m", "harvester"), config.absolute(), every)
