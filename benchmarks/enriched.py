"""What is kept of golden pages when content is put into their answers, and clutter in and between them.

``python -m benchmarks.enriched`` prints the figures of the corpus; where there is none, or with ``--own``,
those of the project's own pages. Content to keep joins the gold answer, content to leave its boilerplate.
There are three kinds of both, which have nothing in common: see `benchmarks.kinds`. Whoever works on the
parser looks at kinds a and c: ``--lost`` counts the words that each type of content loses and the strings
that each leaks, ``--write DIR`` writes their pages. Of kind b there are totals only.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

from lxml import html
from lxml.html import HtmlElement

from benchmarks.corpus import CORPUS, FOLDERS
from benchmarks.floors import settle
from benchmarks.kinds import Build, Content, Spot, dealer
from benchmarks.kinds.a import CONTENT as KIND_A
from benchmarks.kinds.b import CONTENT as KIND_B
from benchmarks.kinds.c import CONTENT as KIND_C
from benchmarks.rewriting import Place, corpus_pages, own_pages, places, put_after, rewritten
from benchmarks.scoring import Gold, Score, align, leaks, score, summary, tokens
from harvester.model import Pair
from harvester.normalise import normalise
from harvester.parse import parse

KINDS = {"a": KIND_A, "b": KIND_B, "c": KIND_C}
READ = ("a", "c")
"""The kinds of which whoever works on the parser sees more than totals."""
KEPT_SHARE = 0.7
"""Share of the answers into which a piece to keep is put."""
LEFT_SHARE = 0.4
"""Share of the answers that get a piece to leave; the last answer of a page always has one after it."""
MOST = 6
"""At most this many pieces to keep, and to leave, go into a page; with more the phrases would be repeated."""
WRAPPED_SHARE = 0.6
"""Share of the pieces to keep that stand in a wrapper or two."""
NAMED_SHARE = 0.35
"""Share of the wrappers around pieces to keep whose name sounds like clutter."""


class Piece(NamedTuple):
    """What was put into a page. place: the paragraph before it. keep: whether it belongs to the answer."""

    place: Place
    type: str
    keep: bool
    markup: str


class Rich(NamedTuple):
    """An enriched page: its body and gold, and what was put into it.

    kept: the pair, the type and the words of each piece to keep. left: the type of each string to leave.
    """

    body: bytes
    gold: Gold
    kept: tuple[tuple[int, str, str], ...]
    left: dict[str, str]


def enriched(gold: Gold, text: str, kind: str) -> Rich:
    """Return a page with content of a kind put into it; each time the same for a page."""
    kept: list[tuple[int, str, str]] = []
    left: dict[str, str] = {}

    def change(root: HtmlElement, own: Gold) -> None:
        for piece in _pieces(root, own, KINDS[kind], Random(f"{gold['id']} {kind}")):  # noqa: S311  seeded
            if put_after(piece.place, piece.markup):
                strings = [part.strip() for part in _texts(piece.markup) if part.strip()]
                if piece.keep:
                    kept.append((piece.place.pair, piece.type, " ".join(strings)))
                    _say(own, piece.place, " ".join(strings))
                else:
                    own["boilerplate"] = [*own["boilerplate"], *strings]
                    left.update(dict.fromkeys(strings, piece.type))

    body, wanted = rewritten(text, gold, change)
    wanted["boilerplate"] = list(dict.fromkeys(wanted["boilerplate"]))
    return Rich(body, wanted, tuple(kept), left)


def _texts(markup: str) -> Iterator[str]:
    """Yield the text nodes of a piece."""
    return map(str, html.fromstring(markup).itertext())


def _say(gold: Gold, place: Place, text: str) -> None:
    """Put a text into the gold answer after a paragraph."""
    pair = gold["pairs"][place.pair]
    paragraphs = pair["answer"].split("\n\n")
    paragraphs[place.paragraph] += f"\n\n{text}"
    pair["answer"] = "\n\n".join(paragraphs)


def _pieces(root: HtmlElement, gold: Gold, content: Content, chance: Random) -> Iterator[Piece]:
    """Yield what is put into a page, the last place first: so a place's number of paragraph stays true."""
    language = (gold.get("language") or root.get("lang") or "en")[:2].lower()
    deal = dealer(content.languages.get(language, content.languages["en"]), chance)
    by_pair: dict[int, list[Place]] = defaultdict(list)
    for place in places(root, gold):
        by_pair[place.pair].append(place)
    left = {True: MOST, False: MOST}
    for number, own in sorted(by_pair.items(), reverse=True):
        final = number == len(gold["pairs"]) - 1
        spot = Spot(deal, chance, _level(own[0].asks), str(own[0].asks.tag), final)
        wanted = (
            (False, own, final or chance.random() < LEFT_SHARE),
            (True, [one for one in own if not (final and one.last)], chance.random() < KEPT_SHARE),
        )
        for keep, rooms, asked in wanted:
            if asked and rooms and left[keep]:
                left[keep] -= 1
                room = rooms[-1] if final and not keep else chance.choice(rooms)
                name, markup = _built(content.keep if keep else content.leave, spot)
                yield Piece(
                    room, name, keep, _wrapped(markup, content, chance) if keep else f"<div>{markup}</div>"
                )


