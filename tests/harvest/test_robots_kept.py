"""A robots.txt means the same to the run that fetched it and to the next, whatever came of it."""

from datetime import UTC, datetime

import pytest

from harvester.archive.captures import Recording, add_chain
from harvester.archive.runs import Invocation, begin_run
from harvester.config import Settings
from harvester.fetch import robots_rules
from harvester.harvest.fetching import Fetching
from harvester.model import Capture, Outcome

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
SITE = "https://tarvel.example"
RULES = b"User-agent: *\nDisallow: /no\nCrawl-delay: 7"
STATUS = {
    Outcome.OK: 200,
    Outcome.TOO_LARGE: 200,
    Outcome.TRUNCATED: 200,
    Outcome.EMPTY: 204,
    Outcome.GONE: 404,
    Outcome.REFUSED: 403,
    Outcome.RATE_LIMITED: 429,
    Outcome.SERVER_ERROR: 500,
    Outcome.BAD_REDIRECT: 302,
    Outcome.REDIRECT_LOOP: 302,
}


def redirected(outcome):
    """A chain that ends so, come to by a redirect."""
    return (
        Capture(f"{SITE}/robots.txt", NOON, Outcome.REDIRECTED, status=301, headers=(("Location", "/r"),)),
        answered(outcome, f"{SITE}/r"),
    )


def answered(outcome, url=f"{SITE}/robots.txt"):
    return Capture(url, NOON, outcome, "So it was.", STATUS.get(outcome, 0), body=RULES)


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.REDIRECTED])
@pytest.mark.parametrize(
    "chain", [lambda outcome: (answered(outcome),), redirected], ids=["asked", "redirected"]
)
def test_restored_whole(db, outcome, chain):
    given = chain(outcome)
    first = robots_rules(given)
    add_chain(db, Recording(begin_run(db, Invocation("run", "harvester"), NOON), "robots"), given)
    fetching = Fetching(db, Settings(), lambda: NOON)
    (restored,) = map(robots_rules, fetching._fresh_robots([f"{SITE}/no"]))
    for path in ("/no", "/yes"):
        assert restored.allowed(SITE + path) is first.allowed(SITE + path)
    assert restored.refused_as is first.refused_as
    assert (restored.origin, restored.fetched_at, restored.expires_at) == (SITE, NOON, first.expires_at)
    assert restored.crawl_delay_s() == first.crawl_delay_s()
