"""What is wrong with the newest captures of an article, since when, and when to ask for it again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from harvester.history.sighting import Sighting
from harvester.history.standing import Standing
from harvester.model import SUCCESSES, Outcome, Verdict
from harvester.text import ID_LENGTH, digest_id

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

LEAST_SELDOM = timedelta(hours=1)
"""What is gone or refused is left alone for an hour at least."""

MOST_SELDOM = timedelta(days=60)
"""What is gone or refused is asked for at least this often: publishers do bring pages back after a season."""

_FAILED = timedelta(minutes=10), timedelta(hours=6)
"""A failed try is tried again after ten minutes at first: servers start again, and names resolve again. What
fails for days is tried four times a day, so that a host that is back is not missed for long."""

_WALLED = timedelta(hours=1), timedelta(hours=18)
"""A page that shows something else than its article, such as a wall, often does so for hours or days.
With the jitter, a run each day asks each day."""

JITTER = 0.25
"""A wait after trouble is longer or shorter by up to this part. Else all that failed together would be tried
again together."""

_READABLE = frozenset({str(Standing.SUSPECT), str(Standing.REJECTED), str(Standing.WAITING)})
"""These troubles are about what a page says. It came well, and is asked for as any other."""

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


def ask_again_at(trouble: Trouble, asked_at: datetime, key: str) -> datetime | None:
    """Return when to ask again for something in trouble that was last asked for at ``asked_at``.

    It is None where the trouble is no reason to ask at another time. Otherwise it is when the trouble is
    twice as old as it was then: after 10, 20, 40 … minutes for a failure, after 1, 2, 4, 8 … days for what is
    gone if there is a run each day. key: names what is asked for; with the time it decides the jitter.
    """
    if not trouble.word or trouble.word in _READABLE:
        return None
    age = asked_at - datetime.fromisoformat(trouble.since)
    if trouble.word in SELDOM:
        return asked_at + min(max(age, LEAST_SELDOM), MOST_SELDOM)
    least, most = _WALLED if trouble.word in _VERDICTS else _FAILED
    return asked_at + min(max(age, least), most) * _jitter(key, asked_at)


_VERDICTS = frozenset(map(str, Verdict))


def _jitter(key: str, asked_at: datetime) -> float:
    """Return a factor near 1 that is the same whenever it is computed again."""
    part = int(digest_id(key, asked_at.isoformat()), 16) / float(16**ID_LENGTH)
    return 1 + JITTER * (2 * part - 1)
