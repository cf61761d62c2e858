"""Times as pages show them."""

import pytest

from harvester.web.words import stated

# What it shows: (what a page states, what is shown).
STATED = {
    "a day": ("2026-11-01", "2026-11-01"),
    "a time in UTC": ("2026-11-01T08:00:00+00:00", "2026-11-01 08:00"),
    "a time in another zone": ("2026-11-01T01:30:00+02:00", "2026-10-31 23:30"),
    "a time without a zone stays as it is": ("2026-11-01T08:00", "2026-11-01T08:00"),
    "a time before all others": ("0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00+02:00"),
    "no time": ("<b>soon</b>", "&lt;b&gt;soon&lt;/b&gt;"),
}


@pytest.mark.parametrize(("text", "shown"), STATED.values(), ids=STATED)
def test_a_stated_time(text, shown):
    assert stated(text).partition(">")[2].removesuffix("</time>") == shown
