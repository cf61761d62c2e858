"""The questions of the rounds written in invented shapes: which kinds of marks lose a list.

``python -m benchmarks.shapes [SHAPE…]`` prints pair F1 by kind of page, with the questions as they are and
with a statement in place of every third. A shape is one way to set questions apart from answers, on a page
that has little else, so that a low figure shows a look, a place or a form of names that no strategy reads.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from html import escape
from zlib import crc32

from benchmarks.floors import settle
from benchmarks.rounds import ROUNDS
from benchmarks.scoring import Gold, Score, score, summary
from harvester.normalise import normalise
from harvester.parse import parse

Entry = tuple[str, Sequence[str]]
"""A question and the paragraphs of its answer, with entities for signs of HTML."""
Shape = Callable[[Sequence[Entry]], str]

FEWEST = 4
"""Pages with fewer questions say little about lists."""
EVERY = 20
"""CI writes one page in this many in each shape, each time others."""
THIRD = 3
"""One question in this many becomes a statement."""
HOST, GUEST = "Tom Reed", "Ida Marlow"
KINDS = ("interview", "news-explainer", "faq")


def _paragraphs(texts: Sequence[str], before: str = "<p>", after: str = "</p>") -> str:
    return "".join(f"{before}{text}{after}" for text in texts)


def looks(asks: str, reply: tuple[str, str] = ("<p>", "</p>"), around: tuple[str, str] = ("", "")) -> Shape:
    """Return the shape in which each question stands for {} in ``asks``, each paragraph in a reply's tags.

    around: what stands before and after each question with its answer.
    """

    def write(entries: Sequence[Entry]) -> str:
        return "".join(
            f"{around[0]}{asks.replace('{}', question)}{_paragraphs(answer, *reply)}{around[1]}"
            for question, answer in entries
        )

    return write


def inline(asks: str) -> Shape:
    """Return the shape in which a question opens the first paragraph of its answer."""

    def write(entries: Sequence[Entry]) -> str:
        return "".join(
            f"<p>{asks.replace('{}', question)} {answer[0]}</p>{_paragraphs(answer[1:])}"
            for question, answer in entries
        )

    return write


def named(asks: str, reply: str) -> Shape:
    """Return the shape in which names stand in both lines; a question or a first paragraph is for {}."""

    def write(entries: Sequence[Entry]) -> str:
        return "".join(
            asks.replace("{}", question) + reply.replace("{}", answer[0]) + _paragraphs(answer[1:])
            for question, answer in entries
        )

    return write


SHAPES: dict[str, Shape] = {
    "headings": looks("<h3>{}</h3>"),
    "bold": looks("<p><b>{}</b></p>"),
    "italics": looks("<p><em>{}</em></p>"),
    "bold at the start": inline("<strong>{}</strong>"),
    "italics at the start": inline("<em>{}</em>"),
    "bold above a break": looks("<p><b>{}</b><br>", ("", "<br>"), ("", "</p>")),
    "a class": looks('<p class="intervju__stemme">{}</p>'),
    "a class of a span": looks('<p><span class="stemme">{}</span></p>'),
    "a colour of a paragraph": looks('<p style="color:#a00">{}</p>'),
    "a colour of a span": looks('<p><span style="color:#a00">{}</span></p>'),
    "a colour of a font element": looks('<p><font color="#990000">{}</font></p>'),
    "an indent": looks('<p style="margin-left:2em">{}</p>'),
    "quotations": looks("<blockquote><p>{}</p></blockquote>"),
    "answers in quotations": looks("<p>{}</p><blockquote>", around=("", "</blockquote>")),
    "answers in italics": looks("<p>{}</p>", ("<p><em>", "</em></p>")),
    "answers in bold": looks("<p>{}</p>", ("<p><b>", "</b></p>")),
    "answers in quotes": looks("<p>{}</p>", ("<p>“", "”</p>")),
    "sections": looks("<p>{}</p>", around=("<section>", "</section>")),
    "items": looks("<p>{}</p>", around=("<ul><li>", "</li></ul>")),
    "boxes in boxes": looks("<div>{}</div><div>", around=("<div>", "</div></div>")),
    "terms": looks("<dt>{}</dt><dd>", around=("<dl>", "</dd></dl>")),
    "panels": looks("<summary>{}</summary>", around=("<details>", "</details>")),
    "rows": looks("<td>{}</td><td>", around=("<table><tr>", "</td></tr></table>")),
    "nothing": looks("<p>{}</p>"),
    "a dash": looks("<p>— {}</p>"),
    "dashes": named("<p>— {}</p>", "<p>— {}</p>"),
    "labels": named("<p>Q: {}</p>", "<p>A: {}</p>"),
    "names": named(f"<p>{HOST}: {{}}</p>", f"<p>{GUEST}: {{}}</p>"),
    "names in bold": named(f"<p><b>{HOST}</b> {{}}</p>", f"<p><b>{GUEST}</b> {{}}</p>"),
    "names on lines": named(f"<p>{HOST}</p><p>{{}}</p>", f"<p>{GUEST}</p><p>{{}}</p>"),
    "names in brackets": named(f"<p>[{HOST}] {{}}</p>", f"<p>[{GUEST}] {{}}</p>"),
    "names in capitals": named(f"<p>{HOST.upper()} {{}}</p>", f"<p>{GUEST.upper()} {{}}</p>"),
    "names before a bar": named(f"<p>{HOST} | {{}}</p>", f"<p>{GUEST} | {{}}</p>"),
    "names in boxes": named(
        f"<div><span>{HOST}</span><p>{{}}</p></div>", f"<div><span>{GUEST}</span><p>{{}}</p></div>"
    ),
    "initials in bold": named("<p><b>T.R.</b> {}</p>", "<p><b>I.M.</b> {}</p>"),
    "a name before questions": looks(f"<p>{HOST}: {{}}</p>"),
    "a name before answers": named("<p>{}</p>", f"<p>{GUEST}: {{}}</p>"),
    "a paper's name in bold": looks("<p><b>The Harbour Post: {}</b></p>"),
}
"""Each shape has the name of what tells its questions."""


def stated(pairs: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the pairs with a full stop instead of the question mark of every third question."""
    return [
        pair | {"question": re.sub(r"[?？؟]+\s*$", ".", pair["question"])}  # noqa: RUF001
        if number % THIRD == 1
        else pair
        for number, pair in enumerate(pairs)
    ]


