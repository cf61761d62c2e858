"""Read the questions that structured data states: FAQPage and QAPage, in JSON-LD or microdata."""

import re
from collections.abc import Iterator
from html import unescape
from operator import itemgetter
from typing import Any, NamedTuple
from unicodedata import normalize

from harvester.model import Container, NormalDocument
from harvester.parse.affixes import bare_question

DEPTH = 12  # this many levels of JSON are searched for questions
_TAG = re.compile(r"<[^<>]*+>")
_ANSWER = "Answer"  # acceptedAnswer contains it too
_PREFIX = re.compile(r"^(?:schema:|https?://(?:www\.)?schema\.org/)")
_NESTING = frozenset((dict, list, tuple))
_LETTERS = re.compile(r"[^\W_]+")
_SMALL_BYTES = bytes(range(256)).lower()
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_MICRODATA = itemgetter(Container._fields.index("microdata"))  # by name it takes twice as long
_QUESTION = "schema.org/Question"


def letters(text: str) -> str:
    """Return the text's letters and digits, by which it is found again in any typography."""
    if text.isascii():
        return text.encode().translate(_SMALL_BYTES, _NO_LETTERS).decode()  # a tenth of a pattern's time
    return "".join(_LETTERS.findall(normalize("NFKC", normalize("NFKC", text).casefold())))


class Marked(NamedTuple):
    """What microdata marks: {container in a schema.org Question but not in an answer: the Question}.

    ``names`` has the containers in a Question's name. If no container is the name of a Question, for example
    because the name is only a word in bold, its first text serves as the name.
    """

    questions: dict[int, int]
    names: set[int]


def stated(document: NormalDocument, marked: Marked) -> dict[str, str]:
    """Return {plain question: answer as given} for JSON-LD; questions of microdata have no answers here.

    Text that microdata marks is visible in its place, so its answer is read there.
    """
    found = _in_json(document.structured)
    questions, names = marked
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


def askers_texts(containers: tuple[Container, ...], marked: Marked) -> set[int]:
    """Return the containers of a Question's text, as QAPage has it, and of what is between name and answer.

    That is who asked, and when; only Questions with a name, a text and an answer have such containers.
    """
    questions, names = marked
    if not questions:
        return set()
    answers: dict[int, int] = {}
    for one, container in enumerate(containers):
        if _ANSWER in container.microdata and container.parent in questions:
            answers.setdefault(questions[container.parent], one)
    own = {at: question for at, question in questions.items() if question in answers and at not in names}
    texts = {at for at in own if "text" in containers[at].microdata.split()}
    named = {questions[at]: at for at in names}
    asked = {own[at] for at in texts if own[at] in named}
    found: set[int] = set()
    for at, question in own.items():
        between = question in asked and named[question] < at < answers[question]
        if between or at in texts or containers[at].parent in found:
            found.add(at)
    return found


def question_around(containers: tuple[Container, ...], container: int) -> int:
    """Return the Question of microdata that is or holds the container, or -1."""
    while container >= 0 and not containers[container].microdata.endswith(_QUESTION):
        container = containers[container].parent
    return container


def marked_questions(containers: tuple[Container, ...]) -> Marked:
    """Return the Questions that microdata marks on the page."""
    questions: dict[int, int] = {}
    names: set[int] = set()
    if _QUESTION not in "\n".join(map(_MICRODATA, containers)):
        return Marked(questions, names)
    for index, container in enumerate(containers):
        if _ANSWER in container.microdata:  # an answer's author has a name too
            continue
        if container.microdata.endswith(_QUESTION):
            questions[index] = index
        elif container.parent in questions:
            questions[index] = questions[container.parent]
        else:
            continue
        if container.parent in names or "name" in container.microdata.split():
            names.add(index)
    return Marked(questions, names)


def threads(structured: tuple[Any, ...]) -> set[str]:
    """Return the questions of JSON-LD above a thread: they have words of the asker, or several answers."""
    nodes: list[dict[str, Any]] = []
    _gather(structured, DEPTH, nodes)
    found = set()
    for fields in _questions(nodes):
        name = _text(fields.get("name"))
        if name.strip() and (_text(fields.get("text")).strip() or fields.get("suggestedAnswer")):
            found.add(letters(_TAG.sub("", unescape(name))))
    return found


def _questions(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the fields of each Question by their names without prefixes."""
    for node in nodes:
        kinds = node.get("@type", "")
        if "Question" in map(_local, kinds if isinstance(kinds, list) else [kinds]):
            yield {_local(key): value for key, value in node.items()}


def _in_json(structured: tuple[Any, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    nodes: list[dict[str, Any]] = []
    _gather(structured, DEPTH, nodes)
    named = {node["@id"]: node for node in nodes if len(node) > 1 and isinstance(node.get("@id"), str)}
    for fields in _questions(nodes):
        name = _text(fields.get("name")) or _text(fields.get("text"))
        answer = _first(fields.get("acceptedAnswer")) or _first(fields.get("suggestedAnswer"))
        if isinstance(answer, dict):
            answer = named.get(answer.get("@id", ""), answer) if len(answer) == 1 else answer
            answer = {_local(key): value for key, value in answer.items()}.get("text", answer)
        if name.strip():
            found.setdefault(letters(_TAG.sub("", unescape(name))), _text(answer))
    return found


def _local(name: Any) -> str:
    """Return a word of schema.org without its prefix: "schema:Question", "https://schema.org/Question"."""
    return _PREFIX.sub("", name) if isinstance(name, str) else ""


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _text(value: Any) -> str:
    """Return a text that JSON-LD writes by itself, in a list, or as the value of an object."""
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@value")
    return value if isinstance(value, str) else ""


def _gather(value: Any, depth: int, found: list[dict[str, Any]]) -> None:
    """Add the value if it is an object, and each object inside it, outer ones first."""
    if isinstance(value, dict):
        found.append(value)
        value = value.values()
    for inner in value:
        if type(inner) in _NESTING and depth > 1:
            _gather(inner, depth - 1, found)
