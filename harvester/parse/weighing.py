"""Decide whether a line belongs to the answer above it: the table of the evidence, and its one sum."""

from functools import lru_cache

from harvester.model import Kind
from harvester.parse import asides, boxes, ends, notes, quotations
from harvester.parse.evidence import Case, Evidence, Where
from harvester.parse.places import OUTSIDE

ENOUGH = 1.0
"""A line belongs to no answer if the weights of the evidence against it add up to this."""
REACH = 100
"""The last answer's text is searched in this many lines below a line; more would cost quadratic time."""

BOX, HEADING, TEXT, LAST, TAIL = Where

ENDS: tuple[tuple[float, Where, Evidence], ...] = (
    (1.0, HEADING, ends.opens_section),
    (1.0, TEXT, ends.is_crosshead),
    (1.0, TEXT, ends.times_next),
    (1.0, LAST, ends.is_footnote),
    (1.0, LAST, ends.credits_somebody),
    (1.0, LAST, ends.closes_article),
    (1.0, LAST, ends.gives_thanks),
    (1.0, LAST, ends.invites_at_once),
    (1.0, LAST, ends.looks_strange),
    (1.0, LAST, ends.separates),
)
"""Nor does any line below a line with this evidence belong to the answer."""

EVIDENCE: tuple[tuple[float, Where, Evidence], ...] = (
    *ENDS,
    (-0.25, BOX, boxes.stands_like_others),
    (-0.5, BOX, boxes.is_of_the_panel),
    (-0.25, BOX, boxes.states_figure),
    (-0.25, BOX, boxes.follows_colon),
    (-0.25, BOX, boxes.holds_facts),
    (-0.75, BOX, quotations.quotes_anew),
    (1.0, BOX | HEADING | TEXT, asides.is_button),
    (1.0, HEADING | TEXT, asides.pulls_quote),
    (1.0, HEADING | TEXT, asides.is_linked_item),
    (1.0, HEADING, asides.is_strange_heading),
    (1.0, TEXT, asides.is_bracketed_link),
    (1.0, BOX | TEXT, asides.is_of_a_picture),
    (1.0, BOX | TEXT, quotations.is_embedded_post),
    (1.0, TEXT, asides.opens_with_pointer),
    (1.0, TEXT, asides.ends_others),
    (1.0, TEXT, asides.opens_others),
    (1.0, TEXT, asides.is_stage_direction),
    (1.0, TEXT, asides.has_no_words),
    (1.0, BOX | TEXT, asides.begins_like_teaser),
    (1.0, BOX, boxes.has_no_words),
    (1.0, BOX, boxes.stands_beside_button),
    (0.75, BOX, boxes.is_aside),
    (0.75, BOX, boxes.is_repeated),
    (0.5, BOX, boxes.stands_apart),
    (0.5, BOX, boxes.is_called_advertisement),
    (0.5, BOX, quotations.is_called_pull_quote),
    (0.5, BOX, boxes.leads_elsewhere),
    (0.5, BOX, boxes.is_of_a_card),
    (0.5, BOX, boxes.closes_with_link),
    (0.5, BOX, boxes.has_high_heading),
    (0.5, BOX, boxes.is_of_a_figure),
    (0.5, BOX, quotations.pulls_quote),
    (0.5, BOX, boxes.is_of_a_form),
    (0.5, BOX, boxes.is_no_sentence),
    (0.5, BOX, boxes.is_of_an_invitation),
    (0.5, BOX, boxes.invites_with_link),
    (0.5, BOX, boxes.is_about_somebody),
    (0.5, BOX, boxes.is_titled_as_facts),
    (0.5, BOX, boxes.has_author),
    (0.5, BOX, boxes.stands_outside_too),
    (0.5, BOX, boxes.asks),
    (0.25, BOX, boxes.has_no_answer_above),
    (0.25, BOX, boxes.is_named),
    (1.0, TEXT | TAIL, ends.names_makers),
    (1.0, TEXT | TAIL, ends.stands_in_brackets),
    (1.0, TEXT | TAIL, ends.closes_with_link),
    (1.0, TEXT | TAIL, ends.calls_to_action),
    (0.5, BOX | TAIL, boxes.stands_below),
    (1.0, TEXT | TAIL, notes.is_emphasised),
    (1.0, TEXT | TAIL, notes.is_in_brackets),
    (1.0, TEXT | TAIL, notes.leads_on),
    (1.0, TEXT | TAIL, notes.states_date),
    (0.5, TEXT | TAIL, notes.is_of_the_text),
    (0.5, TEXT | TAIL, notes.is_of_making),
    (0.5, TEXT | TAIL, notes.states_nothing),
    (0.5, TEXT | TAIL, notes.ends_with_address),
    (0.75, TEXT | TAIL, notes.names_job),
)
"""Each row has a weight, where it counts, and a piece of evidence.

A positive weight is against the line, a negative one for it. The weights were set by hand on the gold
corpus; evidence that is enough by itself weighs 1. Fitted weights do no better on pages that the fit did not
see (`benchmarks.weighing`, decision 47). Those of `notes` are logistic weights, rounded: fitted to lines at
the end of answers and below them, they came out alike on one half of the pages and on the other.
Evidence for a line stands above that against it, so that the sum can stop when it is enough.
"""

