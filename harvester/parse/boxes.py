"""Evidence about lines in boxes that stand where answers usually have no text."""

import re
from functools import lru_cache

from harvester.languages.signs import COLONS
from harvester.model import Kind
from harvester.parse.asides import is_led_to
from harvester.parse.asking import ends_asking
from harvester.parse.evidence import Case
from harvester.parse.inserts import FACTS, FIGURE, LISTED, TABULAR
from harvester.parse.phrases import leads_away
from harvester.parse.prose import is_address, is_calculation, is_prose, links_file, only_links
from harvester.parse.regions import Region

LABEL = 24
"""A line of at most this many characters beside a button is a label."""

LISTS = 2
"""A box that opens with this many items that are not links is a list; one item is a caption or a point."""

KEPT = 4096
"""What the names of elements say is kept for this many different names; lines of one box share theirs."""

_HEADING, _BUTTON = Kind.HEADING, Kind.BUTTON
_OPENING = frozenset((Kind.SUMMARY, Kind.BUTTON))
_ADVERTISEMENT = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|anzeige|werbung|publicid\w*|publicit\w*|pubblicit\w*|reklam\w*|annons\w*"
    r"|mainos|advertentie)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"[\W\d_]+$")


def stands_apart(case: Case) -> str:
    """Return a reason if the line stands in a kind of place that answers do not have, and is not led to."""
    apart = not (case.rescue or stands_like_others(case) or is_led_to(case))
    return "it stands where the other answers have no text" if apart else ""


def stands_like_others(case: Case) -> str:
    """Return a reason for the line if some other answers have much text in such a place."""
    votes, container = case.votes, case.line.container
    text = votes.sheet.regions[container] is Region.TEXT
    return "some answers have text there" if text and votes.place(container) in votes.accepted else ""


def has_no_answer_above(case: Case) -> str:
    """Return a reason if no line of the answer is found yet."""
    text = case.votes.sheet.regions[case.line.container] is Region.TEXT
    rescue = text and (case.rescue or is_prose(case.line))
    return "" if case.found or rescue else "it stands where the answer would begin"


def is_of_the_panel(case: Case) -> str:
    """Return a reason for the line if it stands in one panel with its question or with the answer so far."""
    votes, line = case.votes, case.line
    if votes.sheet.regions[line.container] is not Region.TEXT and not is_prose(line):
        return ""
    return "in the panel" if votes.is_inside(line, case.question, case.found) else ""


def holds_facts(case: Case) -> str:
    """Return a reason for the line if it is of a table, a listing, a list of facts or one of items."""
    own = case.line.kind in TABULAR or _states_fact(case) or _is_listed(case)
    return "a table, a list or code" if own else ""


def _is_listed(case: Case) -> bool:
    """Return whether the line is an item without a link, and the box is a list: it opens with two items."""
    lines, first = case.votes.sheet.lines, case.insert.first
    items = [line for line in lines[first : first + LISTS] if line.kind is Kind.ITEM and not line.link]
    return case.line.kind is Kind.ITEM and len(items) == LISTS


def _states_fact(case: Case) -> bool:
    """Return whether a line is of a list of facts: a term opens its box, and it is not a credit, "Photo:".

    Below a heading, such a list is a person's profile.
    """
    if case.line.kind not in FACTS:
        return False
    first = case.insert.first
    term, *more = (line.text.lower() for line in case.votes.sheet.lines[first : first + 2])
    credit = leads_away(term) or leads_away(" ".join([term, *more]))
    return case.votes.sheet.lines[first].kind is Kind.TERM and not credit


def is_named(case: Case) -> str:
    """Return a reason if a class or an id around the line names clutter."""
    told = case.votes.sheet.regions[case.line.container]
    return "its element is named like clutter" if told is Region.NAMED else ""


def is_called_advertisement(case: Case) -> str:
    """Return a reason if the element of the line, or the one around it, is called an advertisement."""
    containers = case.votes.sheet.document.containers
    own = containers[case.line.container]
    called = _names_advertisement(own.classes, own.name, containers[max(own.parent, 0)].classes)
    return "its element is called an advertisement" if called else ""


@lru_cache(KEPT)
def _names_advertisement(*names: str) -> bool:
    return _ADVERTISEMENT.search(" ".join(names)) is not None


def leads_elsewhere(case: Case) -> str:
    """Return a reason if the line is only a link, and not to a file."""
    document, line = case.votes.sheet.document, case.line
    away = only_links(document, line) and not links_file(document, line)
    return "it only leads elsewhere" if away else ""


def is_of_a_card(case: Case) -> str:
    """Return a reason if the insert leads elsewhere."""
    return "its box leads elsewhere" if case.insert.leads and not _is_all_that_answers(case) else ""


def closes_with_link(case: Case) -> str:
    """Return a reason if the last line of the insert only leads elsewhere, as a call to action does."""
    closes = case.insert.closes and not _is_all_that_answers(case)
    return "its box closes with a link" if closes else ""


def _is_all_that_answers(case: Case) -> bool:
    """Return whether the line is prose that a question opens, and nothing else stands below that."""
    return case.rescue and case.question.kind in _OPENING and is_prose(case.line)


