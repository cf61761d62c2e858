"""``harvester retime``: a run whose clock was wrong."""

import re
from datetime import timedelta
from pathlib import Path

import click

from harvester.cli.deciding import WHY, opened, outcomes, voice
from harvester.cli.options import archive_options
from harvester.config import load
from harvester.harvest.clock import utc_now
from harvester.harvest.deciding import retime
from harvester.harvest.deriving import Deriving
from harvester.view.subjects import run_named
from harvester.view.wording import counted, shifted

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_PART = re.compile(r"([0-9]{1,9})([wdhms])")
_SHIFT = re.compile(r"([+-]?)((?:[0-9]{1,9}[wdhms])+)")


class Shift(click.ParamType[timedelta]):
    """A time to add or to take away on the command line: "-3d", "+2h30m"."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return it as a timedelta."""
        if isinstance(value, timedelta):
            return value
        found = _SHIFT.fullmatch(str(value).strip())
        if not found:
            self.fail(f'{value!r} is not a duration; give one such as "-3d" or "+2h30m".', param, ctx)
        parts = _PART.findall(found[2])
        shift = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
        return -shift if found[1] == "-" else shift


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("run", metavar="RUN")
@click.option(
    "--by", type=Shift(), required=True, help='What to add to its times, such as "-3d" or "+2h30m".'
)
@WHY
@archive_options
def command(run: str, by: timedelta, why: str, archive: Path | None, config: Path) -> None:
    """Say by how much the clock of a run was wrong; its captures move to their place in the history.

    RUN is the number of the run, which `harvester status` shows for the last one, or the beginning of its
    key. The last decision about a run counts: "--by 0s" undoes it.
    """
    with opened(archive, config) as db:
        run_id = run_named(db.conn, run)["id"]
        retimed = retime(Deriving(db, load(config).rules, utc_now), run_id, by, voice(why))
    click.echo(f"{counted(retimed.captures, 'capture')} of run {run_id} set {shifted(by.total_seconds())}")
    for line in outcomes(retimed.outcomes):
        click.echo(line)
