"""Header fields as pairs of name and value: looked up, measured, and kept without their secrets."""

from collections.abc import Collection
from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]

WITHHELD = "withheld"
"""It stands in the evidence where a header's value is a secret."""

SECRETS = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie", "set-cookie2"})
"""Headers whose value lets a reader act as somebody else; a challenge (WWW-Authenticate) does not."""

MAX_LENGTH = 10**18
"""A longer Content-Length counts as this one. No body has this many, so that it is cut in any case."""

_DIGITS = len(str(MAX_LENGTH)) - 1


def header(headers: Headers, name: str) -> str:
    """Return the first header of that name, whatever its case; ``""`` where there is none."""
    name = name.lower()
    return next((value for key, value in headers if key.lower() == name), "")


def withheld(headers: Headers, also: Collection[str] = ()) -> Headers:
    """Return the headers with `WITHHELD` for the value of each secret one, and of ``also``, in lower case."""
    secret = SECRETS.union(also)
    return tuple((name, WITHHELD if name.lower() in secret else value) for name, value in headers)


def lengths(headers: Headers) -> frozenset[int | None]:
    """Return the distinct lengths that Content-Length gives, None for what is not a length. Never raises.

    A sound head has at most one: the same length twice, in two lines or in one, is one (RFC 9110, 8.6).
    """
    values = (value for name, value in headers if name.lower() == "content-length")
    return frozenset(_length(each.strip(" \t")) for value in values for each in value.split(","))


def _length(digits: str) -> int | None:
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= _DIGITS else MAX_LENGTH  # Python refuses to read 5,000 digits


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends back: ``If-None-Match`` and ``If-Modified-Since``, as received.

    url: that of the capture they came with, ``""`` for the URL asked for; they are sent to no other,
    for a redirect that now leads elsewhere must not be answered 304.
    """

    etag: str = ""
    last_modified: str = ""
    url: str = ""
