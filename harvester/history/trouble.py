"""What is wrong with the newest captures of an article, since when, and when to ask for it again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from harvester.history.sighting import Sighting
from harvester.history.standing import Standing
from harvester.model import SUCCESSES, Outcome, Verdict

SELDOM = frozenset(
    {
        Outcome.GONE,
        Outcome.REFUSED,
        Outcome.ROBOTS_REFUSED,
        Outcome.ADDRESS_REFUSED,
        Outcome.ARCHIVING_REFUSED,
        Outcome.BAD_URL,
        Verdict.SOFT_404,
        Verdict.UNSUPPORTED,
    }
)
"""These troubles rarely pass by themselves: the page is not there, or we may not or cannot have it."""

MOST_SELDOM = timedelta(days=60)
"""What is gone or refused is asked for at least this often: publishers do bring pages back after a season."""

_UNREMARKABLE = frozenset({Standing.CURRENT, Standing.READ_OTHERWISE, Standing.ECHO})


class Trouble(NamedTuple):
    """Trouble as an outcome, verdict or standing, ``""`` for none. since: the time of its first capture."""

    word: str = ""
    since: str = ""


def trouble_after(before: Trouble, sighting: Sighting, standing: Standing) -> Trouble:
    """Return what is wrong after one more capture; trouble that goes on keeps the time when it began."""
    word = _word(sighting, standing)
    if word and word == before.word:
        return before
    return Trouble(word, sighting.at if word else "")


def _word(sighting: Sighting, standing: Standing) -> str:
    if sighting.outcome not in SUCCESSES:
        return sighting.outcome
    if sighting.verdict != Verdict.CONTENT:
        return sighting.verdict
    return "" if standing in _UNREMARKABLE else str(standing)


def ask_again_at(trouble: Trouble, asked_at: datetime) -> datetime:
    """Return when to ask again for something in trouble that was last asked for at ``asked_at``.

    That is the next run if the trouble may pass by itself. What is gone or refused is asked for again when
    the trouble is twice as old as it was then: after 1, 2, 4, 8 … days if there is a run each day.
    """
    if trouble.word not in SELDOM:
        return asked_at
    return asked_at + min(asked_at - datetime.fromisoformat(trouble.since), MOST_SELDOM)
