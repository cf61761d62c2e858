"""Links and images of answers, from a page to its snapshot: what is another content, and what is none."""

from datetime import UTC, datetime

import pytest

from harvester.history.ids import snapshot_id, words_id
from harvester.reading import Received, read
from harvester.site_rule import SiteRule

URL = "https://www.quay.example/faq/toll"
NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
HEAD = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The toll of the quay</title></head>"
REST = (
    "<h2>When does it end?</h2><p>The council wants to end it when the piers are paid for, in nine years.</p>"
    "<h2>Who is free?</h2><p>Those on foot or with a bicycle never pay, and nor do school buses.</p>"
)


def reading(answer, url=URL, head="", rules=()):
    """Return the reading of a page whose first question has that answer, as HTML."""
    page = f"{HEAD}{head}<main><h1>The toll of the quay</h1><h2>Who pays it?</h2><p>{answer}</p>{REST}</main>"
    return read(Received(url, NOON, page.encode(), headers=(("Content-Type", "text/html"),)), rules)


def link(href):
    """Return an answer with a link."""
    return f"All cars pay since the <a href='{href}'>decree of the council</a> was signed in spring."


SAME = {  # what it shows: two answers
    "tracking": (link("/d.pdf"), link("/d.pdf?utm_source=faq")),
    "a session in the query": (link("/d?PHPSESSID=4f1c"), link("/d?PHPSESSID=91aa")),
    "a session in the path": (link("/d;jsessionid=1F"), link("/d;jsessionid=2E")),
    "a nonce": (link("/d?id=4&_wpnonce=81bc"), link("/d?id=4&_wpnonce=7d2e")),
    "a signature": (link("//files.example/d?sig=8f%2B"), link("//files.example/d?sig=77a")),
    "a long token": (link("/d?k=8a7f3b21c99d4e5f6a7b"), link("/d?k=0c99d4e5f6a7b8a7f3b2")),
    "scheme, www and a slash": (link("http://tarvel.example/d/"), link("https://www.tarvel.example/d")),
    "absolute or not": (link("/d.pdf"), link("https://quay.example/d.pdf")),
    "where the marks of a sentence stand": (
        "All cars pay since the <a href=/d>decree</a>, it says.",
        "All cars pay since the <a href=/d>decree,</a> it says.",
    ),
    "emphasis within": (link("/d"), link("/d").replace("the council", "<b>the council</b>")),
    "a place on the page": (link("#fares"), link("#tolls")),
    "a script": (link("javascript:open(1)"), link("javascript:open(2)")),
    "another file of one image": (
        "All cars pay <img src=/1.png alt='Map of tolls'> here.",
        "All cars pay <img src=/2.webp alt='Map  of tolls'> here.",
    ),
}