def _level(asks: HtmlElement) -> int:
    """Return the level of the heading that a question stands in, 0 where it stands in none."""
    tags = [str(one.tag) for one in (asks, *asks.iterancestors())]
    return next(
        (int(tag[1]) for tag in tags if len(tag) == len("h1") and tag[0] == "h" and tag[1].isdigit()), 0
    )


def _built(builds: Mapping[str, Build], spot: Spot) -> tuple[str, str]:
    """Return the name and the markup of a piece of any type that fits the spot."""
    for name in spot.chance.sample(list(builds), len(builds)):
        markup = builds[name](spot)
        if markup:
            return name, markup
    raise LookupError("no type of content fits")


def _wrapped(markup: str, content: Content, chance: Random) -> str:
    """Return a piece to keep in at most two wrappers, some of which are named like clutter."""
    if chance.random() >= WRAPPED_SHARE:
        return markup
    for _ in range(chance.randrange(1, 3)):
        name = f"{chance.randrange(16**6):06x}"
        if chance.random() < NAMED_SHARE:
            name = f"{chance.choice(content.names)}-{name[:3]}"
        markup = f'<div class="{name}">{markup}</div>'
    return markup


def rich_pages(kind: str, folder: str) -> Iterator[Rich]:
    """Yield the enriched pages of a folder of the corpus, or of the project's own where it is ""."""
    for gold, text in corpus_pages(folder) if folder else own_pages():
        if gold["pairs"]:
            rich = enriched(gold, text, kind)
            if rich.kept:
                yield rich


def pairs_of(rich: Rich) -> Sequence[Pair]:
    """Return what the parser makes of an enriched page."""
    url = rich.gold.get("url") or ""
    return parse(normalise(rich.body, content_type="text/html; charset=utf-8", url=url)).pairs


def scores(kind: str, folder: str) -> list[Score]:
    """Return the score of each enriched page of a folder."""
    return [score(rich.gold, pairs_of(rich)) for rich in rich_pages(kind, folder)]


def lost(kind: str, folder: str) -> dict[str, tuple[int, int]]:
    """Return {type of content: (words put into answers that were found, words lost)}."""
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rich in rich_pages(kind, folder):
        pairs = pairs_of(rich)
        questions = [pair["question"] for pair in rich.gold["pairs"]], [pair.question for pair in pairs]
        found = dict(align(*questions))
        for number, name, text in rich.kept:
            if number in found:
                wanted = Counter(tokens(text))
                missed = (wanted - Counter(tokens(pairs[found[number]].answer))).total()
                counts[name] = (counts[name][0] + wanted.total(), counts[name][1] + missed)
    return dict(sorted(counts.items()))


def leaked(kind: str, folder: str) -> Counter[str]:
    """Return how many strings to leave stand in answers, by type of content."""
    counts: Counter[str] = Counter()
    for rich in rich_pages(kind, folder):
        counts.update(rich.left[string] for string in leaks(rich.gold, pairs_of(rich)) if string in rich.left)
    return counts


def write(kind: str, folder: str, target: Path) -> None:
    """Write the enriched pages of a kind with their gold, for somebody to look at."""
    for rich in rich_pages(kind, folder):
        own = target / kind / str(rich.gold["id"])
        own.mkdir(parents=True, exist_ok=True)
        own.joinpath("page.html").write_bytes(rich.body)
        gold = json.dumps(rich.gold, ensure_ascii=False, indent=1)
        own.joinpath("gold.json").write_text(gold, encoding="utf-8")


def _row(job: tuple[str, str]) -> str:
    kind, folder = job
    row = summary(scores(kind, folder))
    figures = [f"{row[one]:.3f}" for one in ("pair_f1", "question_f1", "words_kept", "words_right")]
    counts = [f"{row[one]:.0f}" for one in ("pages", "pairs")]
    return f"| {kind} | {folder or 'own pages'} | {' | '.join([*counts, *figures, str(row['leaks'])])} |"


def main() -> None:
    """Print the table as Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--own", action="store_true", help="measure the project's own pages")
    options.add_argument("--settle", action="store_true", help="write the floor of the own pages anew")
    options.add_argument("--lost", action="store_true", help="count words lost and strings leaked, by type")
    options.add_argument("--write", type=Path, metavar="DIR", help="write the pages of kinds a and c")
    asked = options.parse_args()
    if asked.settle:
        rows = {kind: summary(scores(kind, "")) for kind in KINDS}
        settle("enriched", rows, ("pair_f1", "words_kept", "words_right"))
    folders = ("",) if asked.own or not CORPUS.is_dir() else FOLDERS
    print("| kind | set | pages | pairs | pair F1 | question F1 | words kept | words right | leaks |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    with ProcessPoolExecutor() as pool:
        for row in pool.map(_row, [(kind, folder) for kind in KINDS for folder in folders]):
            print(row, flush=True)
    for kind, folder in product(READ, folders):
        name = f"{kind}, {folder or 'own pages'}"
        if asked.lost:
            for piece, (words, missed) in lost(kind, folder).items():
                print(f"{name}: {piece}: {missed} of {words} words lost")
            for piece, strings in leaked(kind, folder).items():
                print(f"{name}: {piece}: {strings} strings leaked")
        if asked.write:
            write(kind, folder, asked.write)


if __name__ == "__main__":
    main()
