"""Site rules: which one is chosen, what its selectors leave, what comes of a page that it does not fit."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalise import normalise
from harvester.parse import Role, parse
from harvester.reading.ruled import explain_ruled, read_by_rule
from harvester.reading.rules import MAX_TAGS, apply_rule, rule_for, rules_digest
from harvester.site_rule import SiteRule

NOON = datetime(2025, 6, 30, 12, tzinfo=UTC)
OLDEST = SiteRule(("news.example",), drop=".old", valid_until=date(2024, 1, 31))
OLD = SiteRule(("news.example", "*.news.example"), drop=".ad", valid_until=date(2025, 6, 30))
NOW = SiteRule(("news.example",), content="main")
RULES = (NOW, OLD, OLDEST)

CHOSEN = {
    "the one that ends first of those still valid": ("https://news.example/a", NOON, OLD),
    "an old capture by the rule of its day": (
        "https://news.example/a",
        datetime(2023, 5, 1, tzinfo=UTC),
        OLDEST,
    ),
    "a later capture by the rule without end": (
        "https://news.example/a",
        datetime(2025, 7, 1, tzinfo=UTC),
        NOW,
    ),
    "the last day counts to its end": (
        "http://news.example/",
        datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC),
        OLD,
    ),
    "a host below": ("https://www.news.example/", NOON, OLD),
    "a host far below": ("https://a.b.news.example/", NOON, OLD),
    "port, case and a last dot do not count": ("https://News.Example.:8443/", NOON, OLD),
    "a name in its own script": ("https://zürich.news.example/", NOON, OLD),
    "another host": ("https://renews.example/", NOON, None),
    "a host that begins alike": ("https://news.example.org/", NOON, None),
    "the name in the path": ("https://other.example/news.example", NOON, None),
    "no host": ("", NOON, None),
    "a broken address": ("http://[news.example/", NOON, None),
    "a name that no host can have": (f"http://{'ü' * 70}.news.example/", NOON, None),
    "no rule valid any more": ("https://www.news.example/", datetime(2026, 1, 1, tzinfo=UTC), None),
}


@pytest.mark.parametrize(("url", "captured_at", "expected"), CHOSEN.values(), ids=CHOSEN)
def test_rule_for(url, captured_at, expected):
    assert rule_for(RULES, url, captured_at) is expected


def test_of_rules_that_end_together_the_first_given():
    other = replace(NOW, content="article")
    assert rule_for((NOW, other), "https://news.example/", NOON) is NOW
    assert rule_for((other, NOW), "https://news.example/", NOON) is other


def test_the_digest_tells_rules_apart():
    changed = [
        (),
        (NOW,),
        (OLD,),
        (NOW, OLD),
        (OLD, NOW),
        (replace(NOW, hosts=("news.example", "b.example")),),
        (replace(NOW, content="", drop="main"),),
        (replace(NOW, valid_until=date(2030, 1, 1)),),
    ]
    assert len({rules_digest(rules) for rules in changed}) == len(changed)
    assert rules_digest(()) == ""
    assert rules_digest(RULES) == rules_digest(tuple(replace(rule) for rule in RULES))


PAGE = """\
<html lang="en"><head><title>Norra Post</title><meta charset="utf-8"></head><body class="p">
<div class="intro"><h1>The ferry stops</h1></div>
<main><div class="promo">Win a trip</div>
<p class="row"><span class="q">Why now</span> <b>6 May</b></p><p>The hull is thin.</p>
<div class="promo">Subscribe</div>
<p class="row"><span class="q">Who pays</span></p><p>The council,<br>all of it.</p>
<p class="note">As of May.</p>
</main><aside><span class="q">Poll of the day</span><p>Vote!</p></aside></body></html>
"""


def read(rule, page=PAGE):
    body = page.encode()
    return read_by_rule(rule, normalise(body, url="https://news.example/a"), body)


def rule(**selectors):
    return SiteRule(("news.example",), **selectors)


def pairs(reading):
    return [(pair.question, pair.answer) for pair in reading.snapshot.pairs]


HULL = ("Why now", "6 May\n\nThe hull is thin.")
SHORT = ("Why now", "The hull is thin.")
COUNCIL = ("Who pays", "The council,\nall of it.")
NOTED = ("Who pays", f"{COUNCIL[1]}\n\nAs of May.")
PAIRS = {
    "all up to the next question": (
        {"content": "main", "question": ".q"},
        [("Why now", f"{HULL[1]}\n\nSubscribe"), NOTED],
    ),
    "without what is dropped": (
        {"content": "main", "question": ".q", "drop": ".promo, .note"},
        [HULL, COUNCIL],
    ),
    "only what the answer names": (
        {"content": "main", "question": ".q", "answer": "main > p:not(.row)"},
        [SHORT, NOTED],
    ),
    "the answer around the question": (
        {"question": "main .q", "answer": "main", "drop": ".promo, .note"},
        [HULL, COUNCIL],
    ),
    "a selector may name what stands around the content": (
        {"content": "main", "question": "body.p > main .q", "drop": ".promo, .note, b"},
        [SHORT, COUNCIL],
    ),
    "the whole body": (
        {"content": "body", "question": "main .q", "drop": ".promo, .note, aside"},
        [HULL, COUNCIL],
    ),
    "a question without an answer is none": (
        {"content": "main", "question": ".q, .note", "drop": ".promo"},
        [HULL, COUNCIL],
    ),
    "of nested matches the outermost": (
        {"content": "main", "question": ".q, .row", "drop": ".promo, .note, b"},
        [SHORT, COUNCIL],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("selectors", "expected"), PAIRS.values(), ids=PAIRS)
def test_pairs(selectors, expected):
    reading = read(rule(**selectors))
    assert reading.note == ""
    assert pairs(reading) == expected
    assert {(pair.method, pair.confidence) for pair in reading.snapshot.pairs} == {("rule", 1.0)}
    assert reading.snapshot.reason == ""


def test_title_and_language_are_those_of_the_whole_page():
    reading = read(rule(content="main", question=".q"))
    assert (reading.snapshot.title, reading.snapshot.language) == ("The ferry stops", "en")


def test_content_and_drop_leave_the_rest_to_the_general_parser():
    page = (
        "<body><h2>Who wins?</h2><p>The reds, says the poll of the day.</p>"
        "<div class=a><h2>Why now?</h2><p>The hull is thin in two places.</p><p class=ad>Buy a boat.</p>"
        "<h2>Who pays?</h2><p>The island council pays for all of it.</p>"
        "<h2>What is next?</h2><p>The yard works on it until June.</p></div></body>"
    )
    reading = read(rule(content=".a", drop=".ad"), page)
    assert pairs(reading) == [
        ("Why now?", "The hull is thin in two places."),
        ("Who pays?", "The island council pays for all of it."),
        ("What is next?", "The yard works on it until June."),
    ]
    assert reading.matches == {"drop": 1, "content": 1}
    assert {pair.method for pair in reading.snapshot.pairs} == {"headings"}


def test_an_element_that_html_does_not_know_can_be_chosen():
    page = "<body><p><ask>Why now</ask> The hull is thin.</p><p><ask>Who pays</ask> The council.</p></body>"
    assert pairs(read(rule(question="ask"), page)) == [
        ("Why now", "The hull is thin."),
        ("Who pays", "The council."),
    ]


TABLE = (
    "<table><tr><td class=side>Menu</td><td class=text><p class=q>Why now</p><p>The hull.</p></td></tr>"
    "<tr class=more><td><p class=q>Who pays</p></td><td>The council.</td></tr></table>"
)
PARTS = {
    "cells": ({"content": "td.text"}, [("Why now", "The hull.")]),
    "rows": ({"content": "tr.more"}, [("Who pays", "The council.")]),
    "cells and rows": (
        {"content": "td.text, tr.more"},
        [("Why now", "The hull."), ("Who pays", "The council.")],
    ),
}


@pytest.mark.parametrize(("selectors", "expected"), PARTS.values(), ids=PARTS)
def test_content_in_tables(selectors, expected):
    assert pairs(read(rule(question=".q", **selectors), TABLE)) == expected


FAQ = "<h1>Ferry</h1>" + "".join(
    f"<h2>{question}</h2><p>The yard on the island works on {what} until June.</p>"
    for question, what in (("Why now?", "the hull"), ("Who pays?", "the bill"), ("What is next?", "the deck"))
)
MISFITS = {
    "content": ({"content": ".gone", "question": "h2"}, 'content = ".gone" matches nothing'),
    "question": ({"question": ".gone"}, 'question = ".gone" matches nothing'),
    "answer": ({"question": "h2", "answer": ".gone"}, 'answer = ".gone" matches nothing'),
    "drop alone": ({"drop": ".gone"}, 'drop = ".gone" matches nothing'),
    "questions without text": ({"question": "h1, h2, p"}, "no text follows its questions"),
    "a question outside of the content": (
        {"content": "h1", "question": "h2"},
        'question = "h2" matches nothing',
    ),
}


@pytest.mark.parametrize(("selectors", "why"), MISFITS.values(), ids=MISFITS)
def test_a_rule_that_does_not_fit_says_so_and_is_put_aside(selectors, why):
    reading = read(rule(**selectors), FAQ)
    assert reading.note == f"the site rule for news.example was put aside: {why}"
    assert reading.snapshot == parse(reading.document)
    assert len(reading.snapshot.pairs) == 3


@pytest.mark.parametrize("declaration", ['<?xml version="1.0"?>', "<?xml"])
def test_an_xml_declaration_is_read_without_a_warning(declaration):  # pytest makes an error of each
    assert len(read(rule(question="h2"), declaration + FAQ).snapshot.pairs) == 3


REFUSED = {
    "a text without markup": ("Why now? The hull.", "not HTML"),
    "nothing": ("", "not HTML"),
    "more tags than BeautifulSoup reads in two seconds": ("<p>a" * (MAX_TAGS + 1), "too large"),
}


@pytest.mark.parametrize(("page", "why"), REFUSED.values(), ids=REFUSED)
def test_what_no_rule_is_tried_on(page, why):
    assert why in read(rule(question="p"), page).note


DEEP = {
    "one in the depth": ("<div>" * 20_000 + "<p>Who?", {"content": "div", "question": "p"}, 1),
    "many in the depth": (
        "<div>" * 12_000 + "<p>Who?</p>" * 7_000,
        {"content": "div", "question": "p"},
        7_000,
    ),
    "all that is deep": ("<div>" * 20_000 + "<p>Who?", {"question": "div"}, 1),
    "side by side": ("<p>Who?</p>" * 20_000, {"content": "p", "question": "h2 ~ p, p"}, 20_000),
}


@pytest.mark.parametrize(("page", "selectors", "count"), DEEP.values(), ids=DEEP)
def test_deep_and_flat_pages_are_cut_in_linear_time(page, selectors, count):
    ruled = apply_rule(rule(**selectors), normalise(page.encode()), page.encode(), "text/html")
    assert ruled.matches["question"] == count


def test_a_drop_that_finds_nothing_is_no_misfit_beside_others():
    assert read(rule(question="main .q", drop=".gone")).note == ""


def test_without_a_rule_the_page_is_read_as_ever():
    body = FAQ.encode()
    document = normalise(body)
    assert read_by_rule(None, document, body).snapshot == parse(document)


def test_the_marks_of_a_rule_are_not_left_behind():
    reading = read(rule(content="main", question=".q", answer="p"))
    assert not [each for each in reading.document.containers if "harvester-" in each.classes]


def test_a_page_cannot_mark_questions_of_its_own():
    page = PAGE.replace("<p>", '<p class="harvester-question-1 harvester-answer">')
    assert pairs(read(rule(content="main", question=".q"), page)) == pairs(
        read(rule(content="main", question=".q"))
    )


def test_xhtml_is_read_without_a_warning():
    assert pairs(read(rule(content="main", question=".q"), f"<?xml version='1.0'?>\n{PAGE}"))


def test_space_before_the_page_is_passed_over_once():
    page = f"{' ' * 300_000}{PAGE}"  # looked for everywhere, an XML declaration would take minutes
    assert pairs(read(rule(content="main", question=".q"), page))


def test_bytes_in_another_encoding():
    body = '<meta charset="iso-8859-1"><p class="q">Où ?</p><p>À Évian.</p>'.encode("latin-1")
    assert pairs(read_by_rule(rule(question=".q"), normalise(body), body)) == [("Où ?", "À Évian.")]


def test_explain_names_the_rule():
    labels, _ = explain_ruled(read(rule(content="main", question=".q", answer="main > p:not(.row)")))
    assert [(label.role, label.questions) for label in labels] == [
        (Role.OTHER, ()),
        (Role.QUESTION, (1,)),
        (Role.OTHER, ()),
        (Role.ANSWER, (1,)),
        (Role.OTHER, ()),
        (Role.QUESTION, (2,)),
        (Role.ANSWER, (2,)),
        (Role.ANSWER, (2,)),
    ]
    assert all("site rule" in label.rule for label in labels)


LEFT_OUT = "text that the rule drops, or that is outside its content, is not shown"
WHY = {
    "questions named": (
        {"content": "main", "question": ".q", "drop": ".promo"},
        ["read by the site rule: drop 2, content 1, question 2", LEFT_OUT],
    ),
    "nothing left out": ({"question": "main .q"}, ["read by the site rule: question 2"]),
    "questions found by the parser": (
        {"content": "main"},
        ["read by the site rule: content 1", LEFT_OUT, "nothing on the page is asked and answered"],
    ),
    "put aside": ({"question": ".gone"}, ["nothing on the page is asked and answered"]),
}


@pytest.mark.parametrize(("selectors", "why"), WHY.values(), ids=WHY)
def test_explain_says_what_the_rule_found_and_left_out(selectors, why):
    assert [*explain_ruled(read(rule(**selectors))).why] == why


RULE = rule(content="div, td", question="b, h2, .a", answer="p, li", drop="i, .b")
MARKUP = st.lists(
    st.sampled_from(
        [
            "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<h2 class=a>", "</h2>", "<table><tr><td>",
            "</table>", "<li>", "<i>", "text", "Why?", "&lt;", "<!--", "-->", "<svg>", "\x00", "\ud800",
            "<body>", "<a class=harvester-answer>",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_never_raises_and_always_answers_the_same(page):
    body = page.encode("utf-8", "surrogatepass")
    document = normalise(body)
    reading = read_by_rule(RULE, document, body)
    assert reading == read_by_rule(RULE, document, body)
    assert len(explain_ruled(reading).labels) == len(reading.document.blocks)
    applied = apply_rule(RULE, document, body)
    assert not applied.parts or len(applied.parts) == len(applied.document.containers)
