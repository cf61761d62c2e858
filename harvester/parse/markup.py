"""Questions by structured data: FAQPage and QAPage, in JSON-LD or microdata, found again in the visible text."""

import re
from collections.abc import Iterator
from typing import Any

from harvester.parse.labels import labels_of
from harvester.parse.reading import Mark, Reading, Sheet
from harvester.text import match_key

DEPTH = 12  # levels of JSON that are searched for questions
_TAG = re.compile(r"<[^>]{0,2000}>")
_PLAIN = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return the text's letters and digits, to find it again however it is set."""
    return _PLAIN.sub("", match_key(text))


def stated(structured: tuple[Any, ...]) -> dict[str, str]:
    """Return {plain question: answer as given} for the questions in JSON-LD."""
    found: dict[str, str] = {}
    for node in _nodes(structured, DEPTH):
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
    found.pop("", None)
    return found


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner, depth - 1)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _nodes(inner, depth - 1)


def markup_reading(sheet: Sheet, questions: dict[str, str]) -> Reading | None:
    """Return the visible lines that hold the stated questions; of several, the one that an answer follows."""
    if not questions:
        return None
    limit = 2 * max(map(len, questions)) + 40
    marks = []
    for at, line in enumerate(sheet.lines):
        if len(line.text) > limit:
            continue
        key = plain(line.text)
        if key in questions:
            marks.append(Mark(at, at, line.text, at + 1))
            continue
        labels = labels_of(line.text)
        if labels and plain(line.text[labels[0].cut :]) in questions:
            marks.append(Mark(at, at, line.text[labels[0].cut :], at + 1))
    return Reading("markup", tuple(marks), sure=0.05) if marks else None
