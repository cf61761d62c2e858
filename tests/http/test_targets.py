"""What links lead to: the URL that is kept, and the key that equal targets share."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.http import targets
from harvester.http.targets import home_of, target, url_of

PAGE = "https://www.quay.example/faq/toll?lang=en"
HOME = home_of(PAGE)
OTHER = "https://tarvel.example"

TARGETS = {  # what it shows: (href, URL, key)
    "a path": ("/toll-2031.pdf", "https://www.quay.example/toll-2031.pdf", "/toll-2031.pdf"),
    "a path from the page": ("toll.pdf", "https://www.quay.example/faq/toll.pdf", "/faq/toll.pdf"),
    "a path upwards": ("../toll.pdf", "https://www.quay.example/toll.pdf", "/toll.pdf"),
    "only a query": ("?page=2", "https://www.quay.example/faq/toll?page=2", "/faq/toll?page=2"),
    "the page's own site, spelt otherwise": ("http://quay.example:80/a/", "http://quay.example:80/a/", "/a"),
    "the mobile form of the site": ("https://m.quay.example/a", "https://m.quay.example/a", "/a"),
    "another sub-domain": (
        "https://docs.quay.example/a",
        "https://docs.quay.example/a",
        "docs.quay.example/a",
    ),
    "another site": (f"{OTHER}/Decree", f"{OTHER}/Decree", "tarvel.example/Decree"),
    "another site's front page": (OTHER, OTHER, "tarvel.example/"),
    "the page's scheme": ("//tarvel.example/a", f"{OTHER}/a", "tarvel.example/a"),
    "another port": (f"{OTHER}:8443/a", f"{OTHER}:8443/a", "tarvel.example:8443/a"),
    "a place on another page": (f"{OTHER}/law#art-3", f"{OTHER}/law#art-3", "tarvel.example/law#art-3"),
    "a place beside a session": ("/law?sid=0c9d55ab71e2f304#a", "https://www.quay.example/law#a", "/law#a"),
    "a campaign in the fragment": (f"{OTHER}/a#xtor=RSS-3", f"{OTHER}/a", "tarvel.example/a"),
    "highlighted words": (f"{OTHER}/a#:~:text=toll", f"{OTHER}/a", "tarvel.example/a"),
    "the state of a script": (f"{OTHER}/a#/fares", f"{OTHER}/a", "tarvel.example/a"),
    "a place that is named anew each time": (f"{OTHER}/a#p-1904461200", f"{OTHER}/a", "tarvel.example/a"),
    "an empty fragment": (f"{OTHER}/a#", f"{OTHER}/a", "tarvel.example/a"),
    "letters of any language": ("/zölle", "https://www.quay.example/z%C3%B6lle", "/z%C3%B6lle"),
    "tracking": (f"{OTHER}/a?utm_source=x&id=7&fbclid=8", f"{OTHER}/a?id=7", "tarvel.example/a?id=7"),
    "nothing but tracking": (f"{OTHER}/a?utm_source=x", f"{OTHER}/a", "tarvel.example/a"),
    "a session in the query": ("/a?PHPSESSID=4f&b=1", "https://www.quay.example/a?b=1", "/a?b=1"),
    "a session in the path": ("/a;jsessionid=1F03?b=1", "https://www.quay.example/a?b=1", "/a?b=1"),
    "a session by a common name": ("/a?sid=0c9d55ab71e2f304&b=1", "https://www.quay.example/a?b=1", "/a?b=1"),
    "a session of letters and digits": ("/a?s=Kx7Qm2Zt9LpW4vRb", "https://www.quay.example/a", "/a"),
    "an id by that name": ("/a?sid=3", "https://www.quay.example/a?sid=3", "/a?sid=3"),
    "a long number by that name": (
        "/a?sid=1234567890123456",
        "https://www.quay.example/a?sid=1234567890123456",
        "/a?sid=1234567890123456",
    ),
    "words to search": (
        "/a?s=timetableofsummerferries",
        "https://www.quay.example/a?s=timetableofsummerferries",
        "/a?s=timetableofsummerferries",
    ),
    "a nonce": ("/a?_wpnonce=b81c&b=1", "https://www.quay.example/a?b=1", "/a?b=1"),
    "a token": ("/a?access_token=eyJh.bGci.OiJI&b=1", "https://www.quay.example/a?b=1", "/a?b=1"),
    "a signature for some minutes": (
        f"{OTHER}/a.pdf?sv=2020&se=2031-05-01&sr=b&sig=8f%2B2",
        f"{OTHER}/a.pdf",
        "tarvel.example/a.pdf",
    ),
    "a counter against caches": ("/a?_=1904461200000", "https://www.quay.example/a", "/a"),
    "a long random value": (
        "/a?x=8a7f3b21c99d4e5f6a7b&b=1",
        "https://www.quay.example/a?b=1",
        "/a?b=1",
    ),
    "the id of a document": (
        "/a?docid=8a7f3b21c99d4e5f6a7b",
        "https://www.quay.example/a?docid=8a7f3b21c99d4e5f6a7b",
        "/a?docid=8a7f3b21c99d4e5f6a7b",
    ),
    "long words": (
        "/a?q=toll-plan-2031-for-the-quay",
        "https://www.quay.example/a?q=toll-plan-2031-for-the-quay",
        "/a?q=toll-plan-2031-for-the-quay",
    ),
    "a short value that may be meant": ("/a?ref=3", "https://www.quay.example/a?ref=3", "/a?ref=3"),
    "the order of parameters": ("/a?c=2&b=1", "https://www.quay.example/a?c=2&b=1", "/a?b=1&c=2"),
    "an address for letters": (
        "mailto:Desk@quay.example?subject=Toll",
        "mailto:Desk@quay.example",
        "mailto:desk@quay.example",
    ),
    "a telephone": ("tel:+44 20 7946 0018", "tel:+442079460018", "tel:+442079460018"),
}

NONE = ("#fares", PAGE + "#fares", "toll?lang=en#x", "javascript:void(0)", "data:,x", "http://[", "")


@pytest.mark.parametrize(("href", "url", "key"), TARGETS.values(), ids=TARGETS)
def test_target(href, url, key):
    assert target(href, HOME) == (url, key)


@pytest.mark.parametrize("href", NONE)
def test_what_leads_nowhere_else_has_no_target(href):
    assert target(href, HOME) is None


def test_a_base_element_moves_references_and_not_the_site():
    home = home_of(PAGE, base="https://files.example/toll/")
    assert target("a.pdf", home) == ("https://files.example/toll/a.pdf", "files.example/toll/a.pdf")
    assert target("/a", home) == ("https://files.example/a", "files.example/a")
    assert target("https://quay.example/a", home).key == "/a"
    assert target("a", home_of(PAGE, base="/x/")) == ("https://www.quay.example/x/a", "/x/a")


def test_a_page_without_an_address_has_paths_and_takes_its_canonical_one():
    assert target("/a?b=1", home_of("")) == ("/a?b=1", "/a?b=1")
    assert target(f"{OTHER}/a", home_of("")) == (f"{OTHER}/a", "tarvel.example/a")
    assert target("/a", home_of("", canonical=PAGE)) == ("https://www.quay.example/a", "/a")


def test_keys_stay_when_a_site_moves():
    homes = [home_of(url) for url in ("https://quay.example/faq", "http://www.harbour.example/faq")]
    assert len({target("/toll-2031.pdf", home).key for home in homes}) == 1


PARTS = st.sampled_from(
    (
        *(
            "https://",
            "http://",
            "www.",
            "m.",
            "quay.example",
            "a",
            "7",
            "/",
            ".",
            "..",
            "-",
            "_",
            "?b=1",
            "#c",
        ),
        *(";", "(", "%28", ":", "//", " ", "é", "=", "&", "utm_id=1", "\\", "@", "[", "~", "A"),
    )
)


@given(st.lists(PARTS, max_size=8).map("".join) | st.text(max_size=20))
def test_plain_references_are_read_as_any_other(href):
    """The quick way gives what the careful way gives; reading a target again changes nothing."""
    found = target.__wrapped__(href, HOME)
    plain, targets._PLAIN = targets._PLAIN, re.compile(r"(?!)")
    try:
        assert target.__wrapped__(href, HOME) == found
    finally:
        targets._PLAIN = plain
    if found is not None:
        assert target.__wrapped__(found.url, HOME) == found


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("/decree.pdf?year=2031", "https://quay.example/decree.pdf?year=2031"),
        ("tarvel.example/map", "https://tarvel.example/map"),
        ("mailto:desk@quay.example", "mailto:desk@quay.example"),
    ],
)
def test_url_of_a_key(key, url):
    assert url_of(key, "https://quay.example/news/bridge") == url
