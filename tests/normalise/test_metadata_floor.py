"""How much metadata of the gold corpus comes out right never falls: a lower floor is a commit of its own."""

import gzip
import importlib.util
import json
from pathlib import Path

import pytest

from harvester.normalise import normalise

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
FLOOR = json.loads(Path(__file__).with_name("metadata_floor.json").read_text("utf-8"))

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the gold corpus is not here")


@pytest.fixture(scope="module")
def accuracy():
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_metadata_stays_above_the_floor(accuracy):
    if accuracy.digest() != FLOOR["corpus"]:
        pytest.skip("the floor is of another corpus")
    score = accuracy.scorer()
    found = {}
    for folder in FLOOR["right"]:
        rows = []
        for _, gold, packed in score.load([CORPUS / folder]):
            document = normalise(gzip.decompress(packed.read_bytes()), content_type="text/html")
            rows.append((gold, {field: getattr(document, field) for field in FLOOR["right"][folder]}))
        found[folder] = {field: right for field, (right, _) in score.metadata(rows).items()}
    fallen = {
        (folder, field): (found[folder][field], least)
        for folder, fields in FLOOR["right"].items()
        for field, least in fields.items()
        if found[folder][field] < least
    }
    assert not fallen
