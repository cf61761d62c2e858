"""Pages that were written without sight of the parser, a round of some 30 at a time, with gold.

``python -m benchmarks.rounds`` prints the figures of each round by kind. A round is scored before anybody
looks at it; docs/accuracy.md has those figures. Afterwards its pages are examples like any other.
``python -m benchmarks.rounds FOLDER`` prints those of other pages: a folder a page, as rounds have it.
"""

import json
import sys
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
NAMES = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "twenty_one",
)
"""The rounds in the order in which they were written."""


def measure(folder: Path) -> Table:
    """Return {kind: figures} of the pages in a folder; the last kind is all of them."""
    scores: dict[str, list[Score]] = defaultdict(list)
    for path in sorted(folder.glob("*/gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        one = page_score(gold, path.with_name("page.html").read_bytes())
        scores[gold["kind"]].append(one)
    every = [one for kind in scores.values() for one in kind]
    return {kind: summary(scores[kind]) for kind in sorted(scores)} | {EVERY: summary(every)}


def main(folders: list[Path]) -> None:
    """Print the figures of the pages in each folder."""
    print(f"| round, kind | {' | '.join(COLUMNS)} |")
    print(f"|---|{'--:|' * len(COLUMNS)}")
    for folder in folders:
        for kind, row in measure(folder).items():
            print(f"| {folder.name}, {kind} | {' | '.join(_cell(row[column]) for column in COLUMNS)} |")


def _cell(figure: float) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [ROUNDS / name for name in NAMES])
