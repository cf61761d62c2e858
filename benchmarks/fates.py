"""Fates of the entries of a page between two versions, with what a careful reader would say of each.

These rules were written from what is known of how editors change such pages, before anybody who wrote them
had read the code that links questions:

- Most entries stay as they are. Of those that change, most have an edited answer: another number, a
  sentence more or less. A few answers are turned round and share hardly a word with what stood there.
- Of the questions that are worded anew, a fifth changes its spelling only. Another quarter keeps its
  answer, a third has its answer edited as well, a seventh is worded nearly as before above another answer,
  and a ninth has neither in common.
- Questions are shortened and written out again, and some are turned into their negation above nearly the
  same answer.
- An entry is split into two, or keeps its question and gives a part of its answer away to a new one. The
  reverse is a merge.
- Twins differ in a word and have answers of their own. They change places, one comes or goes, and one goes
  where the other comes. None of that continues, splits or merges an entry.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Said: TypeAlias = tuple[str, tuple[str, ...]]
"""It has a question, and the sentences of its answer."""
Text: TypeAlias = dict[str, Any]
"""It is an entry of a file of ``benchmarks/transitions``."""
Bank: TypeAlias = dict[str, Any]
"""It is a file of ``benchmarks/transitions``."""
Chance: TypeAlias = random.Random


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an entry. Places of links count within the entry; name: which kind of fate it was."""

    name: str
    old: tuple[Said, ...]
    new: tuple[Said, ...]
    links: tuple[tuple[int, int], ...] = ()
    grouped: bool = False
    """Whether all of old and new are one split or one merge."""


Make: TypeAlias = Callable[[Chance, Text, Bank], Fate | None]
"""Makes a fate of an entry; None where the entry has no text for it."""


def _said(text: Text) -> Said:
    return text["q"], tuple(text["a"])


