"""A change as a picture: an SVG with the words that went and came, for programs that post pictures. Pure.

It has no script, style sheet or address in it, and loads nothing. Its description is the whole text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from harvester.notify.letters import ArticleNews, Letter, heading, moment, places
from harvester.notify.wording import marked
from harvester.view.atom import xml_text

WIDTH, MARGIN, SIZE = 800, 40, 22
"""The picture is this many pixels wide, has this margin beside its text, and letters of this size."""

LEADING = 1.45
"""Lines are this far apart, in letter sizes."""

NARROW, WIDE = 0.56, 1.02
"""A letter is this wide, in letter sizes: DejaVu Sans, the widest usual font, has 0.55 in English."""

MOST_LINES = 40
"""A picture has at most this many lines; the rest is left out, and the last line says so."""

_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"
_WORDS = re.compile(r"\S+\s*|\s+")
_LOOKS: dict[str, dict[str, str]] = {
    "title": {"font-weight": "bold"},
    "small": {"fill": "#555555"},
    "head": {"fill": "#555555"},
    "question": {"font-weight": "bold"},
    "equal": {},
    "delete": {"fill": "#8a3b00", "text-decoration": "line-through"},
    "insert": {"fill": "#00468c", "text-decoration": "underline"},
}
"""Parts of the text are drawn so; what went and what came also differ without colours."""


class StyledWords(NamedTuple):
    """Some words of a line, and their look."""

    look: str
    words: str


Line = list[StyledWords]


def picture(letter: Letter, story: ArticleNews) -> str:
    """Return what one capture shows of an article as SVG."""
    lines = [line for paragraph in _paragraphs(letter, story) for line in _wrapped(paragraph)]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], [StyledWords("small", "…")]]
    step = SIZE * LEADING
    height = round(2 * MARGIN + step * len(lines))
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    root.attrib |= {"width": str(WIDTH), "height": str(height), "viewBox": f"0 0 {WIDTH} {height}"}
    ET.SubElement(root, "title").text = xml_text(story.title or story.url)
    ET.SubElement(root, "desc").text = xml_text(description(story))
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    for number, line in enumerate(lines, 1):
        _draw(root, line, MARGIN + step * number - SIZE * (LEADING - 1))
    return ET.tostring(root, encoding="unicode")


def description(story: ArticleNews) -> str:
    """Return the words of a picture as text, for people who cannot see it: a line for each place."""
    return "\n".join(_said(story))


def _said(story: ArticleNews) -> Iterator[str]:
    for row in story.rows:
        yield f"{heading(row)}: {row['question']}" if row["question"] else heading(row)
        yield from map(marked, places(row))


def _paragraphs(letter: Letter, story: ArticleNews) -> Iterator[Line]:
    yield [StyledWords("title", story.title or story.url)]
    yield [StyledWords("small", f"{moment(story.at, letter.zone)}, {story.url}")]
    for row in story.rows:
        yield []
        yield [StyledWords("head", heading(row))]
        if row["question"]:
            yield [StyledWords("question", row["question"])]
        for place in places(row):
            yield [piece for span in place for piece in _pieces(*span)]


def _pieces(op: str, before: str, after: str) -> Iterator[StyledWords]:
    if op == "equal":
        yield StyledWords("equal", after)
        return
    if before:
        yield StyledWords("delete", before)
    if after:
        yield StyledWords("insert", after)


def _wrapped(paragraph: Iterable[StyledWords]) -> Iterator[Line]:
    """Yield the lines of a paragraph; a word that is wider than a line is cut."""
    line, left = Line(), float(WIDTH - 2 * MARGIN)
    for look, words in paragraph:
        for word in _fitting(xml_text(words)):
            width = _width(word)
            if line and _width(word.rstrip()) > left:
                yield line
                line, left = Line(), float(WIDTH - 2 * MARGIN)
            line.append(StyledWords(look, word))
            left -= width
    yield line


def _fitting(words: str) -> Iterator[str]:
    """Yield words with the space behind them, none of them wider than a line; breaks become spaces."""
    most = int((WIDTH - 2 * MARGIN) / (SIZE * WIDE))
    for word in _WORDS.findall(words):
        text = " ".join(word.split()) + (" " if word[-1:].isspace() else "")
        if _width(text.rstrip()) <= WIDTH - 2 * MARGIN:
            yield text
        else:
            yield from (text[at : at + most] for at in range(0, len(text), most))


def _width(words: str) -> float:
    wide = sum(unicodedata.east_asian_width(each) in {"W", "F"} for each in words)
    return SIZE * (wide * WIDE + (len(words) - wide) * NARROW)


def _draw(root: ET.Element, line: Sequence[StyledWords], y: float) -> None:
    """Draw a line. One that begins from the right ends at the right margin, in an isolate of its own (UAX 9).

    The attribute ``direction`` would say it in fewer words, but not all programs that draw SVG know it.
    """
    if not line:
        return
    pieces = [*line[:-1], line[-1]._replace(words=line[-1].words.rstrip())]
    at = {"x": str(MARGIN), "y": f"{y:.1f}"}
    if next(filter(None, map(_direction, "".join(each.words for each in line))), "") == "rtl":
        pieces = [StyledWords("equal", _RIGHT_TO_LEFT), *pieces, StyledWords("equal", _END)]
        at |= {"x": str(WIDTH - MARGIN), "text-anchor": "end"}
    look = {"font-family": "sans-serif", "font-size": str(SIZE), "fill": "#111111", "xml:space": "preserve"}
    text = ET.SubElement(root, "text", {**at, **look})
    for piece in pieces:
        ET.SubElement(text, "tspan", _LOOKS[piece.look]).text = piece.words


def _direction(letter: str) -> str:
    """Return "ltr" or "rtl" for a letter that has a direction of its own (UAX 9, P2)."""
    return {"L": "ltr", "R": "rtl", "AL": "rtl"}.get(unicodedata.bidirectional(letter), "")