def has_high_heading(case: Case) -> str:
    """Return a reason if the insert opens with a heading as high as the questions'."""
    high = 0 < case.insert.level <= case.question.level and case.question.kind is _HEADING
    return "its box has a heading as high as the questions" if high else ""


def follows_colon(case: Case) -> str:
    """Return a reason for the line if a line of the answer leads to its box with a colon.

    A box of which lines stand in another answer, too, is not led to.
    """
    votes, above = case.votes, case.insert.first - 1
    lines = votes.sheet.lines
    led = lines[above].text[-1] in COLONS and any(at == above for at, _ in case.found)
    own = led and not any(line.text in votes.repeated for line in lines[case.at - 1 : case.at + 2])
    offers = case.insert.leads or case.insert.button or case.insert.invites
    return "a colon leads to its box" if own and not offers else ""


def is_of_a_figure(case: Case) -> str:
    """Return a reason if the line is bare text in a figure, a caption or a credit; a table has its own."""
    tag = case.votes.sheet.document.containers[case.line.container].tag
    return "it stands in a figure" if tag == "figure" and not case.insert.table else ""


def states_figure(case: Case) -> str:
    """Return a reason for the line if it opens with a bold figure, as facts set in columns do."""
    line = case.line
    if not FIGURE.match(line.text) or case.insert.leads or case.insert.closes or case.insert.button:
        return ""
    marks = case.votes.sheet.document.blocks[line.block].marks
    bold = any(mark.kind == "strong" and mark.start == line.start for mark in marks)
    return "it opens with a bold figure" if bold else ""


def is_of_a_form(case: Case) -> str:
    """Return a reason if the insert holds a button."""
    return "its box holds a button" if case.insert.button else ""


def is_no_sentence(case: Case) -> str:
    """Return a reason if the line is short, ends no sentence, and no sentence stands with it."""
    line = case.line
    stated = line.kind in LISTED or is_prose(line) or case.insert.text or _states_fact(case)
    return "" if stated else "it is no sentence"


def is_of_an_invitation(case: Case) -> str:
    """Return a reason if the insert invites readers to go on with the publisher."""
    return "its box invites readers to the publisher" if case.insert.invites else ""


def invites_with_link(case: Case) -> str:
    """Return a reason if the insert invites readers and gives them a link, below text of the answer."""
    linked = case.found and case.insert.invites and case.insert.linked
    return "its invitation has a link" if linked else ""


def is_about_somebody(case: Case) -> str:
    """Return a reason if the insert introduces a person, as a box about the author does."""
    return "its box is about a person" if case.insert.about else ""


def is_titled_as_facts(case: Case) -> str:
    """Return a reason if the insert opens with a usual title of a box of facts, or with one and a colon."""
    return "its box has the title of a box of facts" if case.insert.facts else ""


def has_author(case: Case) -> str:
    """Return a reason if the insert has a byline below its title: it is an article of its own."""
    return "its box has an author of its own" if case.insert.signed else ""


def is_aside(case: Case) -> str:
    """Return a reason if the insert is an ``aside`` with a heading: HTML keeps it for what is apart."""
    votes = case.votes
    top = votes.sheet.document.containers[votes.insert_top(case.line.container)]
    return "its box is an aside with a heading" if case.insert.level and top.tag == "aside" else ""


def stands_outside_too(case: Case) -> str:
    """Return a reason if lines above the questions stand in the same kind of place."""
    return "such boxes stand above the questions, too" if case.votes.is_above(case.line.container) else ""


def has_no_words(case: Case) -> str:
    """Return a reason if the line has no letters, and is no telephone number to call and no calculation."""
    wordless = _WORDLESS.match(case.line.text) and case.line.kind not in LISTED
    wordless = wordless and not is_calculation(case.line.text)
    return "it has no words" if wordless and not (case.line.link and is_address(case.line.text)) else ""


def stands_beside_button(case: Case) -> str:
    """Return a reason if the line is a label next to a button of its box, as in a toolbar."""
    votes, at, line = case.votes, case.at, case.line
    if len(line.text) > LABEL or line.kind in LISTED or is_prose(line):
        return ""
    top = votes.insert_top(line.container)
    buttons = (one for one in votes.sheet.lines[max(0, at - 1) : at + 2] if one.kind is _BUTTON)
    beside = any(votes.insert_top(one.container) == top for one in buttons)
    return "it is a label beside a button" if beside else ""


def is_repeated(case: Case) -> str:
    """Return a reason if the line stands in another answer, too."""
    return "it stands in another answer, too" if case.line.text in case.votes.repeated else ""


def stands_below(case: Case) -> str:
    """Return a reason if text of the answer stands above the line, in a place that no other answer has."""
    votes, container = case.votes, case.line.container
    known = votes.sheet.regions[container] is Region.TEXT and votes.is_answered(container)
    return "it stands below the last answer" if case.found and not known else ""


def asks(case: Case) -> str:
    """Return a reason if the line asks; the title of a box that answers it may do so."""
    insert = case.insert
    box = insert.text and not (insert.leads or insert.closes or insert.button or insert.invites)
    titles = box and case.line.kind is _HEADING and not case.line.link
    return "it asks" if ends_asking(case.line.text) and not titles else ""
