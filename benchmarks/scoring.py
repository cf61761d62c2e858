"""How extracted pairs and metadata are compared with gold. Pure; runs in every clone.

The definitions are those of the gold corpus's own script, so that both print the same figures.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvester.model import Pair, Snapshot

Gold = dict[str, Any]

SAME_QUESTION = 0.85
"""Token F1 from which two questions are the same one; the value of the corpus's script."""
SAME_ANSWER = 0.9
"""Token F1 from which an answer is right; the value of the corpus's script."""
SAME_LEAD = 0.95
"""Token F1 from which a lead is right; the value of the corpus's script."""
LEAK_CHARACTERS = 8
"""Shorter boilerplate is not looked for, because it may stand in an answer by chance."""
ONE_LETTER_WORDS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")
"""Letters of Japanese, Chinese and Korean, which are written without spaces."""

FIGURES = (
    "pair_f1", "question_f1", "answer_f1", "words_kept", "words_right", "negatives_ok", "leaks",
)  # fmt: skip
"""The figures of `summary` about pairs, in the order in which they are printed."""
COUNTS = ("gold", "predicted", "matched", "right", "wanted", "found", "common")
"""The fields of a `Score` that are added up."""
FACTS = ("title", "lead", "language", "published")
"""What a gold may state about the page itself."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one page.

    matched: predicted questions that the gold has. right: those whose answer is right too. wanted, found and
    common: words of the gold's answers, of the predicted ones, and of both, over the matched questions.
    facts: whether each fact that the gold states was found.
    """

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    right: int = 0
    answers: tuple[float, ...] = ()
    wanted: int = 0
    found: int = 0
    common: int = 0
    leaks: int = 0
    facts: Mapping[str, bool] = field(default_factory=dict)


def tokens(text: str) -> list[str]:
    """Return the words of a text, case and width folded; a letter of a script without spaces is a word."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return re.findall(r"\w+", ONE_LETTER_WORDS.sub(r" \1 ", folded))


def _common(one: Counter[str], other: Counter[str]) -> int:
    return sum((one & other).values())


def _f1(common: int, one: int, other: int) -> float:
    return 2 * common / (one + other) if one + other else 1.0


def token_f1(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how far two texts have the same words, 1.0 where both are empty."""
    return _f1(_common(Counter(one), Counter(other)), len(one), len(other))


def align(gold: Sequence[str], predicted: Sequence[str]) -> list[tuple[int, int]]:
    """Return which gold question is which predicted one, the most similar first, each at most once."""
    wanted = [Counter(tokens(question)) for question in gold]
    found = [Counter(tokens(question)) for question in predicted]
    likeness = [
        (_f1(_common(one, other), one.total(), other.total()), -abs(i - j), i, j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(found)
    ]
    used: tuple[set[int], set[int]] = set(), set()
    matches = []
    for likely, _, i, j in sorted(likeness, reverse=True):
        if likely >= SAME_QUESTION and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matches.append((i, j))
    return matches


def score(gold: Gold, pairs: Sequence[Pair]) -> Score:
    """Return the score of a page's pairs; extra pairs do not count where the gold is open."""
    matches = align([pair["question"] for pair in gold["pairs"]], [pair.question for pair in pairs])
    if gold.get("open"):
        pairs = [pairs[j] for _, j in matches]
        matches = [(i, j) for j, (i, _) in enumerate(matches)]
    answers = [tokens(pair.answer) for pair in pairs]
    matched = [(tokens(gold["pairs"][i]["answer"]), answers[j]) for i, j in matches]
    likeness = tuple(token_f1(*both) for both in matched)
    return Score(
        gold=len(gold["pairs"]),
        predicted=len(pairs),
        matched=len(matches),
        right=sum(one >= SAME_ANSWER for one in likeness),
        answers=likeness,
        wanted=sum(len(one) for one, _ in matched),
        found=sum(len(other) for _, other in matched),
        common=sum(_common(Counter(one), Counter(other)) for one, other in matched),
        leaks=len(leaks(gold, pairs)),
    )


def leaks(gold: Gold, pairs: Sequence[Pair]) -> list[str]:
    """Return the strings of boilerplate that stand in answers and in no answer of the gold."""
    texts = [" ".join(tokens(pair.answer)) for pair in pairs]
    wanted = " ".join(" ".join(tokens(pair["answer"])) for pair in gold["pairs"])
    strings = ((" ".join(tokens(string)), string) for string in gold.get("boilerplate", ()))
    return [
        string
        for said, string in strings
        if len(said) >= LEAK_CHARACTERS and said not in wanted and any(said in text for text in texts)
    ]


def facts(gold: Gold, snapshot: Snapshot) -> dict[str, bool]:
    """Return whether each fact that the gold states is right: the date by its day, the lead by its words."""
    same = {
        "title": tokens(gold.get("title") or "") == tokens(snapshot.title),
        "lead": token_f1(tokens(gold.get("lead") or ""), tokens(snapshot.lead)) >= SAME_LEAD,
        "language": (gold.get("language") or "")[:2] == snapshot.language[:2],
        "published": (gold.get("published") or "")[:10] == snapshot.published[:10],
    }
    return {fact: right for fact, right in same.items() if gold.get(fact)}


def summary(scores: Iterable[Score]) -> dict[str, float]:
    """Return the figures of many pages, all but counts between 0 and 1.

    Beside `FIGURES` and `FACTS`, a fact's share being of the pages that state it, stand the counts: "pages"
    with pairs, "pairs" of the gold, "negatives" without pairs, and "<fact>_of" for each fact.
    """
    scores = list(scores)
    asking = [one for one in scores if one.gold]
    empty = [one for one in scores if not one.gold]
    total = {name: sum(getattr(one, name) for one in asking) for name in COUNTS}
    answers = [likeness for one in asking for likeness in one.answers]
    row: dict[str, float] = {
        "pages": len(asking),
        "pairs": total["gold"],
        "negatives": len(empty),
        "pair_f1": _f1(total["right"], total["predicted"], total["gold"]),
        "question_f1": _f1(total["matched"], total["predicted"], total["gold"]),
        "answer_f1": _share(sum(answers), len(answers)),
        "words_kept": _share(total["common"], total["wanted"]),
        "words_right": _share(total["common"], total["found"]),
        "negatives_ok": _share(sum(not one.predicted for one in empty), len(empty)),
        "leaks": sum(one.leaks for one in scores),
    }
    for fact in FACTS:
        stated = [one.facts[fact] for one in scores if fact in one.facts]
        row |= {fact: _share(sum(stated), len(stated)), f"{fact}_of": len(stated)}
    return row


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
