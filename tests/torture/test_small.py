"""A small size of what ``make torture`` does."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "harvest"))
sys.path.insert(0, str(Path(__file__).parent))

import clocks
import crowds
import cuts
import faults
import mutants
import notices

SMALL = {
    "kills of a run": lambda folder: [cuts.tried("capture", "kill -9", 120, folder)],
    "kills of a merge": lambda folder: [cuts.tried("merge", "kill -9", 49, folder)],
    "power cuts": lambda folder: [cuts.tried("capture", "power cut", 40, folder)],
    "power cuts without a write-ahead log": lambda folder: [
        cuts.tried("capture_with_rollback", "power cut", 40, folder, captures=3)
    ],
    "writers": lambda folder: [crowds.writers(12, folder)],
    "starts": lambda folder: [crowds.starts(2, folder)],
    "signals": lambda folder: [crowds.signals(3, folder)],
    "clocks": lambda folder: clocks.run(1, folder),
    "notices": lambda folder: notices.run(80, 8, folder),
    "broken sources": lambda folder: [*mutants.run(400, folder)],
    "failing calls": lambda folder: faults.run(1, folder, ("pwrite64", "fsync")),
}


@pytest.mark.parametrize("do", SMALL.values(), ids=SMALL)
def test_small(do, tmp_path):
    found = list(do(tmp_path))
    if found[0].skipped:
        pytest.skip(found[0].skipped)
    assert [words for each in found for words in each.wrong] == []
    assert all(each.tried for each in found)
