"""Compute when to ask again for an announced article that is not an explainer. Pure.

`harvester.history.explainers` says which articles these are.
"""

from datetime import datetime, timedelta

LEAST_WAIT = timedelta(days=2)
"""Such an article is left alone for at least this long. News articles change most in their first two days; a
look after that sees what they became."""

MOST_WAIT = timedelta(days=180)
"""It is asked for at least this often: publishers add questions to articles, and walls go away. A site that
publishes 20 such articles a day has 7,000 more each year; each old one costs two requests a year."""


def wait(since: datetime, asked_at: datetime) -> timedelta:
    """Return how long an article that is not an explainer is left alone after a request at ``asked_at``.

    since: when it was first announced. It is asked for again when it is twice as old as it was then: after 2,
    4, 8, 16 … days.
    """
    return min(max(asked_at - since, LEAST_WAIT), MOST_WAIT)
