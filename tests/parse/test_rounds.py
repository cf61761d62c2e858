"""Pages that were written without sight of the parser: what was reached on them never falls."""

import pytest

from benchmarks import rounds

LEAST = {
    "one": {"pair_f1": 0.975, "words_kept": 0.99, "negatives_ok": 1.0},
    "two": {"pair_f1": 0.99, "words_kept": 0.99, "negatives_ok": 1.0},
    "four": {"pair_f1": 0.995, "words_kept": 0.995, "negatives_ok": 1.0},
    "eight": {"pair_f1": 0.965, "words_kept": 0.99, "negatives_ok": 1.0},
    "nine": {"pair_f1": 0.975, "words_kept": 0.995, "negatives_ok": 1.0},
    "five": {"pair_f1": 0.965, "words_kept": 0.99, "negatives_ok": 1.0},
    "seven": {"pair_f1": 0.97, "words_kept": 0.99, "negatives_ok": 1.0},
    "six": {"pair_f1": 0.99, "words_kept": 0.99, "negatives_ok": 1.0},
    "ten": {"pair_f1": 0.945, "words_kept": 0.99, "negatives_ok": 1.0},
    "eleven": {"pair_f1": 0.975, "words_kept": 0.99, "negatives_ok": 1.0},
    "twelve": {"pair_f1": 0.9, "words_kept": 0.99, "negatives_ok": 1.0},
    "thirteen": {"pair_f1": 0.89, "words_kept": 0.98, "negatives_ok": 0.0},
    "fifteen": {"pair_f1": 0.95, "words_kept": 0.985, "negatives_ok": 1.0},
    "fourteen": {"pair_f1": 0.955, "words_kept": 0.99, "negatives_ok": 1.0},
    "sixteen": {"pair_f1": 0.98, "words_kept": 0.99, "negatives_ok": 1.0},
    "seventeen": {"pair_f1": 0.985, "words_kept": 0.99, "negatives_ok": 1.0},
    "twenty_one": {"pair_f1": 0.955, "words_kept": 0.99, "negatives_ok": 1.0},
    "twenty": {"pair_f1": 0.96, "words_kept": 0.995, "negatives_ok": 1.0},
    "nineteen": {"pair_f1": 0.975, "words_kept": 0.99, "negatives_ok": 1.0},
    "eighteen": {"pair_f1": 0.96, "words_kept": 0.99, "negatives_ok": 1.0},
    "three": {"pair_f1": 0.98, "words_kept": 0.995, "negatives_ok": 1.0},
}


@pytest.mark.parametrize("name", rounds.NAMES)
def test_a_round_stays_above_its_floor(name):
    figures = rounds.measure(rounds.ROUNDS / name)[rounds.EVERY]
    assert {figure: figures[figure] for figure, least in LEAST[name].items() if figures[figure] < least} == {}
