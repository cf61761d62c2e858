"""The scores on the gold corpus never fall: a lower floor is a commit of its own."""

import json

import pytest

from benchmarks import accuracy, corpus, scoring

pytestmark = pytest.mark.xdist_group("floor")  # what they share is made once

FLOOR = json.loads(accuracy.FLOOR.read_text("utf-8"))
LEAST = ("pair_f1", "words_kept", "negatives_ok")
"""Figures of each kind that never fall; the others follow from them or are held for whole sets."""
here = pytest.mark.skipif(not corpus.CORPUS.is_dir(), reason="the gold corpus is not here")


@here
def test_the_floor_is_of_this_corpus():
    """On pages that the floor does not know nothing is measured: `benchmarks.accuracy --settle` does that."""
    assert corpus.digest() == FLOOR["corpus"]


@pytest.fixture(scope="module")
def scored():
    return accuracy.measure()


@here
def test_scores_stay_above_the_floor(scored):
    scores = accuracy.rounded(accuracy.table(scored))
    fallen = {
        f"{name}: {figure}": (scores[name][figure], row[figure])
        for name, row in FLOOR["kind"].items()
        for figure in LEAST
        if scores[name][figure] < row[figure]
    }
    assert not fallen


@here
def test_no_more_is_kept_wrongly(scored):
    """Words that belong in no answer are held by set: one page's leak may go where another's comes."""
    scores = accuracy.rounded(accuracy.table(scored))
    whole = [name for name in FLOOR["kind"] if name.endswith(f", {accuracy.EVERY}")]
    assert not {name for name in whole if scores[name]["words_right"] < FLOOR["kind"][name]["words_right"]}
    assert sum(scores[name]["leaks"] for name in whole) <= sum(FLOOR["kind"][name]["leaks"] for name in whole)


@here
def test_figures_are_those_of_the_corpus(scored):
    """The corpus has a script of its own; two ways of counting are one as long as they agree."""
    script = accuracy.scorer()
    for folder, strip in accuracy.SETS[:2]:
        pages = [(gold, accuracy.snapshot_of(gold, body)) for gold, body in corpus.judged(folder)]
        theirs = script.summary([script.score_page(gold, _pairs(snapshot)) for gold, snapshot in pages])
        ours = scoring.summary(one for name, _, one in scored if name == folder and not strip)
        assert {name: ours[name] for name in theirs if name in ours} == pytest.approx(
            {name: figure for name, figure in theirs.items() if name in ours}
        )
        facts = script.metadata([(gold, _facts(snapshot)) for gold, snapshot in pages])
        assert {fact: right / of for fact, (right, of) in facts.items()} == pytest.approx(
            {fact: ours[fact] for fact in facts}
        )


def _pairs(snapshot):
    return [{"question": pair.question, "answer": pair.answer} for pair in snapshot.pairs]


def _facts(snapshot):
    return {fact: getattr(snapshot, fact) for fact in scoring.FACTS}


def test_the_document_shows_the_floor():
    text = accuracy.DOCUMENT.read_text("utf-8")
    assert accuracy.with_sections(text, accuracy.sections(FLOOR)) == text
    assert all(f"<!-- figures: {name} -->" in text for name in accuracy.sections(FLOOR))
