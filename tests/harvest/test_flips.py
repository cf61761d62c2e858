"""A few flipped bytes, drawn at random over the file; ``python -m benchmarks.flips`` tries 500."""

import random
from itertools import islice

from benchmarks.flips import FREE, flips, found_by, make_archive, missed, tried

NUMBER = 12


def test_flipped_bytes_are_found(tmp_path):
    path = tmp_path / "whole.db"
    make_archive(path)
    assert found_by(path) == ""
    whole = path.read_bytes()
    outcomes = [tried(whole, flip) for flip in islice(flips(len(whole), random.Random(7)), NUMBER)]
    assert missed(outcomes) == []
    assert any(each.what != FREE for each in outcomes)
