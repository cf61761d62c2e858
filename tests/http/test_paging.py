"""Which URLs are written as a further page of an article."""

import pytest

from harvester.http.paging import follows, names_page, says_page

SITE = "https://tarvel.example"
SECOND = {  # the first page: URLs of its second page
    "/water/dam": (
        "/water/dam?page=2", "/water/dam?page=1", "/water/dam?Seite=2", "/water/dam?p=2#top", "/water/dam/2",
        "/water/dam/2/", "/water/dam/page/2/", "/water/dam/seite-2", "/water/dam-2", "/water/dam_2",
        "/water/dam,2", "/water/dam,page-2", "/water/dam/part2", "//www.tarvel.example/water/dam?page=2",
    ), "/water/dam/": ("/water/dam?page=2", "/water/dam/2", "/water/dam/page/2"), "/water/dam.html":
    ("/water/dam-2.html", "/water/dam,2.html", "/water/dam.html?page=2", "/water/dam_seite_2.html"),
    "/water/dam?lang=en": ("/water/dam?lang=en&page=2", "/water/dam?page=2&lang=en", "/water/dam/2?lang=en"),
    "/water/dam?page=1": ("/water/dam?page=2",), "/water/dam/1": ("/water/dam/2",), "/2031/03/dam-12":
    ("/2031/03/dam-12?page=2", "/2031/03/dam-12/2"), "/": ("/?page=2", "/page/2"),
    "/dam?page=0": ("/dam?page=1",), "/20310304/12345.html": ("/20310304/12345_2.html",),
}  # fmt: skip
OTHER = {
    "/water/dam": (
        "/water/dam", "/water/dam?page=3", "/water/dam?page=22", "/water/dam/3", "/water/weir?page=2",
        "/water?page=2", "/water/dam/comment-page-2", "/water/dam?comments=2", "/water/dam?page=two",
        "/water/dam/weir-2", "/water/dam/2031", "/water/dam?year=2", "https://else.example/water/dam?page=2",
        "/2", "", "/water/dam?page=2&lang=en",
    ),
    "/water/dam-11": ("/water/dam-12", "/water/dam-2"),
    "/2031/03/1": ("/2031/03/2/weir", "/2031/04/2", "/2031/03/2"), "/0": ("/2", "/1"), "/1": ("/2",),
    "/": ("/2", "/?p=2"), "/?p=1": ("/?p=2",), "/dam/0": ("/dam/2", "/dam/1"),
    "/dam?page=0": ("/dam?page=2",),
    "/water/dam?lang=en": ("/water/dam?page=2", "/water/dam?lang=fr&page=2"),
}  # fmt: skip


def cases(table):
    return [(first, url) for first, urls in table.items() for url in urls]


def absolute(url):
    return f"https:{url}" if url.startswith("//") else url if "://" in url else SITE + url


@pytest.mark.parametrize(("first", "url"), cases(SECOND))
def test_a_second_page(first, url):
    assert follows(absolute(url), absolute(first), 2)


@pytest.mark.parametrize(("first", "url"), cases(OTHER))
def test_no_second_page(first, url):
    assert not follows(absolute(url), absolute(first), 2)


def test_later_pages():
    assert follows(f"{SITE}/dam?page=7", f"{SITE}/dam", 7)
    assert follows(f"{SITE}/dam?page=6", f"{SITE}/dam", 7)
    assert not follows(f"{SITE}/dam/6", f"{SITE}/dam", 7)


BARE = ("/dam/2", "/dam-2", "/dam_2", "/dam?p=2", "/dam/part-2", "/dam-teil-2")
NAMED = ("/dam?page=2", "/dam?page=1", "/dam/page/2", "/dam/seite-2", "/dam?Seite=2", "/dam-page-2")


@pytest.mark.parametrize("url", BARE + NAMED)
def test_whether_a_word_says_that_it_is_a_page(url):
    assert names_page(SITE + url, f"{SITE}/dam", 2) is (url in NAMED)


SAID = (
    "2",
    "02",
    "[2]",
    "2 →",
    "2/5",
    "Page 2",
    "page 2 of 5",
    "Seite 2: Wer zahlt das?",
    "Part 2",
    "第2页",
    "2ページ",
)
UNSAID = (
    "12",
    "22",
    "2031",
    "1",
    "",
    "→",
    "Next",
    "Part 12",
    "Page 3",
    "The ferry's 2 boats",
    "2 boats are lost",
)


@pytest.mark.parametrize("text", SAID + UNSAID)
def test_words_of_a_link_to_a_second_page(text):
    assert says_page(text, 2) is (text in SAID)
