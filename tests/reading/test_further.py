"""Articles on several pages: which page is next, what belongs to the article, how the pages are joined."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from harvester.http.paging import MAX_PAGES
from harvester.model import Outcome, Verdict
from harvester.normalise import normalise
from harvester.reading import Received, ended, read
from harvester.reading.joined import joined
from harvester.site_rule import SiteRule

URL = "https://tarvel.example/water/dam"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
STANDFIRST = "The dam above the town is old, and it leaks. The most important questions and answers."
ANSWERS = {
    "Who owns the dam?": "The town of Tarvel has owned it since it was built, says the mayor.",
    "Why does it leak?": "The mortar of the wall is as old as the dam, and nobody has renewed it.",
    "When is it repaired?": "In the spring, when the snow has melted and the lake is low.",
    "Who pays for that?": "The state pays two thirds, the town the rest, the council decided.",
    "Is the town in danger?": "No, says the office for water, as long as the lake is kept low.",
}
ASKED = [*ANSWERS]


def pairs(*questions):
    return "".join(f"<h2>{each}</h2><p>{ANSWERS[each]}</p>" for each in questions)


def pager(number, count, url="?page={}"):
    links = "".join(f"<a href='{url.format(n)}'>{n}</a> " for n in range(1, count + 1) if n != number)
    return f"<nav class=pagination>{links}</nav>" if count > 1 else ""


def page(text, more="", *, title="The dam of Tarvel", head="", standfirst=STANDFIRST):
    """A page of the site: its menu, the article, a pager, and a footer with links."""
    return (
        f"<html lang=en><head><title>{title}</title>{head}</head><body>"
        "<header><a href=/>The Tarvel Post</a></header><main><article>"
        f"<h1>{title}</h1><p class=lead>{standfirst}</p><div class=text>{text}</div>{more}</article></main>"
        "<aside><h3>Read more</h3><ul><li><a href=/weir>The weir is closed until autumn</a></li></ul></aside>"
        "<footer><p>The Tarvel Post is published by the town's printers since 1931. All rights reserved.</p>"
        "</footer></body></html>"
    )


def captured(html, url=URL, outcome=Outcome.OK, status=200, *, asked="", headers=()):
    typed = (("Content-Type", "text/html"), *headers)
    return Received(url, NOON, html.encode(), status, typed, asked, outcome)


def article(first, *others, rules=()):
    """The reading of a first page and of what came of asking for the others, at ?page=2 and so on."""
    further = [
        each if isinstance(each, Received) else captured(each, f"{URL}?page={number}")
        for number, each in enumerate(others, 2)
    ]
    start = first if isinstance(first, Received) else captured(first)
    return read(replace(start, further=tuple(further)), rules)


def questions(reading):
    return [pair.question for pair in reading.snapshot.pairs]


FIRST, SECOND, THIRD = (
    page(pairs(*ASKED[:2]), pager(1, 3)),
    page(pairs(*ASKED[2:4]), pager(2, 3)),
    page(pairs(*ASKED[4:]), pager(3, 3)),
)


def test_fields_keep_their_places_when_pages_are_joined():
    first = page(pairs(*ASKED[:2]), pager(1, 2) + "<form><input></form><p>Write to us about the dam.</p>")
    document = normalise(first.encode(), content_type="text/html")
    whole = joined(document, [normalise(page(pairs(*ASKED[2:4]), pager(2, 2)).encode())])
    [above], [now] = (one.fields for one in (document, whole))
    assert whole.blocks[now - 1].text == document.blocks[above - 1].text
    assert len(whole.blocks) > len(document.blocks)


def test_all_pages_are_one_article():
    reading = article(FIRST, SECOND, THIRD)
    assert [(pair.question, pair.answer) for pair in reading.snapshot.pairs] == [*ANSWERS.items()]
    assert (reading.verdict, reading.pages, reading.next_url) == (Verdict.CONTENT, 3, "")
    assert (reading.snapshot.title, reading.snapshot.lead) == ("The dam of Tarvel", STANDFIRST)


def test_the_same_as_one_page():
    whole = article(page(pairs(*ASKED)))
    assert article(FIRST, SECOND, THIRD).snapshot.pairs == whole.snapshot.pairs


@pytest.mark.parametrize("count", [0, 1])
def test_the_page_that_is_not_captured_yet_is_named(count):
    reading = article(FIRST, *[SECOND][:count])
    assert (reading.verdict, reading.pages, reading.next_url) == (
        Verdict.CONTENT,
        1 + count,
        f"{URL}?page={2 + count}",
    )


def test_an_answer_goes_on_on_the_next_page():
    start, rest = (
        "<p>The mortar is as old as the dam.</p>",
        "<p>Nobody has renewed it since, says the mayor.</p>",
    )
    first = page(pairs(ASKED[0]) + f"<h2>{ASKED[1]}</h2>{start}", pager(1, 2))
    second = page(rest + pairs(ASKED[2]), pager(2, 2))
    reading = article(first, second)
    assert questions(reading) == ASKED[:3]
    assert reading.snapshot.pairs[1].answer == "\n\n".join([start[3:-4], rest[3:-4]])


def test_labels_that_both_pages_have_are_kept():
    def labelled(*asked):
        return "".join(
            f"<p><b>Question:</b></p><p>{q}</p><p><b>Answer:</b></p><p>{ANSWERS[q]}</p>" for q in asked
        )

    whole = article(page(labelled(*ASKED[:4])))
    reading = article(page(labelled(*ASKED[:2]), pager(1, 2)), page(labelled(*ASKED[2:4]), pager(2, 2)))
    assert len(whole.snapshot.pairs) == 4
    assert reading.snapshot.pairs == whole.snapshot.pairs


def test_a_question_that_contains_the_headline_is_kept():
    title, question = "The dam", "What is it that the dam holds?"
    first = page(pairs(*ASKED[:2]), pager(1, 2), title=title)
    text = f"<h2>{title} (page 2)</h2><h2>{question}</h2><p>The lake above the town, and a lot of mud.</p>"
    second = page(text, pager(2, 2), title=title)
    assert questions(article(first, second)) == [*ASKED[:2], question]


def test_links_of_a_further_page_lead_where_they_led():
    linked = f"<h2>{ASKED[2]}</h2><p>In the spring, as the <a href=plan>plan</a> of the town says.</p>"
    second = captured(page(linked, pager(2, 2)), f"{URL}/2/", asked="")
    reading = article(page(pairs(*ASKED[:2]), pager(1, 2, "/water/dam/{}/")), second)
    assert [link.target for link in reading.snapshot.pairs[2].links] == [f"{URL}/2/plan"]


NEXT = {  # how the first page names the second
    "a pager": (pager(1, 2), ""),
    "an arrow": ("<a href='?page=2'>→</a>", ""),
    "a pager that counts from 0": ("<a href='?page=1'>2</a>", ""),
    "in capital letters, with signs escaped": ('<A HREF = "?PAGE&#61;2">2</A>', ""),
    "the next page's title": ("<p><a href='/water/dam/seite-2'>Seite 2: Wer zahlt das?</a></p>", ""),
    "on a page that is open for comments": (
        f"<div>{pager(1, 2)}</div>",
        "</head><body class='comments-open'>",
    ),
    "a link in the head": ("", "<link rel='prefetch NEXT' href='/water/dam-2'>"),
    "relative to the base": ("<a href='dam?page=2'>weiter</a>", "<base href='/water/'>"),
}


@pytest.mark.parametrize(("more", "head"), NEXT.values(), ids=NEXT)
def test_a_page_that_leads_on_to_the_next(more, head):
    assert article(page(pairs(*ASKED[:2]), more, head=head)).next_url.startswith(URL)


def test_a_header_that_leads_on_to_the_next():
    header = ("Link", f'<{URL}?page=1>; rel="self", <{URL}?page=2>; rel="prefetch next"')
    assert article(captured(page(pairs(*ASKED[:2])), headers=(header,))).next_url == f"{URL}?page=2"


LINKS = {  # (URL of the page, how a link of it is written, the next page of the article to which it leads)
    "articles by number": ("/1", "<a href='/2'>Who owns the weir?</a>", ""),
    "articles by number, declared": ("/1", "<link rel=next href='/2'>", ""),
    "articles by number, a pager": ("/1", "<nav class=pagination><a href='/2'>2</a></nav>", ""),
    "articles from 0": ("/0", "<a href='/2'>2</a>", ""),
    "articles of a day": ("/2031/03/1", "<a href='/2031/03/2'>2</a>", ""),
    "articles by parameter": ("/?p=1", "<a href='/?p=2'>2</a>", ""),
    "articles in a section": ("/faq/1", "<a href='/faq/2' rel=next>Who owns the weir? →</a>", ""),
    "pages in a section": ("/faq/1", "<a href='/faq/2'>2</a>", "/faq/2"),
    "the next article of that name": (
        "/ask", "<a href='/ask-2' rel=next>Ask the engineer: the weir</a>", ""),
    "the next article of that name, declared": (
        "/ask", "<link rel=next title='Ask the engineer' href='/ask-2'>", ""),
    "a picture of the next article of that name": ("/ask", "<a href='/ask-2'><img src=/weir.png></a>", ""),
    "the next part of a series": ("/dam", "<a href='/dam-part-2'>What the weir has to do with it</a>", ""),
    "a bare number and a headline": ("/dam", "<a href='/dam/2'>Who pays for that?</a>", ""),
    "a bare number": ("/dam", "<a href='/dam/2'>2</a>", "/dam/2"),
    "a bare number, declared": ("/dam", "<link rel=next href='/dam/2'>", "/dam/2"),
    "a bare number, after a word": ("/dam", "<a href='/dam-2.html'>Next page »</a>", ""),
    "a bare number, after that word": ("/dam.html", "<a href='/dam-2.html'>Next page »</a>", "/dam-2.html"),
    "a word in another language": ("/dam", "<a href='/dam,2'>nächste Seite</a>", "/dam,2"),
    "an arrow": ("/dam/", "<a href='/dam/2/'>&rsaquo;</a>", "/dam/2/"),
    "no words in a pager": ("/dam/", "<ul class=page-numbers><li><a href='/dam/2/'></a></ul>", "/dam/2/"),
    "words for those who hear": ("/dam/", "<a href='/dam/2/' aria-label='Page 2'><svg></svg></a>", "/dam/2/"),
    "a part of an article": ("/dam", "<a href='/dam/part-2'>Part 2: the money</a>", "/dam/part-2"),
    "a pager that links page 1": ("/dam", "<a href='?page=1'>1</a> <a href='?page=2'>2</a>", "?page=2"),
    "a pager that counts from 0": ("/dam", "<a href='?page=0'>1</a> <a href='?page=1'>2</a>", "?page=1"),
    "a Chinese site": ("/20310304/12345.html", "<a href='12345_2.html'>第2页</a>", "/12345_2.html"),
    "a word in the URL and a headline": ("/dam", "<a href='/dam/seite-2'>Wer zahlt das?</a>", "/dam/seite-2"),
    "a word in the URL and digits": ("/dam", "<a href='/dam/seite-2'>٢</a>", "/dam/seite-2"),
    "a word in the URL and a row of digits": ("/dam", f"<a href='/dam/seite-2'>{'2' * 5000}</a>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("path", "link", "leads"), LINKS.values(), ids=LINKS)
def test_which_links_lead_to_the_next_page(path, link, leads):
    site = "https://tarvel.example"
    head, more = (link, "") if link.startswith("<link") else ("", link)
    reading = article(captured(page(pairs(*ASKED[:2]), more, head=head), site + path))
    assert reading.next_url.endswith(leads) if leads else not reading.next_url
    assert reading.verdict is Verdict.CONTENT


# What it shows: (URL of the second page, days of publication, how many pages are joined).
DAYS = {
    "a bare number and one day": ("/2", ("2031-03-04", "2031-03-04"), 2),
    "a bare number and no day on the second page": ("/2", ("2031-03-04", ""), 2),
    "the next article of that name": ("/2", ("2031-03-04", "2031-03-11"), 1),
    "a word in the URL": ("?page=2", ("2031-03-04", "2031-03-11"), 2),
}


@pytest.mark.parametrize(("written", "days", "joined_pages"), DAYS.values(), ids=DAYS)
def test_pages_of_two_days_with_a_bare_number_are_two_articles(written, days, joined_pages):
    heads = [f"<meta property='article:published_time' content='{day}'>" if day else "" for day in days]
    first = page(pairs(*ASKED[:2]), f"<a href='/water/dam{written}'>2</a>", head=heads[0])
    second = captured(page(pairs(*ASKED[2:4]), head=heads[1]), URL + written)
    reading = article(first, second)
    assert (reading.pages, len(reading.snapshot.pairs)) == (joined_pages, 2 * joined_pages)


LISTED = "".join(f"<h2><a href='/faq/{n}'>{q}</a></h2><p>{ANSWERS[q]}</p>" for n, q in enumerate(ASKED))
SINGLE = {
    "the next article": page(pairs(*ASKED[:2]), "", head="<link rel=next href='/water/weir'>"),
    "an article of the next number": page(pairs(*ASKED[:2]), "<a href='/water/weir-2'>next</a>"),
    "another site's page": page(pairs(*ASKED[:2]), "<a href='https://else.example/water/dam?page=2'>2</a>"),
    "pages of comments": page(pairs(*ASKED[:2]), f"<div class=comments>{pager(1, 3)}</div>"),
    "a list of articles": page(LISTED, pager(1, 3)),
    "no questions": page(f"<p>{STANDFIRST} Nothing more is known about it today.</p>", pager(1, 3)),
}


@pytest.mark.parametrize("html", SINGLE.values(), ids=SINGLE)
def test_a_page_that_is_all_of_its_article(html):
    reading = article(html)
    assert (reading.verdict, reading.pages, reading.next_url) == (Verdict.CONTENT, 1, "")


ENDS = {  # what comes in place of page 2: the article ends with its first page
    "the first page again": captured(FIRST, f"{URL}?page=2"),
    "a list of other things with the same questions": captured(
        page(f"<p>{' '.join(ANSWERS.values())}</p>{pairs(*ASKED[:2])}", pager(2, 3)), f"{URL}?page=2"
    ),
    "back to the first page": captured(FIRST, URL, asked=f"{URL}?page=2"),
    "another article": captured(page(pairs(*ASKED[2:4]), title="The weir"), f"{URL}?page=2"),
    "not there": captured("gone", f"{URL}?page=2", Outcome.GONE, 404),
    "refused by robots.txt": captured("", f"{URL}?page=2", Outcome.ROBOTS_REFUSED, 0),
    "a picture": captured("\x89PNG\r\n\x1a\n", f"{URL}?page=2"),
}


@pytest.mark.parametrize("second", ENDS.values(), ids=ENDS)
def test_where_the_pages_end(second):
    reading = article(FIRST, second)
    assert (reading.verdict, reading.pages, reading.next_url) == (Verdict.CONTENT, 1, "")
    assert reading.reason.startswith(f"page 2, {URL}?page=2, ")
    assert questions(reading) == ASKED[:2]


RULE = SiteRule(hosts=("tarvel.example",), question="article h2", answer=".text p")
NAMING_ALL = page(
    pairs(*ASKED[:2]),
    pager(1, 3),
    head="<link rel=canonical href='https://tarvel.example/water/all-of-the-dam#top'>",
)
BEGINNINGS = {  # What it shows: (the pages that are here, site rules, whether a pager says which is next).
    "one page": ([FIRST], (), True),
    "two pages": ([FIRST, SECOND], (), True),
    "with a site rule": ([FIRST, SECOND], (RULE,), True),
    "with a site rule that finds nothing": ([FIRST], (replace(RULE, question="h6"),), True),
    "a page with all of it may follow": ([NAMING_ALL], (), False),
}


@pytest.mark.parametrize(("pages", "rules", "by_pager"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_what_ends_before_a_page_is_as_if_it_were_read_again(pages, rules, by_pager):
    """Only for a page that is not to be had is that known without the pages."""
    begun = article(*pages, rules=rules)
    known = {}
    for outcome in Outcome:
        following = captured("", begun.next_url, outcome, 404)
        known[outcome] = ended(begun, outcome)
        assert known[outcome] in {None, article(*pages, following, rules=rules)}
    spared = {outcome for outcome, reading in known.items() if reading}
    gone = {Outcome.GONE, Outcome.REFUSED, Outcome.ROBOTS_REFUSED, Outcome.BAD_URL, Outcome.TOO_LARGE}
    assert spared == (gone if by_pager else set())


WALL = "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>"
MISSING = {  # what comes in place of page 2: it will be there another time
    "a server that fails": captured("", f"{URL}?page=2", Outcome.SERVER_ERROR, 500),
    "no answer": captured("", f"{URL}?page=2", Outcome.TIMEOUT, 0),
    "a wall": captured(WALL, f"{URL}?page=2"),
}


@pytest.mark.parametrize("second", MISSING.values(), ids=MISSING)
def test_an_article_without_one_of_its_pages_is_no_content(second):
    reading = article(FIRST, second)
    assert (reading.verdict, questions(reading)) == (Verdict.PAGE_MISSING, [])
    assert f"page 2, {URL}?page=2" in reading.reason


def test_pages_that_have_no_end():
    further = [page(pairs(ASKED[2]), pager(n, n + 2)) for n in range(2, MAX_PAGES + 5)]
    reading = article(FIRST, *further)
    assert (reading.pages, reading.next_url) == (MAX_PAGES, "")


def test_a_site_rule_reads_each_page():
    reading = article(FIRST, SECOND, THIRD, rules=(RULE,))
    assert [(pair.question, pair.answer) for pair in reading.snapshot.pairs] == [*ANSWERS.items()]
    assert {pair.method for pair in reading.snapshot.pairs} == {"rule"}
