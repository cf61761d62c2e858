"""Remove who asks from questions: "Ida Reed (62), Norra: …", "… (Ida Reed, Norra)"."""

import re

from harvester.languages.signs import COLONS, SENTENCE_ENDS

ASKER = 60
"""A label names who asks in at most this many letters: a name and a place."""

COUNTED = 3
"""At least this many questions name who asks; fewer may name something else."""

NAMED = 0.8
"""At least this share of the questions names who asks."""

ASKERS = 2
"""Of those who ask without a place beside their name, each does so this often on average."""

_ASKED_BY = re.compile(rf"([^{COLONS}?!]{{3,{ASKER}}})[{COLONS}]\s+(?=\S)")
_BRACKETED = re.compile(r"[\[(【]([^\])】?!]{1,30})[\])】]\s*(?=\S)")
_SIGNED = re.compile(
    rf"(?<=[{SENTENCE_ENDS}])\s*(?:[(（]([^()（）?!]{{3,{ASKER}}})[)）]|[–—-]?\s*([^.:?!…。！？]{{3,{ASKER}}}))$"  # noqa: RUF001
)
_BEHIND_NAME = frozenset(",，、・")  # noqa: RUF001
_QUOTES = "\"'”“„«»‘’"  # noqa: RUF001
_BESIDE_NAME = frozenset("(,（，")  # noqa: RUF001


def without_askers(texts: list[str]) -> list[str]:
    """Return a candidate's questions without who asks, if nearly all name somebody before or behind them."""
    return _without_names(_without_signatures(texts))


def _without_names(texts: list[str]) -> list[str]:
    """Return the texts without who asks, "Ida Reed (62), Norra: ", if nearly all name somebody so.

    The same few words before a colon or in brackets name somebody, too: "The Harbour Post: ", "[IM] ".
    """
    names = [_BRACKETED.match(text) or _ASKED_BY.match(text) for text in texts]
    told = [match[1] for match in names if match]
    if len(told) < COUNTED or len(told) < NAMED * len(texts):
        return texts
    if 2 * sum(map(_says_who, told)) <= len(told) and ASKERS * len({*told}) > len(told):
        return texts
    return [text[match.end() :] if match else text for text, match in zip(texts, names, strict=True)]


def _without_signatures(texts: list[str]) -> list[str]:
    """Return the texts without who asks behind them, "Ida Reed, Norra", if nearly all are signed so."""
    names = [_SIGNED.search(text) for text in texts]
    told = [match[1] or match[2] for match in names if match]
    if len(told) < COUNTED or len(told) < NAMED * len(texts) or 2 * sum(map(_signs, told)) <= len(told):
        return texts
    return [text[: match.start()] if match else text for text, match in zip(texts, names, strict=True)]


def _signs(name: str) -> bool:
    """Return whether a name, which may be an invented one in quotes, has a place or an age behind it."""
    first = name.lstrip(_QUOTES)[:1]
    return first == first.upper() and not _BEHIND_NAME.isdisjoint(name)


def _says_who(name: str) -> bool:
    """Return whether a label has an age, a place or a remark beside a name, which a topic seldom has."""
    return not _BESIDE_NAME.isdisjoint(name) and name[:1].isupper()
