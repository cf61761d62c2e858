"""Decide what a line is by itself: prose or a label, an invitation, a teaser, a link."""

import re

from harvester.languages import phrases
from harvester.languages.phrases import Lines
from harvester.languages.signs import COLONS, QUESTION_MARKS, SENTENCE_ENDS
from harvester.model import LINKS, Kind, NormalDocument
from harvester.parse.lines import Line
from harvester.parse.phrases import invites

LONG = 120
"""A line with this many characters is prose even without a sentence's end; a shorter one may be a title."""
HALF = 0.5
"""A line only leads elsewhere if more than this share of its characters is linked."""
SHORT = 240
"""A line with more characters than this is prose, whatever it begins with."""

_ADDRESS = re.compile(r"(?:https?://\S{3,200}|www\.\S{3,200}|[\w.+-]{1,60}@[\w.-]{4,60}|\+?[\d\s()/-]{6,20})")
_INVITATIONS = Lines(f"{phrase} …" for phrase in phrases("promotion"))
_CALCULATION = re.compile(r"\d[^\w=]{0,3}[=≈][^\w=]{0,3}\d")
STATES = frozenset(SENTENCE_ENDS).difference(QUESTION_MARKS) | frozenset(COLONS)
_CALLS = frozenset("!！")  # noqa: RUF001
_CALLED_BUTTON = re.compile(r"(?:^|[\s_-])(?:button|btn|cta)s?(?:$|[\s_-])", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|ods|csv|zip|rtf|pptx?|gpx|ics)(?:[?#]|$)", re.IGNORECASE)


def is_prose(line: Line) -> bool:
    """Return whether the line is a sentence, or too long for a title."""
    length = len(line.text)
    return length >= LONG or (line.text[-1] in STATES and line.kind is not Kind.HEADING)


def is_promotion(line: Line) -> bool:
    """Return whether a line invites readers to go on with the publisher: to a newsletter, to channels."""
    return len(line.text) <= SHORT and invites(line.text.lower())


def opens_with_invitation(line: Line) -> bool:
    """Return whether the first words of a line invite, as "Sign up for …" does."""
    return len(line.text) <= SHORT and bool(_INVITATIONS.find(line.text.lower()))


def is_address(text: str) -> bool:
    """Return whether a text is an address that readers copy: a URL, an e-mail address, a telephone number."""
    return _ADDRESS.fullmatch(text) is not None


def is_calculation(text: str) -> bool:
    """Return whether a text states what figures come to: "40 x 3 = 120"."""
    return _CALCULATION.search(text) is not None


def only_links(document: NormalDocument, line: Line) -> bool:
    """Return whether most of the line is a link, and it neither ends a sentence nor is an address to copy.

    A label may stand before the address: "Reading room: m@a.example".
    A call is no sentence of the text if all of it is a link: "New windows at a fixed price!"
    """
    marks = document.blocks[line.block].marks
    if not marks:
        return False
    stated = line.text[-1] in STATES
    if (stated and line.text[-1] not in _CALLS) or is_address(line.text.rpartition(": ")[2]):
        return False
    linked = sum(
        min(end, line.end) - max(start, line.start)
        for kind, start, end in marks
        if kind in LINKS and start < line.end and end > line.start
    )
    return linked == len(line.text) if stated else linked > HALF * len(line.text)


def is_label_of_button(document: NormalDocument, line: Line) -> bool:
    """Return whether the line is a button's label, or a link in an element that is called a button."""
    called = line.link and _CALLED_BUTTON.search(document.containers[line.container].classes)
    return line.kind is Kind.BUTTON or bool(called)


def links_file(document: NormalDocument, line: Line) -> bool:
    """Return whether the line links to a file to download: a form, a table."""
    return any(
        _FILE.search(value) is not None
        for kind, start, end, value in document.blocks[line.block].references
        if kind == "link" and start < line.end and end > line.start
    )


def opens_with_link(document: NormalDocument, line: Line) -> bool:
    """Return whether the line is a link, or begins with one that has a line to itself."""
    if only_links(document, line):
        return True
    head = line.text.partition("\n")[0]
    return 0 < len(head) < len(line.text) and only_links(
        document, line._replace(text=head, end=line.start + len(head))
    )
