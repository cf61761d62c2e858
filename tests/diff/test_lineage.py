"""Question lineage against transitions labelled by hand, where the set is present."""

import importlib.util
from pathlib import Path

import pytest

from harvester.cli.lineage import answer
from harvester.diff.matching import match
from harvester.model import Pair

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "lineage" / "gold.jsonl.xz"
SCORER = SHARED / "eval" / "score_lineage.py"

# What was reached on the 155 transitions; these only rise.
FLOOR_REWORDED_F1 = 0.982
FLOOR_NON_TRIVIAL_F1 = 0.99
FLOOR_EXACT = 0.967
FLOOR_SPLITS_AND_MERGES = 10  # of 14


@pytest.mark.skipif(not GOLD.exists(), reason="the labelled transitions are not here")
def test_lineage_keeps_its_floor():
    spec = importlib.util.spec_from_file_location("score_lineage", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    tally, plain = scorer.Tally(), scorer.Tally()
    for transition in scorer.load(GOLD):
        old, new = (
            [Pair(pair["question"], pair["answer"]) for pair in transition[side]["pairs"]]
            for side in ("old", "new")
        )
        tallies = [tally, plain] if "plain" in transition["note"] else [tally]
        scorer.score_one(transition, answer(match(old, new)), tallies, None)
    row = tally.row()
    assert row["reworded"]["f1"] >= FLOOR_REWORDED_F1
    assert row["non-trivial"]["f1"] >= FLOOR_NON_TRIVIAL_F1
    assert row["exact"] >= FLOOR_EXACT
    assert row["splits_merges"]["tp"] >= FLOOR_SPLITS_AND_MERGES
    assert row["splits_merges"]["fp"] == 0
    assert plain.row()["exact"] == 1
