"""The queries for people in ``db/canned``: a title, a sentence, the SQL and the names of its parameters."""

import re
from functools import cache
from typing import NamedTuple

from harvester.sql import scripts

_COMMENTS = re.compile(r"(?:--.*\n)*")
# Texts, names and comments; what is not closed goes on to the end, as SQLite reads it.
_NO_CODE = re.compile(r"'(?:[^']|'')*+'?|\"(?:[^\"]|\"\")*+\"?|--[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?")
_PARAMETER = re.compile(r":([A-Za-z_]\w*)", re.ASCII)


class Canned(NamedTuple):
    """A query for people: its name, a title, a sentence and the SQL."""

    name: str
    title: str
    meaning: str
    sql: str


@cache
def canned() -> dict[str, Canned]:
    """Return the queries by name, in the order of their names."""
    return {name: described(name, sql) for name, sql in scripts("canned").items()}


def described(name: str, sql: str) -> Canned:
    """Return a query with what its first lines say of it."""
    title, _, rest = comments(sql).partition("\n")
    return Canned(name, title, rest.replace("\n", " "), sql)


def comments(sql: str) -> str:
    """Return the comments at the head of an SQL text, without their dashes."""
    head = _COMMENTS.match(sql)
    assert head
    return re.sub(r"^-- ?", "", head[0], flags=re.MULTILINE).strip()


def parameters(sql: str) -> tuple[str, ...]:
    """Return the names behind a colon in a query, each once, but not those in texts and comments."""
    return tuple(dict.fromkeys(_PARAMETER.findall(_NO_CODE.sub(" ", sql))))
