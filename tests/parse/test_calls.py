"""Reading a page takes no more calls of functions than it did: what every page pays for is seen at once.

If the parser has learnt something that is worth its cost, ``python -m benchmarks.calls --settle`` writes the
new counts, in a commit that says what they are for.
"""

import pytest

from benchmarks import calls


@pytest.mark.parametrize("kind", calls.PAGES)
def test_a_page_takes_no_more_calls_than_settled(kind):
    assert calls.counted(kind) <= calls.HEADROOM * calls.settled()[kind]
