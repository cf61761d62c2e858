"""The keys of a URL: what is removed from it, and what stays."""

import pytest
from detrack import DEFAULT_PATTERNS, PREFIXES
from hypothesis import given
from hypothesis import strategies as st

from harvester.history.spelling import same_site, spelling, writing
from harvester.http.noise import DOUBTFUL, DOUBTFUL_PREFIXES, FURTHER, FURTHER_DOUBTFUL
from harvester.http.surt import surt

X = "example,tarvel)/x"
SPELLINGS = {
    "scheme, www, port, fragment": ("http://www.tarvel.example:80/x#a", X),
    "newsletters": ("https://tarvel.example/x?mc_cid=1&mc_eid=2&_hsenc=3", X),
    "click ids": ("https://tarvel.example/x?gclid=1&msclkid=2&yclid=3&twclid=4&igshid=5", X),
    "campaigns of publishers": ("https://tarvel.example/x?cmpid=1&ocid=2&srnd=3&smid=4&ns_mchannel=5", X),
    "those of a vendor": ("https://tarvel.example/x?WT.mc_id=1&at_custom1=2&at_medium=3&xtor=RSS-4", X),
    "names in upper case": ("https://tarvel.example/x?UTM_Source=1&FBCLID=2", X),
    "a campaign name that nobody listed": ("https://tarvel.example/x?utm_brandnew=1", X),
    "what matters stays, in order of names": ("https://tarvel.example/x?p=2&utm_id=1&id=3", f"{X}?id=3&p=2"),
    "a doubtful name stays": ("https://tarvel.example/x?pid=4", f"{X}?pid=4"),
    "a doubtful prefix stays": ("https://tarvel.example/x?nb_pages=4", f"{X}?nb_pages=4"),
    "a gallery is no tracking": ("https://tarvel.example/x?gallery=4&cid=5", f"{X}?cid=5&gallery=4"),
    "a Java session": ("https://tarvel.example/x;jsessionid=1F.node2?id=3", f"{X}?id=3"),
    "an ASP session": ("https://tarvel.example/x?ASPSESSIONIDABCDEFGH=IJKLMNOPQRSTUVWXYZABCDEF", X),
    "an ASP.NET session": ("https://tarvel.example/(abcdefghijklmnopqrstuvwx)/x", X),
    "no session: too short": ("https://tarvel.example/(abc)/x", "example,tarvel)/(abc)/x"),
    "nothing but a session": ("https://tarvel.example/;jsessionid=1", "example,tarvel)/"),
    "no URL": ("tarvel?utm_source=1", "tarvel?utm_source=1"),
}

TWINS = {
    "slash": ("https://tarvel.example/x/", X),
    "index file": ("https://tarvel.example/x/index.html", X),
    "not the end of a word": ("https://tarvel.example/xindex.html", "example,tarvel)/xindex.html"),
    "AMP host": ("https://amp.tarvel.example/x", X),
    "mobile host": ("https://m.tarvel.example/x", X),
    "a site that is called m": ("https://m.example/x", "example,m)/x"),
    "AMP folder": ("https://tarvel.example/amp/x", X),
    "AMP at the end": ("https://tarvel.example/x/amp/", X),
    "AMP file": ("https://tarvel.example/x.amp.html", f"{X}.html"),
    "AMP parameter": ("https://tarvel.example/x?amp=1", X),
    "output type": ("https://tarvel.example/x?outputType=amp", X),
    "a word that ends so": ("https://tarvel.example/camp", "example,tarvel)/camp"),
    "doubtful names of publishers": ("https://tarvel.example/x?cid=3&from=rss&id=2", f"{X}?id=2"),
    "a doubtful name": ("https://tarvel.example/x?ref=3&id=2", f"{X}?id=2"),
}

FRONTS = {
    "root": ("https://tarvel.example", True),
    "root with a campaign": ("https://tarvel.example/?utm_source=rss", True),
    "language": ("https://tarvel.example/pt-BR/", True),
    "index file": ("https://tarvel.example/index.php", True),
    "AMP": ("https://amp.tarvel.example/amp/", True),
    "an article in the root's query": ("https://tarvel.example/?p=12", False),
    "an article": ("https://tarvel.example/x", False),
}

SITES = {
    "one host": ("https://tarvel.example/a", "http://www.tarvel.example/b", True),
    "a sub-domain": ("https://news.tarvel.example/a", "https://tarvel.example/b", True),
    "AMP beside a sub-domain": ("https://amp.tarvel.example/a", "https://news.tarvel.example/b", True),
    "two sub-domains": ("https://a.tarvel.example/a", "https://b.tarvel.example/b", False),
    "another host": ("https://tarvel.example/a", "https://ossel.example/a", False),
    "a host that ends alike": ("https://tarvel.example/a", "https://nontarvel.example/a", False),
    "another port": ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a", False),
    "another address": ("http://127.0.0.1/a", "http://127.0.0.2/a", False),
    "no URL": ("tarvel", "tarvel", False),
}


@pytest.mark.parametrize(("url", "key"), SPELLINGS.values(), ids=SPELLINGS)
def test_spelling(url, key):
    assert spelling(url) == key


@pytest.mark.parametrize(("url", "key"), TWINS.values(), ids=TWINS)
def test_twin(url, key):
    assert writing(url).twin == key


@pytest.mark.parametrize(("url", "front"), FRONTS.values(), ids=FRONTS)
def test_front(url, front):
    assert writing(url).front is front


@pytest.mark.parametrize(("one", "other", "same"), SITES.values(), ids=SITES)
def test_same_site(one, other, same):
    assert same_site(one, other) is same_site(other, one) is same


def test_what_is_doubtful_is_in_the_library():
    assert {name.lower() for name in DEFAULT_PATTERNS} >= DOUBTFUL
    assert {name.lower() for name in DEFAULT_PATTERNS}.isdisjoint(FURTHER | FURTHER_DOUBTFUL)
    assert FURTHER.isdisjoint(FURTHER_DOUBTFUL)
    assert {name.lower() for name in FURTHER | FURTHER_DOUBTFUL} == FURTHER | FURTHER_DOUBTFUL
    assert set(DOUBTFUL_PREFIXES) <= set(PREFIXES)


written = st.lists(
    st.sampled_from(
        ("/x", "/amp", "/", ";jsessionid=1", "?", "&", "utm_id=1", "ref=2", "id=3", ".", "index.html", "#")
    ),
    max_size=8,
).map(lambda parts: "".join(("https://tarvel.example", *parts)))


@given(st.text() | written)
def test_never_raises(text):
    assert isinstance(spelling(text), str)


@given(st.lists(written, min_size=2, max_size=20))
def test_each_key_is_coarser_than_the_one_before(urls):
    for one in urls:
        for other in urls:
            a, b = writing(one), writing(other)
            assert surt(one) != surt(other) or a.spelling == b.spelling
            assert a.spelling != b.spelling or a.twin == b.twin


@pytest.mark.parametrize("text", ["/amp", ";sid=", "(a", "&utm_", "/(aaaaaaaaaaaaaaaaaaaaaaaa", ",m"])
def test_a_hostile_url_is_read_in_linear_time(text):
    """Quadratic work on 100,000 characters would take minutes."""
    assert spelling("https://tarvel.example/" + text * 100_000)
