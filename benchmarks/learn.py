"""Whether learnt weights pay as a second opinion on what the rules leave out of answers. Needs ../shared.

``python -m benchmarks.learn`` fits a table of weights on pages as found and enriched with kind a, leaving out
one site in five each time, and prints what it does to the sites left out: as found, enriched with kind a, and
enriched with kind b, which no fit saw. ``--table`` prints the weights that all pages give.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from random import Random
from typing import NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from benchmarks.corpus import CORPUS, FOLDERS
from benchmarks.enriched import KINDS, enriched
from benchmarks.rewriting import corpus_pages
from benchmarks.scoring import Gold, Score, align, score, summary, tokens
from benchmarks.weights import Features, Weights, features, left_out, log_odds, regions, second_opinion
from harvester.normalise import normalise
from harvester.parse.parser import ParsedPage, parse, read_page

FOLDS = 5
ROUNDS = 40
"""Times that the fit goes through all lines; the loss does not fall noticeably any more after 30."""
STEP = 0.3
"""Length of the first step of the fit; each weight's own steps become shorter (AdaGrad)."""
SHRINK = 1e-4
"""How much each step pulls a weight towards 0."""
RUN = 3
"""Words in a row by which a line is found again in the gold answer."""
HALF = 0.5
"""Share of a line's runs of words that the gold answer has if the line belongs to it."""
CUTS = {"cut 0 between, 1 last": (0.0, 1.0), "cut 1 between, 2 last": (1.0, 2.0)}
AS_FOUND = "as found"

Example = tuple[Features, bool]


class Judged(NamedTuple):
    """A page to learn from or to be tried on. variant: as found, or enriched with a kind."""

    folder: str
    variant: str
    fold: int
    gold: Gold
    body: bytes


def judged_pages(folder: str) -> Iterator[Judged]:
    """Yield the pages of a folder as found, and enriched with both kinds where they have pairs."""
    for gold, text in corpus_pages(folder):
        site = urlsplit(gold.get("url") or "").hostname or str(gold["id"])
        fold = crc32(site.encode()) % FOLDS
        yield Judged(folder, AS_FOUND, fold, gold, text.encode())
        for kind in KINDS if gold["pairs"] else ():
            rich = enriched(gold, text, kind)
            yield Judged(folder, kind, fold, rich.gold, rich.body)


def read(page: Judged) -> ParsedPage:
    """Return what the parser makes of a page."""
    url = page.gold.get("url") or ""
    return read_page(normalise(page.body, content_type="text/html; charset=utf-8", url=url))


def examples(page: Judged) -> Iterator[Example]:
    """Yield the lines that the rules left out near answers, and whether the gold answer has them."""
    found = read(page)
    turns = [region.turns[region.number] for region in regions(found)]
    matches = align([pair["question"] for pair in page.gold["pairs"]], [turn.mark.text for turn in turns])
    gold_of = {j: page.gold["pairs"][i]["answer"] for i, j in matches}
    for number, region in enumerate(regions(found)):
        if number not in gold_of:
            continue
        wanted = set(runs_of(gold_of[number]))
        kept = [at for at, _ in turns[number].answer]
        for at in left_out(region):
            row = features(region, at, sorted(kept))
            runs = runs_of(found.sheet.lines[at].text)
            belongs = bool(runs) and sum(run in wanted for run in runs) >= HALF * len(runs)
            yield row, belongs
            if belongs:
                kept.append(at)


def runs_of(text: str) -> list[tuple[str, ...]]:
    """Return the runs of `RUN` words in a text; all of its words if it has fewer."""
    said = tokens(text)
    size = min(RUN, len(said))
    return [tuple(said[at : at + size]) for at in range(len(said) - size + 1)] if said else []


def fit(rows: Sequence[Example]) -> Weights:
    """Return the weights of a logistic regression; each time the same for the same lines."""
    weights: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(lambda: 1e-6)
    order = list(rows)
    chance = Random(1)  # noqa: S311  seeded
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for row, belongs in order:
            error = belongs - 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds(weights, row)))))
            for name, value in row.items():
                if value:
                    slope = error * value - SHRINK * weights[name]
                    seen[name] += slope * slope
                    weights[name] += STEP * slope / math.sqrt(seen[name])
    return dict(weights)


def outcomes(page: Judged, weights: Weights) -> dict[str, Score]:
    """Return the score of a page by hand and with each pair of cuts."""
    found = read(page)
    url = page.gold.get("url") or ""
    own = parse(normalise(page.body, content_type="text/html; charset=utf-8", url=url)).pairs
    return {"by hand": score(page.gold, own)} | {
        name: score(page.gold, second_opinion(found, weights, cuts)) for name, cuts in CUTS.items()
    }


def _fold(
    pages: Sequence[Judged], rows: Sequence[Sequence[Example]], fold: int
) -> list[tuple[Judged, dict[str, Score]]]:
    learnt = [
        one
        for page, own in zip(pages, rows, strict=True)
        if page.fold != fold and page.variant != "b"
        for one in own
    ]
    weights = fit(learnt)
    return [(page, outcomes(page, weights)) for page in pages if page.fold == fold]


def _printed(found: Iterable[tuple[Judged, dict[str, Score]]]) -> Iterator[str]:
    """Yield the lines of the table."""
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for page, by_name in found:
        for name, one in by_name.items():
            groups[f"{page.folder}, {page.variant}", name].append(one)
            groups[f"all, {page.variant}", name].append(one)
    yield "| pages | who decides | pair F1 | words kept | words right | leaks |"
    yield "|---|---|--:|--:|--:|--:|"
    for (pages, name), scores in sorted(groups.items()):
        row = summary(scores)
        figures = " | ".join(f"{row[one]:.3f}" for one in ("pair_f1", "words_kept", "words_right"))
        yield f"| {pages} | {name} | {figures} | {row['leaks']:.0f} |"


def main() -> None:
    """Print the table, or the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--table", action="store_true", help="print the weights that all pages give")
    asked = options.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    pages = [page for folder in FOLDERS for page in judged_pages(folder)]
    with ProcessPoolExecutor() as pool:
        rows = list(pool.map(_examples, pages, chunksize=20))
        print(
            f"{sum(map(len, rows))} lines left out, {sum(one[1] for own in rows for one in own)} of answers"
        )
        if asked.table:
            weights = fit(
                [one for own, page in zip(rows, pages, strict=True) if page.variant != "b" for one in own]
            )
            for name, weight in sorted(weights.items(), key=lambda each: -abs(each[1])):
                print(f"{name}: {weight:+.2f}")
            return
        found = [each for fold in pool.map(partial(_fold, pages, rows), range(FOLDS)) for each in fold]
    print("\n".join(_printed(found)))


def _examples(page: Judged) -> list[Example]:
    return list(examples(page))


if __name__ == "__main__":
    main()
