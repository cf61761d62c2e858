"""Turn extensions of Markdown into CommonMark: front matter, directives, attributes.

It works line by line, and only outside fenced code. Every other line stays unchanged.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

FRONT_MATTER_CHARS = 16 * 1024
"""A block that does not end within this many characters is not front matter."""

DEFAULT_LEVEL = 2
"""A heading directive that names no level gets this one; the page's title has level 1."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SIMPLE = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?$", re.MULTILINE)
_DIRECTIVE = re.compile(r"\.\. +([a-z][a-z-]*)::[ \t]*(.*)$")
_OPTION = re.compile(r" *:([a-z-]+):[ \t]*(.*)$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATTRIBUTES_ALONE = re.compile(r"[ \t]*\{:?[ \t]*[.#:][^{}]*\}[ \t]*$")
_ATTRIBUTES_OF_HEADING = re.compile(r"(?<![ \t])[ \t]+\{:?[ \t]*[.#][^{}]*\}[ \t]*$")
_HEADINGS = frozenset(("section", "question", "topic", "rubric"))
_WITHOUT_TEXT = frozenset(("toc", "contents", "injection", "include", "image", "figure"))


class _Directive(NamedTuple):
    """A directive has a name, a text, the column in which it stands, and a level. Options may follow it."""

    name: str
    text: str
    column: int
    level: int = DEFAULT_LEVEL


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the simple ``key: value`` lines of the YAML block at the start, and the text after it."""
    block = _FRONT_MATTER.match(text, 0, FRONT_MATTER_CHARS)
    if not block:
        return {}, text
    found = {key.lower(): _unquoted(value or "") for key, value in _SIMPLE.findall(block[1])}
    return (found, text[block.end() :]) if found else ({}, text)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def to_commonmark(text: str) -> str:
    """Return the Markdown without attributes; directives become headings, their bodies are not indented."""
    return "\n".join(_Rewriting().lines(text))


class _Rewriting:
    """A rewriting keeps the state between lines: open fence, columns of open bodies, last directive."""

    def __init__(self) -> None:
        self.fence = ""
        self.columns = [0]
        self.directive: _Directive | None = None

    def lines(self, text: str) -> Iterator[str]:
        """Yield the lines as CommonMark."""
        for raw in text.split("\n"):
            option = _OPTION.match(raw) if self.directive else None
            if option:
                self.take_option(option[1], option[2])
                continue
            yield from self.flush(raw)
            line = self.dedented(raw)
            if self.is_fenced(line):
                yield line
            elif found := _DIRECTIVE.match(line):
                self.directive = _Directive(found[1], found[2].strip(), self.columns[-1])
            else:
                yield _without_attributes(line)
        yield from self.flush("")

    def take_option(self, name: str, value: str) -> None:
        """Set the directive's level. Other options hold nothing to read."""
        if self.directive and name == "level" and value.strip() in {"1", "2", "3", "4", "5", "6"}:
            self.directive = self.directive._replace(level=int(value))

    def flush(self, raw: str) -> Iterator[str]:
        """Yield the directive as heading or text when the line after its options is known; open its body."""
        if not self.directive:
            return
        name, text, column, level = self.directive
        if text and name not in _WITHOUT_TEXT:
            yield from ("", f"{'#' * level} {text}" if name in _HEADINGS else text, "")
        if raw.strip():
            indent = _indent(raw)
            if indent > column:
                self.columns.append(indent)
            self.directive = None
        else:
            self.directive = self.directive._replace(text="")

    def dedented(self, raw: str) -> str:
        """Return the line without the indent of the directives around it; close those that it is outside."""
        if not raw.strip():
            return ""
        indent = _indent(raw)
        while indent < self.columns[-1]:
            self.columns.pop()
        return raw.expandtabs(4)[self.columns[-1] :] if self.columns[-1] else raw

    def is_fenced(self, line: str) -> bool:
        """Return whether the line belongs to a fenced code block, including its fences."""
        fence = _FENCE.match(line)
        if not self.fence:
            self.fence = fence[1] if fence else ""
            return bool(self.fence)
        if fence and fence[1].startswith(self.fence) and not line[fence.end() :].strip():
            self.fence = ""
        return True


def _indent(raw: str) -> int:
    line = raw.expandtabs(4) if "\t" in raw else raw
    return len(line) - len(line.lstrip(" "))


def _without_attributes(line: str) -> str:
    if line.startswith("[^"):
        return f"\\{line}"  # this is a footnote, not the definition of a link
    if "}" not in line:
        return line
    if _ATTRIBUTES_ALONE.match(line):
        return ""
    return _ATTRIBUTES_OF_HEADING.sub("", line) if line.lstrip().startswith("#") else line
