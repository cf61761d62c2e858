"""Marks and letters of all scripts."""

# ruff: noqa: RUF001  marks that look alike

import re

import pytest

from harvester.diff.tokens import sentence_places
from harvester.languages.signs import CAPITAL, SENTENCE_ENDS, holds_question_mark, is_unspaced
from harvester.parse.marking import SENTENCE_END


@pytest.mark.parametrize("text", ["Who? Me.", "谁付钱？我。", "من يدفع؟ أنا.", "ማን ይከፍላል፧", "Really⁉"])
def test_a_question_mark_within(text):
    assert holds_question_mark(text)


@pytest.mark.parametrize("text", ["Nobody.", "bread; butter", "没人。", ""])
def test_no_question_mark(text):
    assert not holds_question_mark(text)


@pytest.mark.parametrize("end", SENTENCE_ENDS)
def test_every_end_ends_a_sentence_for_all(end):
    assert SENTENCE_END.search(f"so it is{end}”")
    assert len(sentence_places(f"one{end} two{end}")) == 2


@pytest.mark.parametrize("letter", "AÄŁΩЖЇԱ字あ한ก")
def test_capitals_and_letters_without_case(letter):
    assert re.fullmatch(CAPITAL, letter)


@pytest.mark.parametrize("letter", "aäłωжїա1_ ")
def test_small_letters_are_no_capitals(letter):
    assert not re.fullmatch(CAPITAL, letter)


def test_scripts_without_spaces():
    assert all(map(is_unspaced, ("字", "かな", "ไทย", "ខ្មែរ", "မြန်", "한글")))
    assert not any(map(is_unspaced, ("word", "слово", "كلمة", "शब्द", "")))
