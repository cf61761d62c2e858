"""When to ask without conditions: a server that always answers 304 would hide edits for ever. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from harvester.model import Outcome

EACH = 20
"""One request of this many has no conditions: it costs a body where 19 answers cost none."""

LONGEST = timedelta(days=30)
"""A body is asked for at least this often, however seldom the page is asked for."""

_STUMBLED = frozenset({Outcome.HTTP_ERROR, Outcome.SERVER_ERROR})


def is_body_wanted(answers: Sequence[tuple[str, datetime]], now: datetime) -> bool:
    """Return whether the next request should have no conditions.

    answers: outcome and time of the newest answers, the newest first, up to `EACH`. Servers refuse conditions
    (412), and stumble over them; after such an answer they are left out.
    """
    if answers and answers[0][0] in _STUMBLED:
        return True
    confirmed = len(list(takewhile(lambda answer: answer[0] == Outcome.NOT_MODIFIED, answers)))
    if not confirmed:
        return False
    if confirmed >= EACH - 1:
        return True
    return confirmed < len(answers) and now - answers[confirmed][1] >= LONGEST
