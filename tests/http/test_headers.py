import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.http.headers import MAX_LENGTH, WITHHELD, header, lengths, withheld


def test_header():
    headers = (("ETag", "a"), ("etag", "b"), ("X", ""))
    assert [header(headers, name) for name in ("etag", "ETAG", "x", "y")] == ["a", "a", "", ""]


LENGTHS = {
    "none": ((), set()),
    "one": (("3",), {3}),
    "the same twice": (("3", "3"), {3}),
    "the same twice in a line": (("3, 3",), {3}),
    "with zeros": (("003,3",), {3}),
    "nothing": (("0",), {0}),
    "two": (("3,4",), {3, 4}),
    "5,000 digits": (("9" * 5000,), {MAX_LENGTH}),
    "as many digits as count": (("9" * 18,), {10**18 - 1}),
    "a sign": (("+3",), {None}),
    "other digits": (("٣",), {None}),
    "an underscore": (("1_0",), {None}),
    "an empty one": (("3,",), {3, None}),
    "empty": (("",), {None}),
}


@pytest.mark.parametrize(("values", "found"), LENGTHS.values(), ids=LENGTHS)
def test_lengths(values, found):
    assert lengths(tuple(("content-LENGTH", value) for value in values)) == found


@given(st.text())
def test_lengths_never_raises(value):
    for each in lengths((("Content-Length", value),)):
        assert each is None or 0 <= each <= MAX_LENGTH


def test_secrets_are_withheld():
    secret = ("Set-Cookie", "SET-COOKIE2", "cookie", "Authorization", "Proxy-Authorization")
    public = (("WWW-Authenticate", "Basic"), ("Cookie-Policy", "none"))
    headers = (*((name, "secret") for name in secret), *public)
    assert withheld(headers) == (*((name, WITHHELD) for name in secret), *public)