def _other_number(match: re.Match[str]) -> str:
    return str(int(match[0]) + 1 + int(match[0]) // 7)


def _edited(chance: Chance, sentences: Sequence[str], bank: Bank) -> tuple[str, ...]:
    """Return an answer with one or two edits, at least one of which is made."""
    edited = list(sentences)
    for edit in chance.sample(("number", "less", "more"), 2):
        numbered = [place for place, one in enumerate(edited) if re.search(r"\b\d+\b", one)]
        if edit == "number" and numbered:
            place = chance.choice(numbered)
            edited[place] = re.sub(r"\b\d+\b", _other_number, edited[place], count=1)
        elif edit == "less" and len(edited) > 2:  # noqa: PLR2004  an answer keeps two sentences
            edited.pop(chance.randrange(1, len(edited)))
        elif edit == "more":
            edited.append(chance.choice(bank["more"]))
    return tuple(edited) if tuple(edited) != tuple(sentences) else (*sentences, bank["more"][0])


def _respelt(chance: Chance, question: str) -> str:
    """Return a question in other signs: quotation marks, capitals, spaces, without its mark."""
    words = question.split(" ")
    ways = (
        question.rstrip("?？؟ "),  # noqa: RUF001
        question.replace(words[-1], f"“{words[-1]}”") if len(words) > 1 else f"「{question}」",
        question.upper(),
        question.replace(" ", "  "),
    )
    return chance.choice([way for way in ways if way != question])


def _one(name: str, old: Said, new: Said) -> Fate:
    return Fate(name, (old,), (new,), ((0, 0),))


def kept(_: Chance, text: Text, __: Bank) -> Fate:
    """Return an entry that stays as it is."""
    return _one("kept", _said(text), _said(text))


def edited(chance: Chance, text: Text, bank: Bank) -> Fate:
    """Return an entry whose answer is edited."""
    return _one("edited", _said(text), (text["q"], _edited(chance, text["a"], bank)))


def turned(_: Chance, text: Text, __: Bank) -> Fate | None:
    """Return an entry with another answer."""
    return _one("turned round", _said(text), (text["q"], tuple(text["b"]))) if "b" in text else None


def respelt(chance: Chance, text: Text, _: Bank) -> Fate:
    """Return an entry whose question is spelt otherwise."""
    return _one("respelt", _said(text), (_respelt(chance, text["q"]), tuple(text["a"])))


def reworded(name: str, *, way: int, edit: bool) -> Make:
    """Return the fate of a question that is worded anew: nearly as before (0), or from the ground up (1)."""

    def make(chance: Chance, text: Text, bank: Bank) -> Fate:
        answer = _edited(chance, text["a"], bank) if edit else tuple(text["a"])
        return _one(name, _said(text), (text["r"][way], answer))

    return make


def rewritten(name: str, *, way: int) -> Make:
    """Return the fate of a question that is worded anew above another answer."""

    def make(_: Chance, text: Text, __: Bank) -> Fate | None:
        return _one(name, _said(text), (text["r"][way], tuple(text["b"]))) if "b" in text else None

    return make


def shortened(chance: Chance, text: Text, bank: Bank) -> Fate:
    """Return a question that is shortened, or written out again; its answer may be edited."""
    answer = chance.choice((tuple(text["a"]), _edited(chance, text["a"], bank)))
    sides = [_said(text), (text["s"], answer)]
    chance.shuffle(sides)
    return _one("shortened", sides[0], sides[1])


def negated(chance: Chance, text: Text, bank: Bank) -> Fate | None:
    """Return a question that is turned into its negation, above an answer that is edited a little."""
    if "n" not in text:
        return None
    return _one("negated", _said(text), (text["n"], _edited(chance, text["a"], bank)))


def _parts(text: Text) -> tuple[Said, ...]:
    return tuple((part["q"], tuple(text["a"][place] for place in part["take"])) for part in text["parts"])


def split(chance: Chance, text: Text, bank: Bank) -> Fate | None:
    """Return an entry that is split in two; the answer of a part may be edited."""
    if "parts" not in text:
        return None
    parts = list(_parts(text))
    if chance.random() < 1 / 3:
        parts[0] = parts[0][0], (*parts[0][1], chance.choice(bank["more"]))
    main = max(range(len(parts)), key=lambda place: len("".join(parts[place][1])))
    return Fate("split", (_said(text),), tuple(parts), ((0, main),), grouped=True)


def carved(chance: Chance, text: Text, bank: Bank) -> Fate | None:
    """Return an entry that keeps its question and gives a part of its answer away to a new one."""
    apart = split(chance, text, bank)
    if apart is None:
        return None
    return Fate("carved", apart.old, ((text["q"], apart.new[0][1]), apart.new[1]), ((0, 0),), grouped=True)


def backwards(name: str, make: Make) -> Make:
    """Return a fate with both sides exchanged."""

    def turn(chance: Chance, text: Text, bank: Bank) -> Fate | None:
        fate = make(chance, text, bank)
        if fate is None:
            return None
        return Fate(name, fate.new, fate.old, tuple((new, old) for old, new in fate.links), fate.grouped)

    return turn


def twins(chance: Chance, text: Text, bank: Bank) -> Fate | None:
    """Return twins that change places; the answer of one may be edited."""
    if "twin" not in text:
        return None
    one, other = _said(text), _said(text["twin"])
    later = chance.choice((one, (one[0], _edited(chance, one[1], bank))))
    return Fate("twins", (one, other), (other, later), ((0, 1), (1, 0)))


def twin_comes(_: Chance, text: Text, __: Bank) -> Fate | None:
    """Return an entry that a twin joins."""
    if "twin" not in text:
        return None
    return Fate("twin comes", (_said(text),), (_said(text), _said(text["twin"])), ((0, 0),))


def twin_instead(_: Chance, text: Text, __: Bank) -> Fate | None:
    """Return an entry that goes where its twin comes: another question with another answer."""
    return Fate("twin instead", (_said(text),), (_said(text["twin"]),)) if "twin" in text else None


def gone(_: Chance, text: Text, __: Bank) -> Fate:
    """Return an entry that goes."""
    return Fate("gone", (_said(text),), ())


def come(_: Chance, text: Text, __: Bank) -> Fate:
    """Return an entry that comes."""
    return Fate("come", (), (_said(text),))


PLAIN: dict[Make, int] = {
    kept: 50,
    edited: 20,
    turned: 2,
    gone: 6,
    come: 7,
    twins: 4,
    twin_comes: 3,
    backwards("twin goes", twin_comes): 3,
    twin_instead: 2,
}
"""How often an entry of a plain transition has which fate."""
ANEW: dict[Make, int] = {
    respelt: 40,
    reworded("reworded", way=0, edit=False): 14,
    reworded("reworded wholly", way=1, edit=False): 14,
    reworded("reworded and edited", way=0, edit=True): 22,
    reworded("reworded wholly and edited", way=1, edit=True): 22,
    shortened: 30,
    negated: 15,
    rewritten("reworded above another answer", way=0): 29,
    rewritten("nothing in common", way=1): 24,
}
"""How often a question that is worded anew has which fate, by 210 rewordings in a year of some pages."""
APART: dict[Make, int] = {
    split: 3,
    carved: 2,
    backwards("merged", split): 3,
    backwards("absorbed", carved): 2,
}
"""How often an entry is split or merged in which way."""
