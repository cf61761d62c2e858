"""How a run sends notices: after everything else, for a bounded time, and never as a reason to fail."""

from contextlib import closing

from sqlite_utils import Database

from harvester.archive.connection import open_readonly
from harvester.cli.progress import Detail, ProgressLine, Showing
from harvester.cli.wording import safe
from harvester.cli.writing import writing
from harvester.config import Settings
from harvester.errors import HarvesterError
from harvester.harvest.clock import utc_now
from harvester.notify.gathering import start
from harvester.notify.sending import NoticeOutcome, has_work, send

__all__ = ["start", "tell", "tell_what_waits"]


def tell(db: Database, settings: Settings, showing: Showing) -> None:
    """Send what is new, and say what went wrong."""
    try:
        for told in send(db, settings, utc_now):
            _show(told, showing)
    except HarvesterError as error:
        showing.say(ProgressLine("unsent", text=safe(str(error))), utc_now())


def tell_what_waits(settings: Settings, showing: Showing) -> None:
    """Send what waits, if anything does: between two runs."""
    try:
        with closing(open_readonly(settings.archive)) as conn:
            if not has_work(conn):
                return
        with writing(settings.archive) as db:
            tell(db, settings, showing)
    except HarvesterError as error:
        showing.say(ProgressLine("unsent", text=safe(str(error))), utc_now())


def _show(told: NoticeOutcome, showing: Showing) -> None:
    facts = (("notice", told.notice), ("sent", told.sent), ("waiting", told.waiting), ("unsure", told.unsure))
    if told.problem:
        showing.say(ProgressLine("unsent", text=safe(str(told.problem)), facts=facts), utc_now())
    if told.unsure:
        text = f"{told.unsure} of notice {told.notice!r}: 'harvester notify log --state unsure' lists them"
        showing.say(ProgressLine("unsure", text=text, facts=facts), utc_now())
    if told.sent:
        text = f"{told.sent} of notice {told.notice!r}"
        showing.say(ProgressLine("told", text=text, facts=facts, detail=Detail.NORMAL), utc_now())
