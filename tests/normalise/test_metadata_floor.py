"""How much metadata of the gold corpus comes out right never falls: a lower floor is a commit of its own."""

import json
from pathlib import Path

import pytest

from benchmarks import accuracy, corpus

FLOOR = json.loads(Path(__file__).with_name("metadata_floor.json").read_text("utf-8"))
here = pytest.mark.skipif(not corpus.CORPUS.is_dir(), reason="the gold corpus is not here")


@here
def test_the_floor_is_of_this_corpus():
    """It says nothing of other pages: on a new corpus, write its digest with the counts of today."""
    assert corpus.digest() == FLOOR["corpus"]


@here
@pytest.mark.parametrize("folder", FLOOR["right"])
def test_metadata_stays_above_the_floor(folder):
    least = FLOOR["right"][folder]
    rows = []
    for gold, body in corpus.judged(folder):
        snapshot = accuracy.snapshot_of(gold, body)
        rows.append((gold, {field: getattr(snapshot, field) for field in least}))
    found = {field: right for field, (right, _) in accuracy.scorer().metadata(rows).items()}
    assert not {field: (found[field], count) for field, count in least.items() if found[field] < count}
