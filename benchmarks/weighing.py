"""Whether fitted weights beat those by hand in the table of evidence on lines. Most pages are in ../shared.

``python -m benchmarks.weighing`` makes an example of each line below a question, with the rows of
`harvester.parse.weighing.EVIDENCE` that fire there and whether the gold's answer has the line. A logistic
regression is fitted to them, each time without the pages of one set, and that set is read with the fitted
weights. ``--table`` prints for each row the weight by hand, the fitted one, and on how many sites it fires.
Folders of other pages with gold, as rounds have it, can be named; each is a set.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.corpus import FOLDERS, judged, stripped
from benchmarks.enriched import rich_pages
from benchmarks.learn import HALF, Example, fit, runs_of
from benchmarks.rewriting import own_pages
from benchmarks.rounds import NAMES, ROUNDS
from benchmarks.scoring import Gold, Score, align, score, summary
from benchmarks.weights import Features
from harvester.model import NormalDocument
from harvester.normalise import normalise
from harvester.parse import parse, weighing
from harvester.parse.candidate import Sheet, Turn
from harvester.parse.evidence import Case, Evidence, Where
from harvester.parse.parser import read_page
from harvester.parse.places import OUTSIDE
from harvester.parse.regions import Region
from harvester.parse.votes import Votes, take_votes

FEW = 2
"""About so many lines of each answer are examples, and so many that are left out of it."""
BIASES = {Where.BOX: "a box", Where.HEADING: "a heading", Where.TEXT: "a text"}
"""What lines have in common that stand in one kind of place; without it, rows would have to say it."""


class Read(NamedTuple):
    """A page as a document, with its gold. site: its host, or its own name."""

    set: str
    site: str
    gold: Gold
    document: NormalDocument


class Line(NamedTuple):
    """A line below a question. fires: the rows against or for it. kept: whether the gold's answer has it."""

    site: str
    fires: Features
    kept: bool


def pages(folders: Sequence[Path]) -> list[Read]:
    """Return the pages of the corpus, also enriched, the rounds, the project's own and the folders.

    Only enriched pages have many boxes that belong to answers.
    """
    found = [
        _read(folder, gold, stripped(body) if folder == "faq" else body)
        for folder in FOLDERS
        for gold, body in judged(folder)
    ]
    for folder in [*(ROUNDS / name for name in NAMES), *folders]:
        for path in sorted(folder.glob("*/gold.json")):
            gold = json.loads(path.read_text("utf-8"))
            found.append(_read(folder.name, gold, path.with_name("page.html").read_bytes()))
    found += [_read("enriched", rich.gold, rich.body) for name in FOLDERS for rich in rich_pages("a", name)]
    return found + [_read("own", gold, text.encode()) for gold, text in own_pages("cases", "sites", "gaps")]


def _read(name: str, gold: Gold, body: bytes) -> Read:
    site = urlsplit(gold.get("url") or "").hostname or str(gold["id"])
    return Read(name, site, gold, normalise(body, content_type="text/html", url=gold.get("url") or ""))


def lines_of(page: Read) -> list[Line]:
    """Return the lines of a page that are weighed, each with the gold's answer above it as it should be."""
    found = read_page(page.document)
    lines: list[Line] = []
    for verdict in found.chosen:
        turns = verdict.turns
        matches = align([one["question"] for one in page.gold["pairs"]], [turn.mark.text for turn in turns])
        votes = take_votes(found.sheet, tuple(turn.mark for turn in turns))
        stops = [turn.mark.first for turn in turns[1:]] + [verdict.candidate.end or len(found.sheet.lines)]
        for wanted, number in matches:
            runs = Counter(runs_of(page.gold["pairs"][wanted]["answer"]))
            cases = _cases(votes, turns[number], stops[number], runs)
            lines += _few([Line(page.site, _fires(case, final=final), kept) for case, kept, final in cases])
    return lines


