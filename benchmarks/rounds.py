"""Pages that were written without sight of the parser, a round of some 30 at a time, with gold.

``python -m benchmarks.rounds`` prints the figures of each round by kind. A round is scored before anybody
looks at it; docs/accuracy.md has those figures. Afterwards its pages are examples like any other.
"""

import json
from collections import defaultdict
from pathlib import Path

from benchmarks.accuracy import EVERY, Table, page_score
from benchmarks.scoring import FACTS, Score, summary

ROUNDS = Path(__file__).parents[1] / "tests" / "parse" / "rounds"
COLUMNS = (
    "pages",
    "pairs",
    "negatives",
    "pair_f1",
    "question_f1",
    "words_kept",
    "negatives_ok",
    "leaks",
    *FACTS,
)
NAMES = ("one", "two", "three", "four", "five")
"""The rounds in the order in which they were written."""


def measure(name: str) -> Table:
    """Return {kind: figures} of a round; the last kind is all its pages."""
    scores: dict[str, list[Score]] = defaultdict(list)
    for path in sorted((ROUNDS / name).glob("*/gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        one = page_score(gold, path.with_name("page.html").read_bytes())
        scores[gold["kind"]].append(one)
    every = [one for kind in scores.values() for one in kind]
    return {kind: summary(scores[kind]) for kind in sorted(scores)} | {EVERY: summary(every)}


def main() -> None:
    """Print the figures of every round."""
    print(f"| round, kind | {' | '.join(COLUMNS)} |")
    print(f"|---|{'--:|' * len(COLUMNS)}")
    for name in NAMES:
        for kind, row in measure(name).items():
            print(f"| {name}, {kind} | {' | '.join(_cell(row[column]) for column in COLUMNS)} |")


def _cell(figure: float) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


if __name__ == "__main__":
    main()
