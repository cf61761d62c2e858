"""Questions by structured data: FAQPage and QAPage, in JSON-LD or microdata, found again in the text."""

import re
from collections import Counter
from html import unescape
from itertools import takewhile
from operator import attrgetter
from typing import Any
from unicodedata import normalize

from harvester.model import Container, NormalDocument
from harvester.parse.candidate import Candidate, Mark, Sheet, Turn
from harvester.parse.places import within
from harvester.parse.strategies.labels import bare_question

AGREES = 0.9
"""Likeness (F1 of the words) from which the shown answer and the markup's are the same."""
RESEMBLES = 0.6
"""Likeness from which they are two editions of one answer."""
HEAD = 6  # letters by which most lines are seen not to be among the questions
DEPTH = 12  # levels of JSON that are searched for questions
_EXCERPT = re.compile(r"(?:…|\.\.\.)[\])»”\"]?$")
_TAG = re.compile(r"<[^<>]*+>")
_NESTING = frozenset((dict, list, tuple))
_BREAK = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr)\b[^<>]*+>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\w")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_PLAIN = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return the text's letters and digits, to find it again however it is set."""
    if text.isascii():
        return _PLAIN.sub("", text.lower())
    return _PLAIN.sub("", normalize("NFKC", normalize("NFKC", text).casefold()))


def stated(document: NormalDocument) -> dict[str, str]:
    """Return {plain question: answer as given} for the questions in JSON-LD; of microdata without answers.

    What microdata marks is on show, in its place: it needs no second look.
    """
    found = _in_json(document.structured)
    questions, names = _questions(document.containers)
    unnamed = set(questions.values()) - {questions[name] for name in names}
    for block in document.blocks if questions else ():
        question = questions.get(block.container)
        if block.container in names:
            found.setdefault(plain(block.text), "")
        elif question in unnamed:
            found.setdefault(plain(bare_question(block.text)), "")
            unnamed.discard(question)
    found.pop("", None)
    return found


def _questions(containers: tuple[Container, ...]) -> tuple[dict[int, int], set[int]]:
    """Return {container in a schema.org Question, but in no answer: the Question}, and those in its name.

    If no container is the name of a Question, for example because the name is only a word in bold, its first
    text serves as the name.
    """
    questions: dict[int, int] = {}
    names: set[int] = set()
    if not any(map(attrgetter("microdata"), containers)):
        return questions, names
    for index, container in enumerate(containers):
        if "Answer" in container.microdata:  # its author has a name too
            continue
        if container.microdata.endswith("schema.org/Question"):
            questions[index] = index
        elif container.parent in questions:
            questions[index] = questions[container.parent]
        else:
            continue
        if container.parent in names or "name" in container.microdata.split():
            names.add(index)
    return questions, names


def _in_json(structured: tuple[Any, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    nodes: list[dict[str, Any]] = []
    _gather(structured, DEPTH, nodes)
    for node in nodes:
        kind = node.get("@type")
        if "Question" not in (kind if isinstance(kind, list) else [kind]):
            continue
        name = node.get("name") or node.get("text")
        answer = node.get("acceptedAnswer") or node.get("suggestedAnswer")
        if isinstance(answer, list):
            answer = answer[0] if answer else None
        text = answer.get("text") if isinstance(answer, dict) else answer
        if isinstance(name, str) and name.strip():
            found.setdefault(plain(_TAG.sub("", name)), text if isinstance(text, str) else "")
    return found


def _gather(value: Any, depth: int, found: list[dict[str, Any]]) -> None:
    """Add each object that the value is or holds, outer ones first."""
    if isinstance(value, dict):
        found.append(value)
        value = value.values()
    for inner in value:
        if type(inner) in _NESTING and depth > 1:
            _gather(inner, depth - 1, found)


def markup_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the visible lines that hold the stated questions, as one candidate where there are any."""
    questions = sheet.stated
    if not questions:
        return []
    limit = 2 * max(map(len, questions)) + 40
    heads = {question[:HEAD] for question in questions}
    firsts = {first for question in questions for first in (question[0], question[0].upper())}
    marks = []
    for at, line in enumerate(sheet.lines):
        text = line.text
        is_head = text[0] in firsts and _is_head(text, heads)
        if not (is_head or line.asks) or len(text) > limit:
            continue
        if not is_head:
            text = bare_question(text)
        if plain(text) in questions:
            marks.append(Mark(at, at, text, at + 1))
    return [Candidate("markup", tuple(marks), sure=0.05)] if marks else []


def _is_head(text: str, heads: set[str]) -> bool:
    return _PLAIN.sub("", text[: 3 * HEAD].casefold())[:HEAD] in heads


def checked(sheet: Sheet, turn: Turn) -> Turn:
    """Return the turn with its answer held against the markup's.

    What is shown counts; an excerpt says nothing about it. Where more stands below it than the markup
    knows of, the lines that agree are the answer, with what stands in one panel with them; where the
    markup's is fuller, or stands elsewhere on the page, the markup's is.
    """
    given = as_text(sheet.stated.get(plain(turn.mark.text), ""))
    if not given or _EXCERPT.search(given):
        return turn
    texts = [sheet.lines[at].text[cut:] for at, cut in turn.answer]
    kept = _same(given, texts) or _likened(given, texts)
    if kept is None:
        return turn._replace(stated=given)
    return turn._replace(answer=turn.answer[: _in_panel(sheet, turn, kept)]) if kept else turn


def _in_panel(sheet: Sheet, turn: Turn, kept: int) -> int:
    """Return how many of the answer's lines, the kept ones first, stand in one panel without its question."""
    homes = [sheet.lines[at].container for at, _ in turn.answer]
    containers = sheet.document.containers
    panel = sheet.places.around(homes[:kept])
    if within(containers, sheet.lines[turn.mark.first].container, panel):
        return kept
    inside = takewhile(lambda home: within(containers, home, panel), homes[kept:])
    return kept + sum(1 for _ in inside)


def _likened(given: str, texts: list[str]) -> int | None:
    """Return how many of the texts are most like what is given, 0 for any, None where that is fuller."""
    stated = Counter(_words(given))
    known = stated.total()
    best, kept = 0.0, 0
    shown = shared = 0
    for number, text in enumerate(texts, 1):
        words = _words(text)
        shown += len(words)
        for word in words:
            if stated.get(word):
                stated[word] -= 1
                shared += 1
        agreement = 2 * shared / (shown + known or 1)
        if agreement > best:
            best, kept = agreement, number
    if best >= AGREES:
        return kept
    return None if best >= RESEMBLES and known > shown else 0


def _same(given: str, texts: list[str]) -> int:
    """Return how many of the texts say word by word what is given, 0 where they say something else."""
    words = given.split()
    begin = 0
    for number, text in enumerate(texts, 1):
        shown = text.split()
        end = begin + len(shown)
        if words[begin:end] != shown:
            return 0
        if end == len(words):
            return number
        begin = end
    return 0


def as_text(fragment: str) -> str:
    """Return an answer from markup as paragraphs parted by a blank line."""
    text = unescape(fragment)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n\n", text))
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _words(text: str) -> list[str]:
    return _ASCII_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(text.casefold())
