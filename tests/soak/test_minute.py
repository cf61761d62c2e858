"""A minute of what ``make soak`` does for an hour."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import soak


def test_a_minute(tmp_path):
    report = soak.soak(60, tmp_path, number=10, delay_s=0.5, kills=2)
    assert report.wrong == ()
    assert report.figures["whole bodies lost otherwise"] == "0"
