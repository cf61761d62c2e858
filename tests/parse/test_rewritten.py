"""The project's own pages, redesigned, reworded and enriched. Runs in every clone."""

from collections import Counter

import pytest

from benchmarks import enriched, floors, perturbed, shapes
from benchmarks.rewriting import own_pages
from benchmarks.scoring import summary, tokens

pytestmark = pytest.mark.xdist_group("rewritten")  # what they share is made once


@pytest.fixture(scope="module", params=enriched.KINDS)
def rich(request):
    return request.param, list(enriched.rich_pages(request.param, ""))


def test_enriched_pages_stay_above_the_floor():
    assert not floors.fallen(
        "enriched", {kind: summary(enriched.scores(kind, "")) for kind in enriched.KINDS}
    )


@pytest.fixture(scope="module")
def own_figures():
    return perturbed.own_figures()


def test_redesigned_pages_give_the_same_snapshot(own_figures):
    assert not floors.fallen("redesigned", own_figures)


def test_reworded_pages_stay_above_the_floor(own_figures):
    assert not floors.fallen("reworded", own_figures)


def test_questions_in_invented_shapes_stay_above_the_floor():
    assert not floors.fallen("shapes", shapes.own_figures())


def test_a_page_is_enriched_the_same_way_each_time(rich):
    kind, pages = rich
    gold, text = next(own_pages())
    assert enriched.enriched(gold, text, kind) == enriched.enriched(gold, text, kind)
    assert len(pages) >= 100


def test_the_gold_has_every_word_that_was_put_in(rich):
    _, pages = rich
    for page in pages:
        for pair, _, text in page.kept:
            assert not Counter(tokens(text)) - Counter(tokens(page.gold["pairs"][pair]["answer"]))


def test_the_kinds_have_nothing_in_common():
    kinds = enriched.KINDS.values()
    types, names, phrases = (
        [set(one.keep) | set(one.leave) for one in kinds],
        [set(one.names) for one in kinds],
        [
            {phrase for bank in one.languages.values() for use in bank.values() for phrase in use}
            for one in kinds
        ],
    )
    for sets in (types, names, phrases):
        assert sum(map(len, sets)) == len(set.union(*sets))


def test_every_language_has_every_use():
    for content in enriched.KINDS.values():
        assert {frozenset(bank) for bank in content.languages.values()} == {
            frozenset(content.languages["en"])
        }
