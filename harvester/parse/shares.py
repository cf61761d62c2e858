"""Say which share of a style's lines must ask, so that its other lines are questions too."""

from itertools import pairwise

from harvester.model import Kind
from harvester.parse.asking import opens_asking
from harvester.parse.candidate import Sheet
from harvester.parse.levels import stand_below_questions
from harvester.parse.looks import FINE, Style, has_class, is_called_question, is_made_for_questions
from harvester.parse.marking import SENTENCE_END

ENOUGH_ASKING = 3
"""A style with at least this many questions is the interviewer's, and its statements are turns too."""
_TITLED = frozenset(("headings", "strong"))
"""Under a title that announces questions, these styles need only a majority of lines that ask."""
MANY = 20
"""This many headings of one look that ask are no chance: those of them that do not ask are questions too.

No page of the corpus without questions has more than eight.
"""
SEVERAL = 5
"""If so many headings of a look ask, the few others do: "The new fine"; four may be a list article's."""
MOSTLY = 0.5
"""If this share of a style's lines asks, the others are questions too.

This holds for a style made for questions, or under a title that announces them.
"""
NEARLY = 0.75
"""Plain blocks with a class need this share, and headings of which several ask or whose title explains."""
NEVER = 2.0
"""Any other style needs this share, which it cannot reach."""
TURNS = 0.4
"""Plain blocks with a class that alternate with others need this share: interviewers also make statements."""
FEW = 0.25
"""Strong paragraphs that alternate with text below a title that announces questions need this share."""
FEWEST_MARKED = 2
"""If so many headings have a question mark, others of their look need only the first words of questions."""
SAID = 0.6
"""At least this share of an interviewer's turns ends as a sentence or a question does."""
SOME = 0.3
"""A style whose element is itself named a question needs this share."""


def least(sheet: Sheet, style: Style, members: list[int]) -> float:
    """Return the share of asking lines that makes all of a style's lines questions, or `NEVER`."""
    if _are_entries(sheet, style, members):
        return FEW
    if _are_announced(sheet, style) or _are_many(sheet, style, members):
        return MOSTLY if stand_below_questions(sheet, members) else SOME
    if (style[0] in _TITLED and sheet.announced) or is_made_for_questions(style):
        return SOME if is_called_question(style) else MOSTLY
    if has_class(style) and _takes_turns(sheet, members):
        return TURNS
    if has_class(style) and sheet.announced and _is_set_out(sheet, members):
        return MOSTLY
    likely = style[0] == "headings" and (sheet.explained or _asking(sheet, members) >= SEVERAL)
    return NEARLY if likely or has_class(style) else NEVER


def is_of_a_list(sheet: Sheet, style: Style, members: list[int]) -> bool:
    """Return whether lines of the style can be a list of questions, with some at its ends that do not ask."""
    if len(style) > FINE and style[0] == "headings" and sheet.lines[members[0]].link:
        return sheet.announced or is_made_for_questions(style)
    listed = (
        _are_announced(sheet, style)
        or _are_entries(sheet, style, members)
        or _are_many(sheet, style, members)
    )
    return listed or is_made_for_questions(style) or has_class(style)


def opening(sheet: Sheet, run: list[int]) -> set[int]:
    """Return the lines that open their own box with an answer in it; nothing if a line that asks does not."""
    lines = sheet.lines
    asking = [at for at in run if lines[at].asks]
    if len(asking) in {0, 1, len(run)} or run[-1] + 1 == len(lines):
        return set()
    box = sheet.places.boxes(sheet.places.around([lines[at].container for at in asking])).box
    boxes = {at: box(lines[at].container) for one in run for at in (one - 1, one, one + 1)}
    found = {at for at in run if boxes[at - 1] != boxes[at] == boxes[at + 1]}
    return found if found.issuperset(asking) else set()


def _are_announced(sheet: Sheet, style: Style) -> bool:
    """Return whether the style is of headings below a title that announces questions."""
    return sheet.announced and style[0] == "headings" and len(style) > FINE


def _are_entries(sheet: Sheet, style: Style, members: list[int]) -> bool:
    """Return whether strong paragraphs alternate with others below a title that announces questions."""
    lines = sheet.lines
    return (
        style == ("strong", "")
        and sheet.announced
        and all(lines[at].kind is Kind.PARAGRAPH and lines[at].start == 0 for at in members)
        and _alternates(sheet, members)
    )


def _are_many(sheet: Sheet, style: Style, members: list[int]) -> bool:
    """Return whether so many headings of one look ask that a list article cannot have them."""
    own = style[0] == "headings" and len(style) > FINE
    return own and _asking(sheet, members) >= MANY


def worded(sheet: Sheet, style: Style, members: list[int]) -> frozenset[int]:
    """Return the headings of one look that begin as questions do, if some ask and nearly all do either.

    Editors mix both: "Who can apply", "How much is it?". Where nearly all have a mark, those without one at
    the ends of the list differ on purpose: "How to watch the final".
    """
    if style[0] != "headings" or len(style) <= FINE:
        return frozenset()
    lines = sheet.lines
    others = [at for at in members if not lines[at].asks]
    asking = len(members) - len(others)
    if not others or asking < FEWEST_MARKED:
        return frozenset()
    found = frozenset([at for at in others if opens_asking(lines[at].text)])
    both = asking + len(found)
    return found if asking < NEARLY * both and both >= NEARLY * len(members) else frozenset()


def _asking(sheet: Sheet, members: list[int]) -> int:
    """Return how many of the lines ask."""
    return sum(sheet.lines[at].asks for at in members)


def _is_set_out(sheet: Sheet, members: list[int]) -> bool:
    """Return whether the lines alternate with others, or each opens a box with its own text."""
    return _alternates(sheet, members) or opening(sheet, members) == set(members)


def _alternates(sheet: Sheet, members: list[int]) -> bool:
    """Return whether enough of the lines ask, and none stands directly below another one."""
    return _asking(sheet, members) >= ENOUGH_ASKING and set(members).isdisjoint(at + 1 for at in members)


def _takes_turns(sheet: Sheet, members: list[int]) -> bool:
    """Return whether lines of a class alternate with others, as an interviewer's do with the guest's.

    Two questions are enough if every second line of the stretch is one of these lines.
    """
    lines = sheet.lines
    every_second = all(below == at + 2 for at, below in pairwise(members)) and len(members) > ENOUGH_ASKING
    if not (_alternates(sheet, members) or every_second):
        return False
    ended = sum(bool(SENTENCE_END.search(lines[at].text)) for at in members)
    if ended < SAID * len(members) or any(lines[at].link for at in members):
        return False
    below = [lines[at + 1] for at in members if at + 1 < len(lines) and not sheet.clutter[at + 1]]
    said = sum(len(lines[at].text) for at in members)
    return len(below) == len(members) and sum(len(line.text) for line in below) > said