Reasons = dict[Evidence, tuple[float, str]]
"""The evidence that was found, with its weight and its reason in words."""


def why_not_own(case: Case) -> tuple[str, bool]:
    """Return why the line is no part of the answer, ``""`` if it is, and whether the answer ends there.

    A teaser or a picture's credit amid the last answer does not end it. A sentence in brackets there tells
    what happens in the meantime, and belongs to the answer.
    """
    where = place_of(case)
    found = _add(case, where, {})
    if (
        case.last
        and _total(found) < ENOUGH
        and not (where == TEXT and case.votes.is_labelled(case.line.text))
    ):
        found = _add(case, where | TAIL, found)
        if _total(found) >= ENOUGH and _goes_on(case):
            return "", False
    if _total(found) < ENOUGH:
        return "", False
    stops = any(evidence in found for _, _, evidence in ENDS)
    if stops and case.last and where & TEXT and (_interrupts(case) or asides.tells(case)) and _goes_on(case):
        return "" if asides.tells(case) else _in_words(found), False
    return _in_words(found), stops


def _interrupts(case: Case) -> bool:
    """Return whether the line is worded like a teaser or a picture's credit."""
    return case.line.text[0].isalpha() and asides.begins_like_teaser(case) != ""


def place_of(case: Case) -> Where:
    """Return where the line stands, without a look at what follows."""
    line = case.line
    if case.in_box:
        return BOX
    if line.kind is Kind.HEADING:
        return HEADING
    listing = line.kind is Kind.PREFORMATTED and case.question.kind is not Kind.PREFORMATTED
    own = not case.last or listing or line.kind is Kind.CELL or case.votes.is_labelled(line.text)
    return TEXT if own else TEXT | LAST


@lru_cache
def rows_at(where: Where) -> tuple[tuple[float, Evidence], ...]:
    """Return the rows that count there; with `TAIL`, only those that count nowhere else."""
    return tuple(
        (weight, evidence)
        for weight, counts, evidence in EVIDENCE
        if counts & where & ~TAIL and counts & TAIL == where & TAIL
    )


def _add(case: Case, where: Where, found: Reasons) -> Reasons:
    """Return the evidence with that of the rows that count there, until it is enough."""
    found, total = dict(found), _total(found)
    for weight, evidence in rows_at(where):
        if reason := evidence(case):
            found[evidence] = weight, reason
            total += weight
            if total >= ENOUGH:
                break
    return found


def _total(found: Reasons) -> float:
    return sum([weight for weight, _ in found.values()]) if found else 0.0


def _in_words(found: Reasons) -> str:
    """Return the evidence against a line in words, each with its weight if no row is enough by itself."""
    against = [(weight, reason) for weight, reason in found.values() if weight > 0]
    if len(found) == 1:
        return against[0][1]
    return "; ".join(f"{reason} ({weight:.2f})" for weight, reason in against)


def _goes_on(case: Case) -> bool:
    """Return whether the last answer continues below the line, in a place where answers stand."""
    votes = case.votes
    lines, clutter = votes.sheet.lines, votes.sheet.clutter
    for at in range(case.at + 1, min(case.at + REACH, len(lines))):
        if votes.box(lines[at].container) == OUTSIDE:
            return False
        if clutter[at] or votes.is_insert(lines[at].container):
            continue
        below = case._replace(at=at, line=lines[at])
        where = place_of(below)
        found = _add(below, where, {})
        if any(evidence in found for _, _, evidence in ENDS):
            return False
        if _total(_add(below, where | TAIL, found)) < ENOUGH:
            return True
    return False
