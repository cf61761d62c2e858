"""One key for the URLs that name one resource."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.http.surt import surt

CASES = {
    "host back to front": ("https://news.tarvel.example/a", "example,tarvel,news)/a"),
    "http and https": ("http://tarvel.example/a", "example,tarvel)/a"),
    "www": ("https://www.tarvel.example/a", "example,tarvel)/a"),
    "www with a number": ("https://www2.tarvel.example/a", "example,tarvel)/a"),
    "a host that is called www": ("https://www.example/", "example,www)/"),
    "upper case host": ("HTTPS://Tarvel.EXAMPLE/Ab", "example,tarvel)/Ab"),
    "a dot at the end of the host": ("https://tarvel.example./a", "example,tarvel)/a"),
    "no path": ("https://tarvel.example", "example,tarvel)/"),
    "fragment": ("https://tarvel.example/a#q3", "example,tarvel)/a"),
    "user and password": ("https://me:secret@tarvel.example/a", "example,tarvel)/a"),
    "query is kept, in order of names": (
        "https://tarvel.example/a?z=1&id=2",
        "example,tarvel)/a?id=2&z=1",
    ),
    "empty values are kept": ("https://tarvel.example/a?id=", "example,tarvel)/a?id="),
    "default port": ("https://tarvel.example:443/a", "example,tarvel)/a"),
    "default port of http": ("http://tarvel.example:80/a", "example,tarvel)/a"),
    "another port": ("https://tarvel.example:8443/a", "example,tarvel:8443)/a"),
    "443 without TLS": ("http://tarvel.example:443/a", "example,tarvel:443)/a"),
    "address": ("http://127.0.0.1:8000/a", "127.0.0.1:8000)/a"),
    "IPv6 address": ("http://[::1]:8000/a", "[::1]:8000)/a"),
    "umlauts": ("https://tärvel.example/Straße", "example,xn--trvel-gra)/Stra%C3%9Fe"),
    "escapes": ("https://tarvel.example/%7eme/%c3%a9", "example,tarvel)/~me/%C3%A9"),
    "dots": ("https://tarvel.example/a/../b", "example,tarvel)/b"),
    "spaces around": ("  https://tarvel.example/a\n", "example,tarvel)/a"),
    "no URL": ("tarvel", "tarvel"),
    "another scheme": ("mailto:desk@tarvel.example", "mailto:desk@tarvel.example"),
    "a port out of range": ("http://tarvel.example:99999/", "http://tarvel.example:99999/"),
    "half an address": ("http://[::1/a", "http://[::1/a"),
}


@pytest.mark.parametrize(("url", "key"), CASES.values(), ids=CASES)
def test_surt(url, key):
    assert surt(url) == key


@given(st.text() | st.text().map("http://{}".format) | st.text().map("https://a.example:{}".format))
def test_never_raises(text):
    assert isinstance(surt(text), str)
