"""What a capture came to, in one word, so that counts add up: each capture is counted once.

It imports little, because verbs that only read count too.
"""

from harvester.model import ANNOUNCING, SUCCESSES, Verdict

AS_FETCHED = frozenset({"", "current", "read otherwise", "failed"})
"""These standings say no more than the outcome does."""


def came_to(outcome: str, verdict: str, standing: str) -> str:
    """Return what a capture of an article came to.

    That is its standing if the page is gone, walled, suspect and so on. Otherwise it is the outcome, or the
    verdict if the fetch succeeded and brought no article. verdict, standing: ``""`` where there is none.
    """
    if standing not in AS_FETCHED:
        return standing
    if outcome not in SUCCESSES or standing:
        return outcome
    return outcome if verdict in {"", Verdict.CONTENT} else verdict


def source_came_to(outcome: str, verdict: str) -> str:
    """Return what a capture of a source came to: the outcome, or why it announced nothing."""
    if outcome not in SUCCESSES or verdict in ANNOUNCING:
        return outcome
    return verdict or outcome
