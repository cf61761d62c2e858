"""What comes of golden pages that are written otherwise.

``python -m benchmarks.perturbed [--own] [NAME…]`` prints the figures of the corpus; where there is none, or
with ``--own``, those of the project's own pages. A redesign changes no word: "same" is the share of pages
whose title, lead and pairs are those of the page as it was. A rewording changes the gold with it. A rule that
fits one page's names, tags or wording shows as a fall.
"""

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from benchmarks.corpus import CORPUS, FOLDERS
from benchmarks.floors import settle
from benchmarks.redesigns import REDESIGNS
from benchmarks.rewordings import REWORDINGS
from benchmarks.rewriting import corpus_pages, own_pages, rewritten
from benchmarks.scoring import Gold, Score, score, summary
from harvester.diff.written import written
from harvester.model import Snapshot
from harvester.normalise import normalise
from harvester.parse import parse

CHANGES = REDESIGNS | REWORDINGS
OWN = "own pages"
PARTS = ("title", "lead", "pairs")
"""Parts of a snapshot that a redesign must not change."""
SAME = ("same", *(f"same {part}" for part in PARTS))
EVERY = 4
"""CI tries each change on one in this many own pages, each time on others, because all of them take 30 s."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a page under a change. same: parts of the snapshot that did not change."""

    folder: str
    score: Score
    same: frozenset[str]


@lru_cache(maxsize=256)
def _snapshot(body: bytes, url: str) -> Snapshot:
    return parse(normalise(body, content_type="text/html; charset=utf-8", url=url))


def _parts(snapshot: Snapshot) -> dict[str, object]:
    """Return what a redesign must not change; links and images of answers are part of them."""
    pairs = [(pair.question, written(pair)) for pair in snapshot.pairs]
    return {"title": snapshot.title, "lead": snapshot.lead, "pairs": pairs}


def outcome(folder: str, gold: Gold, text: str, name: str) -> Outcome:
    """Return what comes of a page under the change of that name."""
    body, wanted = rewritten(text, gold, CHANGES[name])
    url = gold.get("url") or ""
    snapshot = _snapshot(body, url)
    same = _parts(snapshot).items() if name in REDESIGNS else ()
    was = _parts(_snapshot(text.encode(), url)) if same else {}
    parts = frozenset(part for part, value in same if value == was[part])
    return Outcome(folder, score(wanted, snapshot.pairs), parts)


def on_corpus(name: str) -> list[Outcome]:
    """Return what comes of every page of the corpus under a change."""
    return [outcome(folder, gold, text, name) for folder in FOLDERS for gold, text in corpus_pages(folder)]


def on_own(name: str, every: int = 1) -> list[Outcome]:
    """Return what comes of the project's own pages under a change: of one page in this many."""
    pages = [
        (gold, text) for gold, text in own_pages() if crc32(f"{gold['id']} {name}".encode()) % every == 0
    ]
    return [outcome(OWN, gold, text, name) for gold, text in pages]


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the figures of a change."""
    row = summary(one.score for one in outcomes)
    for part in PARTS:
        row[f"same {part}"] = sum(part in one.same for one in outcomes) / len(outcomes)
    row["same"] = sum(len(one.same) == len(PARTS) for one in outcomes) / len(outcomes)
    return row


def own_figures() -> dict[str, dict[str, float]]:
    """Return the figures of each change on a part of the project's own pages: {name: figures}."""
    return {name: figures(on_own(name, EVERY)) for name in CHANGES}


def _rows(names: Sequence[str], folders: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the table."""
    with ProcessPoolExecutor() as pool:
        runs = pool.map(on_own if folders == (OWN,) else on_corpus, names)
        for name, outcomes in zip(names, runs, strict=True):
            pairs = [figures([one for one in outcomes if one.folder == own])["pair_f1"] for own in folders]
            every = figures(outcomes)
            same = [f"{every[one]:.3f}" if name in REDESIGNS else "-" for one in SAME]
            cells = [name, *(f"{each:.3f}" for each in pairs), *same, f"{every['negatives_ok']:.3f}"]
            yield f"| {' | '.join(cells)} | {every['leaks']:.0f} |"


def main() -> None:
    """Print the table as Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help="changes to try; all where none is named")
    options.add_argument("--own", action="store_true", help="measure the project's own pages")
    options.add_argument("--settle", action="store_true", help="write the floor of the own pages anew")
    asked = options.parse_args()
    if asked.settle:
        rows = own_figures()
        settle("redesigned", {name: rows[name] for name in REDESIGNS}, ("same",))
        settle("reworded", {name: rows[name] for name in REWORDINGS}, ("pair_f1",))
    folders = (OWN,) if asked.own or not CORPUS.is_dir() else FOLDERS
    print(f"| written otherwise | {' | '.join(folders)} | {' | '.join(SAME)} | none invented | leaks |")
    print(f"|---|{'--:|' * (len(folders) + len(SAME) + 2)}")
    for row in _rows(asked.names or list(CHANGES), folders):
        print(row, flush=True)


if __name__ == "__main__":
    main()
