"""The key of CDXJ is that of the package `surt`, on a list of odd URLs that was written for this test."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.interop.cdx_key import cdx_key

URLS = [
    json.loads(line) for line in (Path(__file__).parent / "odd_urls.jsonl").read_text("utf-8").splitlines()
]

OTHERS = {
    "http://[::FFFF:1.2.3.4]/",  # the package turns the dots of an IPv6 address around
    "https://[::FFFF:1.2.3.4]/A/?b=1",
    "file:///etc/x",  # no host: nothing that an archive has
    "http://",
    "https://",
    "http://?a",
    "http://#a",
}
"""Where our key is another one, and why."""


def field_key(url):
    """The key in the index of cdxj-indexer, which takes the URL where the package raises."""
    surt = pytest.importorskip("surt")
    try:
        return surt.surt(url)
    except ValueError:
        return url


def test_the_key_is_that_of_the_package():
    assert {url for url in URLS if cdx_key(url) != field_key(url)} == OTHERS
    assert len(URLS) - len(OTHERS) >= 530


KEYS = {
    "letter case": ("https://www.Example.com/News/A?B=C", "com,example)/news/a?b=c"),
    "a slash at the end": ("http://example.com/a/", "com,example)/a"),
    "a session": ("http://example.com/?sid=0123456789abcdef0123456789abcdef&a=1", "com,example)/?a=1"),
    "a page in a session": (
        "http://example.com/(S(0123456789abcdefghijklmn))/x.aspx",
        "com,example)/x.aspx",
    ),
    "IPv4 is turned around": ("http://192.0.2.7:8080/", "7,2,0,192:8080)/"),
    "an order of arguments": ("http://example.com/?b=2&a=1&a", "com,example)/?a&a=1&b=2"),
    "bytes that are not UTF-8": ("http://example.com/%E9", "com,example)/%e9"),
    "no such port": ("http://example.com:99999/", "http://example.com:99999/"),
    "no host": ("urn:uuid:1", "urn:uuid:1"),
    "nothing": ("", "-"),
}


@pytest.mark.parametrize(("url", "key"), KEYS.values(), ids=KEYS)
def test_keys(url, key):
    assert cdx_key(url) == key


@given(st.text(max_size=80) | st.text(alphabet="%2eE9/?&=.:@[](s)#", max_size=60).map("http://a.b/{}".format))
def test_any_text_has_a_key(text):
    assert "\n" not in cdx_key(text)