OTHER = {
    "another target": (link("/d-2030.pdf"), link("/d-2031.pdf")),
    "another site": (link("https://tarvel.example/d"), link("https://ossel.example/d")),
    "another id": (link("/d?id=4"), link("/d?id=5")),
    "a link where none was": (link("#"), link("/d")),
    "another alternative": (
        "All cars pay <img src=/1.png alt='Map of 5 roads'> here.",
        "All cars pay <img src=/1.png alt='Map of 6 roads'> here.",
    ),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_the_same_content(before, after):
    one, other = (reading(each).snapshot for each in (before, after))
    assert len(one.pairs) == 3
    assert snapshot_id(one) == snapshot_id(other)


@pytest.mark.parametrize(("before", "after"), OTHER.values(), ids=OTHER)
def test_another_content(before, after):
    one, other = (reading(each) for each in (before, after))
    assert snapshot_id(one.snapshot) != snapshot_id(other.snapshot)
    assert words_id(one.snapshot) == words_id(other.snapshot)
    assert one.text_digest == other.text_digest


def test_a_site_that_moves_takes_its_links_along():
    homes = (URL, "http://harbour.example/faq/toll")
    assert len({snapshot_id(reading(link("/d.pdf"), url=home).snapshot) for home in homes}) == 1


def test_targets_start_at_the_base_of_the_page():
    [found] = reading(link("d.pdf"), head="<base href=/files/>").snapshot.pairs[0].links
    assert found.target == "https://www.quay.example/files/d.pdf"


RULE = SiteRule(hosts=("www.quay.example",), question="h2")
PLACES = {  # what it shows: the page's body
    "headings": f"<h2>Who pays?</h2><p>{link('/d')}</p><p>And <a href=/e>more</a>.</p>{REST}",
    "labels": (
        "<p>Q: Who pays?</p><p>A: See the <a href=/d>decree of the council</a>.</p>"
        "<p>Q: Who else?</p><p>A: The <a href=/e>more</a> you own.</p>"
    ),
    "a table": (
        "<h2>Who pays?</h2><table><tr><td>Cars<td><a href=/d>decree of the council</a><td>12</tr>"
        f"<tr><td>Boats<td>not <a href=/e>more</a><td>7</tr></table>{REST}"
    ),
    "lines of one block": (
        "<p><b>Who pays?</b><br>See the <a href=/d>decree of the council</a>.<br>Or <a href=/e>more</a>.</p>"
        "<p><b>Who is free?</b><br>Those on foot are free all the year.</p>"
        "<p><b>When does it end?</b><br>It ends in nine years.</p>"
    ),
}


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES)
def test_links_stand_at_their_words(body):
    page = f"{HEAD}<main><h1>Questions about the toll</h1>{body}</main>"
    found = read(Received(URL, NOON, page.encode(), headers=(("Content-Type", "text/html"),))).snapshot.pairs
    words = {pair.answer[each.start : each.end]: each.key for pair in found for each in pair.links}
    assert words == {"decree of the council": "/d", "more": "/e"}


def test_a_site_rule_keeps_links_and_images():
    [first, *_] = reading(f"{link('/d')} <img alt='Map of tolls'>", rules=(RULE,)).snapshot.pairs
    [found] = first.links
    assert (first.method, first.answer[found.start : found.end]) == ("rule", "decree of the council")
    assert [(each.at, each.alternative) for each in first.images] == [(len(first.answer), "Map of tolls")]


BELOW = {  # what it shows: the end of an answer, and the alternatives that it has
    "a picture alone": ("</p><p><img alt='Map of five roads'>", ["Map of five roads"]),
    "with a caption": ("</p><figure><img alt='Map'><figcaption>Five roads</figcaption></figure><p>", ["Map"]),
    "in a box of its own": ("</p><div><img alt='Map of five roads'></div><p>", ["Map of five roads"]),
    "an icon of the next question": ("</p><img alt='Open'><p>", []),
    "decoration": ("</p><p><img alt=''>", []),
    "a teaser": ("</p><a href=/b><img alt='Win a boat and a pier'></a><p>", []),
}


@pytest.mark.parametrize("rules", [(), (RULE,)], ids=["found", "ruled"])
@pytest.mark.parametrize(("end", "expected"), BELOW.values(), ids=BELOW)
def test_an_image_below_an_answer_is_part_of_it(end, expected, rules):
    first, second, _ = reading(f"All cars pay since the decree was signed.{end}", rules=rules).snapshot.pairs
    assert [each.alternative for each in first.images] == expected
    assert all(each.at == len(first.answer.partition("\n")[0]) for each in first.images) or rules
    assert second.images == ()


def test_an_image_below_all_text_is_part_of_the_last_answer():
    page = f"{HEAD}<main><h1>The toll of the quay</h1><h2>Who pays it?</h2><p>All cars pay.</p>{REST}"
    page += "<p><img alt='Map of five roads'></p></main>"
    found = read(Received(URL, NOON, page.encode(), headers=(("Content-Type", "text/html"),))).snapshot.pairs
    assert [[each.alternative for each in pair.images] for pair in found] == [[], [], ["Map of five roads"]]
