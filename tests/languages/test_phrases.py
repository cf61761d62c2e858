"""How phrases are compared with texts."""

import importlib
import pkgutil
import sys
import time
from pathlib import Path

import pytest

import harvester
from harvester.languages.phrases import Lines, Within

sys.path.insert(0, str(Path(__file__).parents[1]))  # for hostile_patterns, which is no test

from hostile_patterns import superlinear

LINES = Lines(
    (
        "read more …",
        "share",
        "mehr infor* …",
        "abonnez-vous",
        "関連記事 …",
        "広告",
        "자주 묻는 질문",
        "più letti",
        "citiți și …",
        "was … wissen",
    )
)
FOUND_LINES = {
    "the rest of a line": ("read more on the bridge", "read more …"),
    "the whole line": ("share", "share"),
    "marks and figures around": ("» share (12)", "share"),
    "a figure before": ("2. read more on the bridge", "read more …"),
    "any ending": ("mehr informationen zum fluss", "mehr infor* …"),
    "an apostrophe or hyphen left out": ("abonnez vous !", "abonnez-vous"),
    "a script without spaces": ("関連記事はこちら", "関連記事"),
    "the whole of such a line": ("広告 3", "広告"),
    "a space that is missing": ("자주묻는 질문", "자주묻는 질문"),
    "an accent that is missing": ("piu letti", "piu letti"),
    "cedillas for commas": ("citiţi şi altele", "citiţi şi …"),
    "a cedilla beside a comma": ("citiți şi altele", "citiți şi …"),
    "words between": ("was alle hier wissen", "was … wissen"),
    "no words between": ("was wissen", "was … wissen"),
}


@pytest.mark.parametrize(("text", "phrase"), FOUND_LINES.values(), ids=FOUND_LINES)
def test_lines_are_found(text, phrase):
    assert LINES.find(text) == phrase


OTHER_LINES = (
    "read on",
    "share prices fall",
    "shares",
    "they read more on the bridge",
    "広告について",
    "was alle vier hier unten wissen",
    "",
    "…",
    "12",
)


@pytest.mark.parametrize("text", OTHER_LINES)
def test_other_lines_are_not(text):
    assert LINES.find(text) == ""


WITHIN = Within(
    ("3 answers", "frequently asked", "*fragen", "in 5 … questions", "вопрос*", "よくある", "q&a")
)
HELD = {
    "in the middle": ("our frequently asked ones", "frequently asked"),
    "a beginning": ("zehn leserfragen zum fluss", "*fragen"),
    "a number in figures": ("the river in 12 questions", "in 5 … questions"),
    "a number at first": ("twelve answers", "3 answers"),
    "a number in words": ("the river in five new questions", "in 5 … questions"),
    "an ending": ("частые вопросы", "вопрос*"),
    "without spaces": ("当館のよくある質問", "よくある"),
    "marks between": ("q. & a. with mia", "q&a"),
}


@pytest.mark.parametrize(("text", "phrase"), HELD.values(), ids=HELD)
def test_phrases_are_held(text, phrase):
    assert WITHIN.find(text) == phrase


@pytest.mark.parametrize("text", ["frequently we asked", "fragend", "in the questions", "q and a", ""])
def test_others_are_not(text):
    assert WITHIN.find(text) == ""


def test_fillers_do_not_count():
    prompts = Lines(("do you have questions", "have questions about …"), ("any", "more"))
    assert prompts.find("do you have any more questions?")
    assert prompts.find("any questions?") == ""
    assert prompts.find("have more questions about any of it?")


def matchers():
    """The matchers of all modules, by name."""
    for found in pkgutil.walk_packages(harvester.__path__, "harvester."):
        if not found.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, Lines | Within):
                    yield f"{found.name}.{name}", value


MATCHERS = dict(matchers())


@pytest.mark.parametrize("name", MATCHERS)
def test_patterns_of_matchers_are_linear(name):
    pattern = MATCHERS[name]._unspaced
    use = "match" if isinstance(MATCHERS[name], Lines) else "search"
    assert pattern is None or superlinear(pattern, use) is None


REPEATED = 2_500
"""How often the first word of a phrase stands in a line that is searched: it takes some .1 s at most."""
LONGER = 4
"""Another line is this many times as long: work by the square costs sixteen times as much."""
GROWTH = 7
"""How much more the longer line may cost: it does where a third of the work on the other is by the square."""
TRIES = 3
"""Comparisons of which one has to hold, for a busy machine slows some."""
FLOOR_S = 0.015
"""CPU seconds that the single line is taken to cost at least, so that no jitter of short ones decides."""


@pytest.mark.parametrize("name", MATCHERS)
def test_matchers_take_linear_time(name):
    matcher = MATCHERS[name]
    heads = [phrases[0].strip("*… ").partition(" ")[0] for phrases in matcher._index.heads.values()]
    for head in heads[:40]:
        line = f"{head} " * REPEATED
        assert any(
            seconds(matcher, line * LONGER) < GROWTH * max(FLOOR_S, seconds(matcher, line))
            for _ in range(TRIES)
        ), head


def seconds(matcher, text):
    began = time.process_time()
    matcher.find(text)
    return time.process_time() - began
