"""What a page's structured data states: FAQPage and QAPage, in JSON-LD or microdata."""

import re
from operator import attrgetter
from typing import Any
from unicodedata import normalize

from harvester.model import Container, NormalDocument
from harvester.parse.affixes import bare_question

DEPTH = 12  # levels of JSON that are searched for questions
_TAG = re.compile(r"<[^<>]*+>")
_NESTING = frozenset((dict, list, tuple))
_PLAIN = re.compile(r"[\W_]+")


def letters(text: str) -> str:
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
            found.setdefault(letters(block.text), "")
        elif question in unnamed:
            found.setdefault(letters(bare_question(block.text)), "")
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
            found.setdefault(letters(_TAG.sub("", name)), text if isinstance(text, str) else "")
    return found


def _gather(value: Any, depth: int, found: list[dict[str, Any]]) -> None:
    """Add each object that the value is or holds, outer ones first."""
    if isinstance(value, dict):
        found.append(value)
        value = value.values()
    for inner in value:
        if type(inner) in _NESTING and depth > 1:
            _gather(inner, depth - 1, found)