def _few(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield a few lines of an answer and a few that are left out of it, evenly spaced.

    Long answers and long boxes would otherwise decide what a row weighs.
    """
    for kept in (True, False):
        own = [line for line in lines if line.kept is kept]
        yield from own[:: max(1, len(own) // FEW)]


def _cases(
    votes: Votes, turn: Turn, stop: int, wanted: Counter[tuple[str, ...]]
) -> Iterator[tuple[Case, bool, bool]]:
    """Yield the lines below a question, whether they belong to it, and whether no line of it follows.

    Below the last answer it is only the first: there the parser stops.
    """
    sheet, last = votes.sheet, turn.mark is votes.marks[-1]
    own = [at for at in range(turn.mark.answer, stop) if _belongs(sheet, at, wanted)]
    if not own:
        return
    found: list[tuple[int, int]] = []
    for at in range(turn.mark.answer, stop):
        case = Case(votes, at, sheet.lines[at], sheet.lines[turn.mark.first], list(found), last, rescue=False)
        region, box = sheet.regions[case.line.container], votes.box(case.line.container)
        if not (sheet.clutter[at] or box == OUTSIDE or region not in {Region.TEXT, Region.NAMED}):
            yield case, at in own, last and at >= own[-1]
            if last and at > own[-1]:
                return
        if at in own:
            found.append((at, 0))


def _belongs(sheet: Sheet, at: int, wanted: Counter[tuple[str, ...]]) -> bool:
    runs = runs_of(sheet.lines[at].text)
    return bool(runs) and (Counter(runs) & wanted).total() >= HALF * len(runs)


def _fires(case: Case, *, final: bool) -> Features:
    """Return the rows that fire at a line; those for the end of an article only where no answer follows."""
    where = weighing.place_of(case)
    rows = {
        _name(evidence): 1.0
        for _, counts, evidence in weighing.EVIDENCE
        if counts & where & ~Where.TAIL and (final or not counts & Where.TAIL) and evidence(case)
    }
    return rows | {name: 1.0 for place, name in BIASES.items() if where & place}


def _name(evidence: Evidence) -> str:
    return f"{evidence.__module__.rpartition('.')[2]}.{evidence.__name__}"


def fitted(lines: Sequence[Line]) -> Mapping[str, float]:
    """Return weights for the table, so that 1 is enough: the odds are even where they add up to that."""
    rows: list[Example] = [(line.fires, not line.kept) for line in lines]
    weights = fit(rows)
    enough = -weights["a text"]
    places = {name: 1 + weights.get(name, -enough) / enough for name in BIASES.values()}
    return {name: weight / enough for name, weight in weights.items()} | places


@contextmanager
def weighed_by(weights: Mapping[str, float]) -> Iterator[None]:
    """Put the weights into the table, and what a place weighs by itself as rows of their own."""
    before = weighing.EVIDENCE
    rows = [(weights.get(_name(own), weight), counts, own) for weight, counts, own in before]
    rows += [(weights[name], place, _says(name)) for place, name in BIASES.items()]
    weighing.EVIDENCE = tuple(sorted(rows, key=lambda row: row[0] > 0))
    weighing.rows_at.cache_clear()
    try:
        yield
    finally:
        weighing.EVIDENCE = before
        weighing.rows_at.cache_clear()


def _says(name: str) -> Evidence:
    return lambda _: name


def outcome(page: Read) -> Score:
    """Return the score of a page as the table stands."""
    return score(page.gold, parse(page.document).pairs)


def _judged(found: Sequence[Read], lines: Sequence[Sequence[Line]], name: str) -> str:
    """Return a line of the table: a set by hand, and with the weights that all other sets give."""
    weights = fitted([one for page, own in zip(found, lines, strict=True) if page.set != name for one in own])
    own = [page for page in found if page.set == name]
    cells = [_figures([outcome(page) for page in own])]
    with weighed_by(weights):
        cells.append(_figures([outcome(page) for page in own]))
    return f"| {name} | {' | '.join(cells)} |"


def _figures(scores: Sequence[Score]) -> str:
    row = summary(scores)
    return f"{row['pair_f1']:.3f} | {row['words_kept']:.4f} | {row['words_right']:.4f} | {row['leaks']:.0f}"


def _table(lines: Sequence[Line]) -> Iterator[str]:
    weights = fitted(lines)
    yield "| row | by hand | fitted | lines | sites | lines of answers | their sites |"
    yield f"|---|{'--:|' * 6}"
    for weight, _, evidence in weighing.EVIDENCE:
        name = _name(evidence)
        fires = [line for line in lines if name in line.fires]
        kept = [line for line in fires if line.kept]
        counts = [len(fires), len({one.site for one in fires}), len(kept), len({one.site for one in kept})]
        cells = " | ".join(map(str, counts))
        yield f"| {name} | {weight:.2f} | {weights.get(name, 0.0):.2f} | {cells} |"


def main() -> None:
    """Print what the sets have by hand and with fitted weights, or the rows."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="other pages with gold")
    options.add_argument("--table", action="store_true", help="print the rows with their weights")
    asked = options.parse_args()
    found = pages(asked.folders)
    with ProcessPoolExecutor() as pool:
        lines = list(pool.map(lines_of, found, chunksize=20))
    if asked.table:
        print("\n".join(_table([one for own in lines for one in own])))
        return
    print(
        "| set left out | by hand: pair F1 | kept | right | leaks | fitted: pair F1 | kept | right | leaks |"
    )
    print(f"|---|{'--:|' * 8}")
    for name in dict.fromkeys(page.set for page in found):
        print(_judged(found, lines, name), flush=True)


if __name__ == "__main__":
    main()
