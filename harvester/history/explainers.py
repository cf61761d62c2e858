"""Whether an article is an explainer. Pure.

Sources announce everything that a site publishes. An article that a source announces is followed if it ever
had questions. Any other is *remembered*: it is asked for more and more seldom (`harvester.remembered`), but
never given up. What a person follows is followed whatever it shows.
"""

from harvester.history.trouble import SELDOM
from harvester.model import Outcome, Verdict

NO_QUESTIONS = "no_questions"
"""The page was read, and no questions were found."""

_PASSES = frozenset({Verdict.CONTENT, Verdict.ERROR_PAGE, Verdict.PAGE_MISSING})
"""These verdicts say nothing about an article: content is looked at further, and the others pass."""

LASTING = SELDOM | frozenset({Outcome.TOO_LARGE}) | (frozenset(Verdict) - _PASSES)
"""With such trouble an article that never had questions is remembered. Other trouble passes by itself: a new
article behind a server that fails for an hour is asked for again soon."""


def lack(trouble: str, *, has_questions: bool, has_version: bool) -> str:
    """Return what an article lacks to be an explainer: a word, ``""`` for nothing.

    trouble: of its newest captures, as one word. has_questions: any version ever had some. Content that waits
    for a person is no lack, and neither is an article about which nothing is known yet.
    """
    if has_questions:
        return ""
    if trouble in LASTING:
        return trouble
    return NO_QUESTIONS if has_version and not trouble else ""
