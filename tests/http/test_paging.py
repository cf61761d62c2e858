"""Which URLs are written as a further page of an article."""

import pytest

from harvester.http.paging import follows

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
}  # fmt: skip
OTHER = {
    "/water/dam": (
        "/water/dam", "/water/dam?page=3", "/water/dam?page=22", "/water/dam/3", "/water/weir?page=2",
        "/water?page=2", "/water/dam/comment-page-2", "/water/dam?comments=2", "/water/dam?page=two",
        "/water/dam/weir-2", "/water/dam/2031", "/water/dam?year=2", "https://else.example/water/dam?page=2",
        "/2", "", "/water/dam?page=2&lang=en",
    ),
    "/water/dam-11": ("/water/dam-12", "/water/dam-2"),
    "/2031/03/1": ("/2031/03/2/weir", "/2031/04/2"),
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
