import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.http.urls import BadUrl, _checked, _is_plain, absolute, authority, checked_url, origin

CHECKED = {
    "as it is": ("https://tarvel.example/a?b=c", "https://tarvel.example/a?b=c"),
    "no path": ("https://tarvel.example", "https://tarvel.example/"),
    "no path, a query": ("https://tarvel.example?b", "https://tarvel.example/?b"),
    "fragment": ("https://tarvel.example/a#b", "https://tarvel.example/a"),
    "case": ("HTTPS://Tarvel.Example/A", "https://tarvel.example/A"),
    "default port": ("https://tarvel.example:443/", "https://tarvel.example/"),
    "other port": ("http://tarvel.example:443/", "http://tarvel.example:443/"),
    "empty port": ("http://tarvel.example:/", "http://tarvel.example/"),
    "spaces around": (" https://tarvel.example/ ", "https://tarvel.example/"),
    "space within": ("https://tarvel.example/a b", "https://tarvel.example/a%20b"),
    "IRI": ("https://tarvel.example/é?ü", "https://tarvel.example/%C3%A9?%C3%BC"),
    "IDNA": ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    "underscore": ("http://my_site.example/", "http://my_site.example/"),
    "trailing dot": ("http://tarvel.example./", "http://tarvel.example./"),
    "IPv4": ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
    "IPv6": ("http://[::1]:8080/", "http://[::1]:8080/"),
    "backslash in the query": ("http://tarvel.example/?a\\b", "http://tarvel.example/?a%5Cb"),
    "at sign in the path": ("http://tarvel.example/@author", "http://tarvel.example/@author"),
}


@pytest.mark.parametrize(("url", "checked"), CHECKED.values(), ids=CHECKED)
def test_checked(url, checked):
    assert checked_url(url) == checked
    assert checked_url(checked) == checked


PARTS = (
    "http://",
    "https://",
    "a",
    "Z",
    "0",
    "-",
    ".",
    "/",
    "~",
    "_",
    "?",
    "=",
    "&",
    "%41",
    "é",
    "@",
    ":80",
    "#",
    ";",
)
HOSTS = ("tarvel.example", "1.2.3.4", "xn--zrich-kva.example", "h", "a-b.c-d.org", "a" * 70 + ".example")


@given(
    host=st.sampled_from(HOSTS) | st.lists(st.sampled_from(PARTS), max_size=4).map("".join),
    rest=st.lists(st.sampled_from(PARTS), max_size=8).map("".join),
)
def test_what_is_plain_is_what_it_would_be_made_into(host, rest):
    url = f"https://{host}/{rest}"
    if _is_plain(url):
        assert _checked(url) == url
        assert absolute(f"{url} ", "http://elsewhere.example/a/b") == url  # not plain, for the space


PLAIN = {
    "an article's": ("https://tarvel.example/articles/2031/the-ferry.html?page=2&all=1", True),
    "percent-encoded": ("https://tarvel.example/%C3%A9", False),
    "another port": ("https://tarvel.example:8080/", False),
    "capitals in the host": ("https://Tarvel.example/", False),
    "an empty query": ("https://tarvel.example/a?", False),
}


@pytest.mark.parametrize(("url", "plain"), PLAIN.values(), ids=PLAIN)
def test_plain(url, plain):
    assert _is_plain(url) == plain


REFUSED = {
    "nothing": "",
    "no scheme": "tarvel.example/a",
    "another scheme": "ftp://tarvel.example/",
    "a file": "file:///etc/passwd",
    "a script": "javascript:alert(1)",
    "no host": "http:///a",
    "no slashes": "http:tarvel.example",
    "only a port": "http://:80/",
    "user": "http://user@tarvel.example/",
    "user and password": "http://user:secret@tarvel.example/",
    "empty user": "http://@tarvel.example/",
    "backslash differential": "http://tarvel.example\\@elsewhere.example/",
    "backslash and port": "http://tarvel.example:80\\@elsewhere.example/",
    "semicolon": "http://tarvel.example;@elsewhere.example/",
    "port 0": "http://tarvel.example:0/",
    "port 65536": "http://tarvel.example:65536/",
    "negative port": "http://tarvel.example:-1/",
    "port of letters": "http://tarvel.example:http/",
    "port of other digits": "http://tarvel.example:٨٠/",
    "open bracket": "http://[::1/",
    "no address in brackets": "http://[tarvel]/",
    "zone": "http://[fe80::1%25eth0]/",
    "tab": "http://tarvel.example/a\tb",
    "line": "http://tarvel.example/a\r\nHost: b",
    "NUL": "http://tarvel.example/\0",
    "delete": "http://tarvel.example/\x7f",
    "space in the host": "http://tar vel.example/",
    "percent in the host": "http://tarvel%2eexample/",
    "too long": "http://tarvel.example/" + "a" * 8000,
}


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_refused(url):
    with pytest.raises(BadUrl) as error:
        checked_url(url)
    assert str(error.value).endswith(".")
    with pytest.raises(BadUrl):
        authority(url)


@given(
    st.one_of(st.text(), st.text().map("http://{}".format), st.text().map("https://tarvel.example/{}".format))
)
def test_checking_twice_is_once(url):
    try:
        checked = checked_url(url)
    except BadUrl:
        return
    assert checked_url(checked) == checked
    assert checked.isascii()
    assert checked.isprintable()
    assert "#" not in checked


def test_authority_and_origin():
    assert authority("HTTP://Tarvel.Example:80/a") == "tarvel.example"
    assert authority("https://tarvel.example:8443/a") == "tarvel.example:8443"
    assert origin("https://tarvel.example:8443/a") == "https://tarvel.example:8443"


# What it shows: (reference, base, URL, "" where it is no link).
LINKS = {
    "on the same host": ("/a b#c", "https://tarvel.example/x", "https://tarvel.example/a%20b"),
    "a default port and no path": ("http://Tarvel.Example:80", "", "http://tarvel.example:80"),
    "lines within": ("/a\n b", "https://tarvel.example/", "https://tarvel.example/a%20b"),
    "another scheme": ("mailto:desk@tarvel.example", "https://tarvel.example/", ""),
    "a password": ("https://me:secret@tarvel.example/", "", ""),
    "port 0": ("https://tarvel.example:0/", "", ""),
    "port 99999": ("https://tarvel.example:99999/", "", ""),
    "no host": ("https://", "", ""),
    "half an address": ("http://[::1/a", "", ""),
    "a base that is none": ("/a", "http://[", ""),
    "nothing": ("", "https://tarvel.example/", ""),
    "too long": ("/" + "a" * 8000, "https://tarvel.example/", ""),
}


@pytest.mark.parametrize(("href", "base", "url"), LINKS.values(), ids=LINKS)
def test_links(href, base, url):
    assert absolute(href, base) == url


@given(st.text(), st.text())
def test_a_link_can_be_asked_for(href, base):
    if url := absolute(href, base):
        assert checked_url(url)
