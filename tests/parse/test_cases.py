"""One folder a case: a page that shows one shape, and the pairs an archivist would keep.

Sites are whole pages of sites that do not exist, with all that stands around: written by people who had not
seen the parser, from their idea of what such sites write.
"""

import json
from pathlib import Path

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

CASES = Path(__file__).with_name("cases")
SITES = Path(__file__).with_name("sites")
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


def cases():
    """The folders, the known gaps among them to fail: one table, so that no gaps is no empty table."""
    gap = pytest.mark.xfail(strict=True, reason="known gap")
    read = [pytest.param(folder, id=folder.name) for folder in folders(CASES) + folders(SITES)]
    return read + [pytest.param(folder, id=f"gap: {folder.name}", marks=gap) for folder in folders(GAPS)]


@pytest.mark.parametrize("folder", cases())
def test_case(folder):
    pairs, reason = pairs_of(folder)
    assert pairs == expected(folder)
    assert bool(reason) is not bool(pairs)
