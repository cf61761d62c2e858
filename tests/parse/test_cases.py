"""One folder a case: a page that shows one shape, and the pairs an archivist would keep."""

import json
from pathlib import Path

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

CASES = Path(__file__).with_name("cases")
GAPS = Path(__file__).with_name("gaps")
TYPES = {".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8"}


def folders(root):
    return sorted(path.parent for path in root.glob("*/expected.json"))


def pairs_of(folder):
    page = next(folder.glob("page.*"))
    snapshot = parse(normalise(page.read_bytes(), content_type=TYPES[page.suffix]))
    return [(pair.question, pair.answer) for pair in snapshot.pairs], snapshot.reason


def expected(folder):
    wanted = json.loads(folder.joinpath("expected.json").read_text("utf-8"))
    return [(pair["question"], pair["answer"]) for pair in wanted["pairs"]]


@pytest.mark.parametrize("folder", folders(CASES), ids=lambda folder: folder.name)
def test_case(folder):
    pairs, reason = pairs_of(folder)
    assert pairs == expected(folder)
    assert bool(reason) is not bool(pairs)


@pytest.mark.parametrize("folder", folders(GAPS), ids=lambda folder: folder.name)
@pytest.mark.xfail(strict=True, reason="known gap")
def test_gap(folder):
    assert pairs_of(folder)[0] == expected(folder)