CHANGES = {"": lambda pairs: pairs, "some state": stated}


@cache
def contents() -> tuple[Gold, ...]:
    """Return the golds of the rounds that have enough pairs."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(ROUNDS.glob("*/*/gold.json"))]
    return tuple(gold for gold in golds if len(gold["pairs"]) >= FEWEST and not gold.get("open"))


def page(gold: Gold, shape: Shape) -> bytes:
    """Return a page that shows title, lead and pairs of a gold in a shape."""
    entries = [
        (escape(pair["question"]), [escape(text) for text in pair["answer"].split("\n") if text.strip()])
        for pair in gold["pairs"]
    ]
    title, lead = escape(gold["title"]), escape(gold.get("lead") or "")
    return (
        f'<!DOCTYPE html><html lang="{gold["language"]}"><meta charset="utf-8"><title>{title}</title>'
        f"<nav><ul><li><a href='/a'>Archive</a></li></ul></nav><main><article><h1>{title}</h1>"
        f"<p>{lead} {GUEST}, Lowford.</p>{shape(entries)}</article></main>"
        "<footer><p>© The Harbour Post</p></footer>"
    ).encode()


def scores(name: str, change: str = "", every: int = 1) -> dict[str, list[Score]]:
    """Return the scores of pages in a shape by kind: of one page in this many."""
    found: dict[str, list[Score]] = defaultdict(list)
    for gold in contents():
        if crc32(f"{gold['url']} {name}".encode()) % every == 0:
            own = {**gold, "pairs": CHANGES[change](gold["pairs"]), "boilerplate": []}
            document = normalise(page(own, SHAPES[name]), content_type="text/html", url=gold["url"])
            found[gold["kind"]].append(score(own, parse(document).pairs))
    return found


def own_figures() -> dict[str, dict[str, float]]:
    """Return the figures of each shape on a part of the pages: {name: figures}."""
    return {
        name: summary(one for kind in scores(name, every=EVERY).values() for one in kind) for name in SHAPES
    }


def _row(name: str) -> str:
    cells = []
    for change in CHANGES:
        by_kind = scores(name, change)
        cells += [f"{summary(by_kind[kind])['pair_f1']:.3f}" for kind in KINDS]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table as Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", metavar="SHAPE", help="shapes to try; all where none is named")
    options.add_argument("--settle", action="store_true", help="write the floor anew")
    asked = options.parse_args()
    if asked.settle:
        settle("shapes", own_figures(), ("pair_f1",))
    columns = [f"{kind} {change}".strip() for change in CHANGES for kind in KINDS]
    print(f"| shape | {' | '.join(columns)} |")
    print(f"|---|{'--:|' * len(columns)}")
    with ProcessPoolExecutor() as pool:
        for row in pool.map(_row, asked.names or list(SHAPES)):
            print(row, flush=True)


if __name__ == "__main__":
    main()
