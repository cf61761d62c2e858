"""The one written form of an answer: its text with the targets of links and the alternatives of images.

An edit of a target or an alternative is an edit of this text. The ids of snapshots, the hunks of changes and
the spans that people see are made of it:

- a link is its words and then ``⟨key⟩``: "See the decree ⟨/decree-2024.pdf⟩.";
- an image is ``⟦alternative⟧`` in its place.

`LINK` and `IMAGE` match the two, so that each is one token of an edit, of class link or image.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from operator import itemgetter
from urllib.parse import unquote

from harvester.languages.signs import is_unspaced
from harvester.model import Link, Pair

LINK = r"⟨(?=[^\s⟨⟩/:]*+[/:])[^\s⟨⟩]*+⟩"
"""This matches a target. Other words in such brackets have neither a slash nor a colon."""

IMAGE = r"⟦[^⟦⟧]++⟧"
"""This matches an image's alternative text."""

_NOTE = re.compile(rf"{LINK}|{IMAGE}")
_BRACKETS = str.maketrans("⟨⟩⟦⟧", "<>[]")
_SCHEME = re.compile(r"\A(?:https?://(?:www\d*\.)?|www\d*\.|mailto:|tel:)", re.IGNORECASE)
_HOST = re.compile(r"\A[\w-]+(?:\.[\w-]+)+(?=/|\Z)")
_NO_DIGIT = re.compile(r"\D+")


def written(pair: Pair) -> str:
    """Return the pair's answer in its written form; without links and images it is the answer itself.

    A key stands behind the last word of its link, before any mark that ends the sentence. A link in several
    pieces has one key. A link whose words are its target has none.
    """
    if not pair.links and not pair.images:
        return pair.answer
    keys = ((at, f"⟨{link.key.translate(_BRACKETS)}⟩") for at, link in targets(pair))
    return _noted(pair.answer, (*keys, *_pictured(pair)))


def notes(text: str) -> list[str]:
    """Return the targets and alternatives in a written text, in their brackets."""
    return _NOTE.findall(text) if "⟨" in text or "⟦" in text else []


def without_notes(text: str) -> str:
    """Return a written text with blanks instead of targets and alternatives; no other character moves."""
    if "⟨" not in text and "⟦" not in text:
        return text
    return _NOTE.sub(lambda note: " " * len(note[0]), text)


def numbered(pair: Pair) -> tuple[str, tuple[str, ...]]:
    """Return the answer with ``⟨1⟩`` in place of the first target, and the targets by their numbers."""
    numbers: dict[str, int] = {}
    notes = [(at, numbers.setdefault(link.target, len(numbers) + 1)) for at, link in targets(pair)]
    text = _noted(pair.answer, (*((at, f"⟨{number}⟩") for at, number in notes), *_pictured(pair)))
    return text, tuple(numbers)


def _noted(text: str, notes: Iterable[tuple[int, str]]) -> str:
    """Return the text with each note in its place, and white space between words and notes."""
    pieces, done = [""], 0
    for at, note in sorted(notes, key=itemgetter(0)):
        pieces.append(text[done:at])
        last = (pieces[-1] or pieces[-2])[-1:]
        pieces.append(note if not last or last.isspace() else f" {note}")
        if text[at : at + 1].isalnum():
            pieces.append(" ")
        done = at
    return "".join([*pieces, text[done:]])


def _pictured(pair: Pair) -> Iterator[tuple[int, str]]:
    for at, alternative in alternatives(pair):
        yield at, f"⟦{alternative.translate(_BRACKETS)}⟧"


def alternatives(pair: Pair) -> Iterator[tuple[int, str]]:
    """Yield the alternatives that are written into the answer, with their places: before any blanks."""
    for image in pair.images:
        yield len(pair.answer[: image.at].rstrip(" ")), image.alternative


def targets(pair: Pair) -> Iterator[tuple[int, Link]]:
    """Yield the links whose targets are written into the answer, with the places for them."""
    answer = pair.answer
    for link, following in zip_longest(pair.links, pair.links[1:]):
        goes_on = following and following.key == link.key and not answer[link.end : following.start].strip()
        if not goes_on and not _is_named(answer[link.start : link.end], link.key):
            yield _behind(answer, link), link


def _is_named(words: str, key: str) -> bool:
    """Return whether the words of a link are its target."""
    if key.startswith("tel:"):
        number = _NO_DIGIT.sub("", words).lstrip("0")
        return number != "" and key.endswith(number)
    shown = _SCHEME.sub("", words.strip()).rstrip("/").casefold()
    if key.startswith("/"):
        if not _HOST.match(shown):
            return False
        shown = _HOST.sub("", shown)
    return shown == unquote(_SCHEME.sub("", key)).rstrip("/").casefold()


def _behind(answer: str, link: Link) -> int:
    """Return the end of the word in which the link ends; marks at the end of the link stay behind it."""
    at = link.end
    while at > link.start and _is_mark(answer[at - 1]):
        at -= 1
    if at == link.start:
        return link.end
    while at < len(answer) and not _is_mark(answer[at]) and not is_unspaced(answer[at - 1 : at + 1]):
        at += 1
    return at


def _is_mark(char: str) -> bool:
    """Return whether the character is white space, punctuation or a symbol."""
    return unicodedata.category(char)[0] not in "LMN"
