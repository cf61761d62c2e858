"""Times as people read them."""

import pytest

from harvester.view.wording import seen

FIRST = "2026-11-23T10:00:00.000Z"
SEEN = {
    "once": (FIRST, "2026-11-23 10:00 UTC"),
    "twice in a minute": ("2026-11-23T10:00:59.000Z", "2026-11-23 10:00 UTC"),
    "twice": ("2026-11-24T09:30:00.000Z", "2026-11-23 10:00 to 2026-11-24 09:30 UTC"),
}


@pytest.mark.parametrize(("last", "words"), SEEN.values(), ids=SEEN)
def test_when_something_was_seen(last, words):
    assert seen(FIRST, last) == words
