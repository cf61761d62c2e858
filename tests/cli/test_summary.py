"""The lines with which a run ends."""

from collections import Counter

import pytest

from harvester.cli.run import summary
from harvester.harvest.report import Report

OK = Counter({"ok": 3})

# What it shows: (report, lines).
LINES = {
    "nothing": (Report(), ["0 captures: nothing was due; --all asks for everything now"]),
    "equals stand in the order of the alphabet": (
        Report(results=Counter({"not_modified": 1, "gone": 1, "ok": 2})),
        ["4 captures: 2 ok, 1 gone, 1 not modified"],
    ),
    "pages that came and became no version": (
        Report(results=Counter({"ok": 1, "walled": 1, "suspect": 1})),
        ["3 captures: 1 ok, 1 suspect, 1 walled"],
    ),
    "what happened": (
        Report(results=OK, changes=Counter({"asked": 2}), events=Counter({"moved": 1}), new_versions=1),
        ["3 captures: 3 ok", "1 new version", "changes: 2 asked", "events: 1 moved"],
    ),
    "failures that are known are told apart": (
        Report(results=OK, failures=[("https://a.example/", "gone")], known=2),
        ["3 captures: 3 ok", "1 URL failed", "2 URLs failed as in earlier runs"],
    ),
    "what is left for the next run": (
        Report(results=OK, captures_caught_up=5, captures_left=2, deferred=1),
        [
            "3 captures: 3 ok",
            "5 waiting captures read",
            "1 URL left for a later run",
            "2 captures wait to be read; the next run goes on",
        ],
    ),
}


@pytest.mark.parametrize(("report", "lines"), LINES.values(), ids=LINES)
def test_summary(report, lines):
    assert [*summary(report)] == lines
