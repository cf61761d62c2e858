"""What a declared refresh says: ``Refresh:`` headers and ``<meta http-equiv="refresh">`` (HTML, 4.2.5.3)."""

import re
from typing import NamedTuple

MAX_DIGITS = 9
"""A delay with more digits counts as this many nines: no reader waits thirty years either."""

# The shared declarative refresh steps, 2 to 10: whole seconds, a fraction that does not count, a separator.
_DELAY = re.compile(r"[\t\n\f\r ]*+(?:([0-9]++)|(?=\.))[0-9.]*+(?:$|(?=[;,\t\n\f\r ]))")
_SEPARATOR = re.compile(r"[\t\n\f\r ]*[;,]?[\t\n\f\r ]*")
_NAME = re.compile(r"(?i:url)[\t\n\f\r ]*=[\t\n\f\r ]*")


class Refresh(NamedTuple):
    """A page is replaced after ``delay_s`` whole seconds by ``target``, as written; ``""`` is itself."""

    delay_s: int
    target: str


def declared(value: str) -> Refresh | None:
    """Return what the value of a header or of a content attribute says; None if browsers ignore it.

    These are the shared declarative refresh steps of HTML: "5", "0; url=/new", "0;URL='/new'", "0 /new".
    """
    begun = _DELAY.match(value)
    if begun is None:
        return None
    digits = begun[1] or "0"
    delay_s = int(digits) if len(digits) <= MAX_DIGITS else 10**MAX_DIGITS - 1
    between = _SEPARATOR.match(value, begun.end())
    return Refresh(delay_s, _target(value[between.end() if between else begun.end() :]))


def _target(rest: str) -> str:
    """Return the URL in the rest of the value: steps 11.1 to 11.10."""
    named = _NAME.match(rest)
    url = rest[named.end() :] if named else rest
    if url[:1] in {"'", '"'}:
        url = url[1:].partition(url[0])[0]
    return url.strip("\t\n\f\r ")
