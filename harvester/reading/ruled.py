"""Read a page by its site rule, or by the general parser if the rule does not fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from harvester.http.targets import Home
from harvester.model import Image, NormalDocument, Pair, Snapshot
from harvester.parse import BlockLabel, Explanation, Role, explain, parse
from harvester.parse.references import Stretch, home_of_document, images_below, referred
from harvester.reading.rules import ANSWER, Ruled, apply_rule
from harvester.site_rule import SiteRule

_GAP = "\n\n"
METHOD = "rule"
"""Pairs whose questions a site rule names have this method."""


class RuledTurn(NamedTuple):
    """A question and its answer, as indices of blocks."""

    asked: tuple[int, ...]
    answered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuledReading:
    """A `RuledReading` is a page that was read with or without a rule.

    ``document`` is what was read, after the rule was applied. ``matches`` is as in `Ruled`. ``note`` says
    why the rule was not used, or is ``""``. ``turns`` are the pairs whose questions the rule names.
    """

    document: NormalDocument
    snapshot: Snapshot
    matches: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    turns: tuple[RuledTurn, ...] = ()


def read_by_rule(
    rule: SiteRule | None, document: NormalDocument, body: bytes, content_type: str = ""
) -> RuledReading:
    """Return the page read by the rule, or by the general parser with a note if the rule does not fit.

    ``document`` is what `normalise` makes of the body. A rule fits if its ``content``, ``question`` and
    ``answer`` match, and at least one of its questions has an answer. If it has none of those three
    selectors, ``drop`` must match.
    """
    if rule is None:
        return RuledReading(document, parse(document))
    ruled = apply_rule(rule, document, body, content_type)
    turns = tuple(_turns(rule, ruled)) if rule.question and ruled.parts else ()
    if why := ruled.refused or _misfit(rule, ruled.matches, turns):
        note = f"the site rule for {', '.join(rule.hosts)} was put aside: {why}"
        return RuledReading(document, parse(document), ruled.matches, note)
    if not rule.question:
        return RuledReading(ruled.document, parse(ruled.document), ruled.matches)
    home = home_of_document(document)
    pairs = tuple(_pair(turn, ruled.document, home) for turn in turns)
    snapshot = replace(parse(replace(document, blocks=())), pairs=pairs, reason="")
    return RuledReading(ruled.document, snapshot, ruled.matches, turns=turns)


def _misfit(rule: SiteRule, matches: Mapping[str, int], turns: tuple[RuledTurn, ...]) -> str:
    """Return why the page does not fit the rule; ``""`` if it fits."""
    needed = [name for name in ("content", "question", "answer") if name in matches] or ["drop"]
    for name in needed:
        if not matches[name]:
            return f'{name} = "{getattr(rule, name)}" matches nothing'
    return "no text follows its questions" if rule.question and not turns else ""


def _turns(rule: SiteRule, ruled: Ruled) -> Iterator[RuledTurn]:
    """Yield the questions that have an answer, in page order."""
    current, asked, answered = 0, list[int](), list[int]()
    for at, block in enumerate(ruled.document.blocks):
        part = ruled.parts[block.container]
        if part > 0 and part != current:
            if answered:
                yield RuledTurn(tuple(asked), tuple(answered))
            current, asked, answered = part, [at], []
        elif part > 0:
            asked.append(at)
        elif current and (part == ANSWER or not rule.answer):
            answered.append(at)
    if answered:
        yield RuledTurn(tuple(asked), tuple(answered))


def _pair(turn: RuledTurn, document: NormalDocument, home: Home) -> Pair:
    question = " ".join(" ".join(document.blocks[at].text.split()) for at in turn.asked)
    answered = [document.blocks[at] for at in turn.answered]
    starts = accumulate((len(block.text) + len(_GAP) for block in answered), initial=0)
    links, images = referred(
        home, (Stretch(block, 0, len(block.text), at) for block, at in zip(answered, starts, strict=False))
    )
    said = _GAP.join(block.text for block in answered)
    images += tuple(Image(len(said), each) for each in images_below(document.blocks, turn.answered[-1]))
    return Pair(question, said, METHOD, links=links, images=images)


def explain_ruled(reading: RuledReading) -> Explanation:
    """Return the role of each block of the document that was read, and the reason for it."""
    why = tuple(_followed(reading.matches)) if reading.matches and not reading.note else ()
    if not reading.turns:
        labels, general = explain(reading.document)
        return Explanation(labels, (*why, *general))
    found: dict[int, BlockLabel] = {}
    for number, turn in enumerate(reading.turns, 1):
        found |= {at: BlockLabel(at, Role.QUESTION, "named by the site rule", (number,)) for at in turn.asked}
        answers = f"follows question {number}, by the site rule"
        found |= {at: BlockLabel(at, Role.ANSWER, answers, (number,)) for at in turn.answered}
    others = (
        BlockLabel(at, Role.OTHER, "not named by the site rule") for at in range(len(reading.document.blocks))
    )
    return Explanation(tuple(found.get(other.block, other) for other in others), why)


def _followed(matches: Mapping[str, int]) -> Iterator[str]:
    """Yield what the rule found, and which parts of the page are therefore not among the blocks."""
    yield f"read by the site rule: {', '.join(f'{name} {number}' for name, number in matches.items())}"
    if "content" in matches or matches.get("drop"):
        yield "text that the rule drops, or that is outside its content, is not shown"
