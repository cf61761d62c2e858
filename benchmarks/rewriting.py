"""Golden pages as trees: where their questions and answers stand, and how they are written otherwise."""

import copy
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import html
from lxml.html import HtmlElement

from benchmarks.corpus import judged, stripped
from benchmarks.scoring import Gold
from harvester.normalise.encoding import decide, decode

Change = Callable[[HtmlElement, Gold], None]
"""Rewrites a tree, and its gold where another text is shown."""

OWN = Path(__file__).parents[1] / "tests" / "parse"
"""Where the project's own pages are, which every clone has."""
LABEL_WORDS = 3
"""At most this many words of a label stand before a question or an answer; more is a sentence of its own."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that lxml refuses."""
BLOCKS = frozenset(("p", "li", "dd", "td", "div", "section", "blockquote", "figcaption", "pre"))
"""Elements that can be a paragraph of an answer."""
HOLDERS = frozenset(("dd", "td", "div", "section"))
"""Elements that may hold a whole answer: what follows a paragraph of theirs is put into them."""

WHOLES = {"li": ("ul", "ol"), "td": ("table",)}
"""What an element is a part of, where nothing can be put between the parts."""


class Place(NamedTuple):
    """A paragraph of an answer and the element that shows it.

    pair: number of the pair in the gold. paragraph: number of the paragraph in the answer. last: whether
    nothing of the answer follows. asks: the element of the question.
    """

    pair: int
    paragraph: int
    last: bool
    block: HtmlElement
    asks: HtmlElement


def own_pages(*folders: str) -> Iterator[tuple[Gold, str]]:
    """Yield the gold of each of the project's own pages, with its folder's name as "id", and its text.

    folders: below `OWN`, whole pages of sites where none is named.
    """
    for folder in folders or ("sites",):
        for path in sorted((OWN / folder).glob("*/page.html")):
            gold = json.loads(path.with_name("expected.json").read_text("utf-8"))
            yield {"id": path.parent.name, **gold}, path.read_text("utf-8")


def corpus_pages(folder: str) -> Iterator[tuple[Gold, str]]:
    """Yield the gold of each page of a folder of the corpus and its text, schema.org markup taken out."""
    for gold, body in judged(folder):
        page = stripped(body)
        yield gold, CONTROLS.sub("", decode(page, decide(page, "text/html")))


def rewritten(text: str, gold: Gold, change: Change) -> tuple[bytes, Gold]:
    """Return the page written otherwise, and its gold."""
    gold = copy.deepcopy(gold)
    gold.setdefault("boilerplate", [])
    root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    change(root, gold)
    return html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"), gold


def words(text: str) -> list[str]:
    """Return the words by which a text of the gold is found again."""
    return re.findall(r"\w+", text.casefold())


def asked(root: HtmlElement, gold: Gold) -> list[HtmlElement | None]:
    """Return for each question of the gold the innermost element that says little else, in page order."""
    elements = [(one, words(one.text_content())) for one in root.iter() if isinstance(one.tag, str)]
    return [_asking(elements, words(pair["question"])) for pair in gold["pairs"]]


def _asking(elements: Sequence[tuple[HtmlElement, list[str]]], wanted: list[str]) -> HtmlElement | None:
    # A table of contents says it first: what is followed by text counts, so the last of them.
    for one, said in reversed(elements):
        near = len(said) <= len(wanted) + LABEL_WORDS and said[-len(wanted) :] == wanted
        if near and one.tag not in {"a", "title"}:
            return one
    return None


def places(root: HtmlElement, gold: Gold) -> list[Place]:
    """Return where paragraphs of answers stand, in page order; what is not found again is left out."""
    order = {one: number for number, one in enumerate(root.iter())}
    questions = asked(root, gold)
    starts = sorted(order[one] for one in questions if one is not None)
    blocks = [(one, words(one.text_content())) for one in order if one.tag in BLOCKS]
    found = []
    for number, (pair, asks) in enumerate(zip(gold["pairs"], questions, strict=True)):
        if asks is None:
            continue
        after = bisect_right(starts, order[asks])
        end = starts[after] if after < len(starts) else len(order)
        around = {asks, *asks.iterancestors()}
        near = [(one, said) for one, said in blocks if order[asks] < order[one] < end or one in around]
        paragraphs = pair["answer"].split("\n\n")
        for at, paragraph in enumerate(paragraphs):
            block = _saying(near, words(paragraph), words(pair["question"]))
            if block is not None:
                found.append(Place(number, at, at == len(paragraphs) - 1, block, asks))
    return found


def _saying(
    blocks: Sequence[tuple[HtmlElement, list[str]]], wanted: list[str], question: list[str]
) -> HtmlElement | None:
    """Return the innermost block that says a paragraph, alone or after its question."""
    for one, said in reversed(blocks):
        before = said[: len(said) - len(wanted)]
        if not wanted or said[len(before) :] != wanted:
            continue
        if len(before) <= LABEL_WORDS or (
            len(before) <= len(question) + 2 * LABEL_WORDS and " ".join(question) in " ".join(before)
        ):
            return one
    return None


def put_after(place: Place, fragment: str) -> bool:
    """Put a fragment right after a paragraph of an answer; return whether there is room for it.

    What follows an item or a cell goes after the whole list or table, unless the question stands in it too.
    """
    block = place.block
    around = [one for one in block.iterancestors(*WHOLES.get(block.tag, ())) if place.asks not in one.iter()]
    if block.tag == "li" and not around:
        return False
    block = around[-1] if around else block
    pieces = html.fragments_fromstring(fragment)
    if block.tag in HOLDERS:
        block.extend(pieces)
    else:
        for piece in reversed(pieces):
            block.addnext(piece)
    return True
