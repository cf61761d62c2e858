"""The scores on the gold corpus never fall: a lower floor is a commit of its own."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOOR = json.loads(Path(__file__).with_name("floor.json").read_text("utf-8"))
CORPUS = ROOT.parent / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the gold corpus is not here")


@pytest.fixture(scope="module")
def accuracy():
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scores_stay_above_the_floor(accuracy):
    if accuracy.digest() != FLOOR["corpus"]:
        pytest.skip("the floor is of another corpus")
    scores = accuracy.scores()
    fallen = {
        f"{name}: {figure}": (scores[name][figure], least)
        for name, figures in FLOOR["least"].items()
        for figure, least in figures.items()
        if round(scores[name][figure], 3) < least
    }
    assert not fallen
    assert sum(row["leaks"] for row in scores.values()) <= FLOOR["most_leaks"]
