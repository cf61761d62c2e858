"""Whatever the document: no exception, the same twice, the page's own words in page order, linear time."""

# ruff: noqa: RUF001  labels of many scripts

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.model import Block, Container, Kind, Mark, NormalDocument
from harvester.parse import Role, explain, parse
from harvester.text import fold_space

WORDS = (
    "Who",
    "pays?",
    "Nobody",
    "does.",
    "Question:",
    "Answer:",
    "Q.",
    "A.",
    "问：",
    "NORA:",
    "—",
    "1.",
    "\n",
    "?",
)
CLASSES = ("", "faq-question", "nav", "item active", "comment", "teaser")
TAGS = ("div", "p", "h2", "li", "nav", "details", "article", "footer", "button")


@st.composite
def documents(draw):
    containers = [Container(-1, "body", "body")]
    for tag in draw(st.lists(st.sampled_from(TAGS), max_size=12)):
        parent = draw(st.integers(0, len(containers) - 1))
        path = f"{containers[parent].path}/{tag}"
        containers.append(Container(parent, tag, path, classes=draw(st.sampled_from(CLASSES))))
    texts = st.one_of(
        st.text(min_size=1, max_size=60),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join),
    )
    blocks = []
    for text in draw(st.lists(texts, max_size=30)):
        start = draw(st.integers(0, len(text) - 1))
        mark = Mark(
            draw(st.sampled_from(("strong", "em", "link"))), start, draw(st.integers(start + 1, len(text)))
        )
        container = draw(st.integers(0, len(containers) - 1))
        marks = (mark,) if draw(st.booleans()) else ()
        blocks.append(Block(draw(st.sampled_from(Kind)), text, container, draw(st.integers(0, 6)), marks))
    return NormalDocument(blocks=tuple(blocks), containers=tuple(containers))


@given(documents())
@settings(max_examples=60)
def test_any_document_is_read_the_same_way_twice(document):
    first = parse(document)
    assert parse(document) == first
    assert bool(first.pairs) is not bool(first.reason)
    assert all(pair.question and pair.answer and 0 <= pair.confidence <= 1 for pair in first.pairs)


@given(documents())
@settings(max_examples=60)
def test_the_words_are_the_page_s_own_in_page_order(document):
    page = fold_space(" ".join(block.text for block in document.blocks))
    at = 0
    for pair in parse(document).pairs:
        for word in fold_space(f"{pair.question} {pair.answer}").split():
            at = page.index(word, at) + len(word)


@given(documents())
@settings(max_examples=40)
def test_each_block_is_explained(document):
    labels = explain(document).labels
    assert [label.block for label in labels] == list(range(len(document.blocks)))
    assert all(label.rule for label in labels)
    assert bool(parse(document).pairs) is any(label.role is Role.QUESTION for label in labels)


def test_labels_without_words_make_no_pairs_and_say_why():
    document = flat(["Question: Why now?\nAnswer:", "Question: Who pays?\nAnswer:"])
    snapshot, explanation = parse(document), explain(document)
    assert (snapshot.pairs, snapshot.reason) == ((), "questions, but no run of them that are answered")
    assert explanation.why[0] == snapshot.reason
    assert {label.role for label in explanation.labels} == {Role.OTHER}


def flat(texts, kind=Kind.PARAGRAPH, *, marks=False):
    blocks = tuple(
        Block(
            kind, text, 1, 2 if kind is Kind.HEADING else 0, (Mark("strong", 0, len(text)),) if marks else ()
        )
        for text in texts
    )
    return NormalDocument(
        blocks=blocks, containers=(Container(-1, "body", "body"), Container(0, "p", "body/p"))
    )


def deep(depth):
    containers = [Container(-1, "body", "body")]
    containers += [Container(index, "div", "body/div", classes="a b") for index in range(depth)]
    blocks = [
        Block(Kind.PARAGRAPH, "Who pays?" if n % 2 else "Nobody does.", depth - n % 9) for n in range(400)
    ]
    return NormalDocument(blocks=tuple(blocks), containers=tuple(containers))


HOSTILE = {
    "many questions, no answers": lambda: flat(["Who pays?"] * 6_000),
    "alternating": lambda: flat(["Who pays?", "Nobody does, says the mayor."] * 3_000),
    "labels": lambda: flat(["Question: Who?", "Answer: Nobody does."] * 3_000),
    "labels alone": lambda: flat(["Question:"] * 6_000),
    "speakers": lambda: flat(["NORA: Who pays?", "TOM: Nobody does."] * 3_000),
    "strong": lambda: flat(["Who pays?", "No."] * 3_000, marks=True),
    "headings": lambda: flat(["Who pays?"] * 6_000, kind=Kind.HEADING),
    "one long line": lambda: flat(["Who? " * 100_000]),
    "one long word": lambda: flat(["a" * 500_000, "Who?"]),
    "colons": lambda: flat([":" * 50_000] * 20),
    "spaces and marks": lambda: flat(["? \n" * 50_000]),
    "digits": lambda: flat(["1. " * 100_000 + "?"]),
    "deep": lambda: deep(10_000),
}
LIMIT_S = 6.0
"""CPU seconds: some ten times what the slowest takes; what is not linear takes minutes."""


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_end(build):
    document = build()
    start = time.process_time()
    parse(document)
    assert time.process_time() - start < LIMIT_S
