"""Why a page was read as it was, block by block: as rows, and as lines for a terminal. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import click

from harvester.cli.wording import fitted, safe
from harvester.model import Block, Container, NormalDocument
from harvester.parse import BlockLabel, Role
from harvester.view.wording import counted

RULE_WIDTH = 38
LOOK_WIDTH = 24
"""The columns of the rule and of the look are this wide: nearly all rules and looks fit."""

ROOMY = 150
"""A block needs this many columns for its rule, its look and some of its text on one line."""

COVERED = 0.9
"""Share of a block's text that is strong, emphasised or linked, from which on all of it counts as such."""

STYLES: Mapping[Role, Mapping[str, Any]] = {
    Role.QUESTION: {"fg": "cyan", "bold": True},
    Role.ANSWER: {"fg": "green"},
    Role.BOILERPLATE: {"fg": "bright_black"},
    Role.OTHER: {},
}


class Explained(NamedTuple):
    """A document with a label for each of its blocks; source: what the user called it.

    why: of the page as a whole, why it was read so. notes: what went wrong.
    """

    source: str
    document: NormalDocument
    labels: tuple[BlockLabel, ...]
    why: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def counts(self) -> Counter[Role]:
        """Return how many blocks have each role."""
        return Counter(label.role for label in self.labels)


def explained_rows(page: Explained) -> Iterator[dict[str, Any]]:
    """Yield a row for each block of the page, in page order."""
    for label in page.labels:
        block = page.document.blocks[label.block]
        container = page.document.containers[block.container]
        yield {
            "source": page.source,
            "block": label.block + 1,
            "role": str(label.role),
            "questions": list(label.questions),
            "rule": label.rule,
            "kind": str(block.kind),
            "level": block.level,
            "style": emphasis(block),
            "path": container.path,
            "classes": " ".join(container.classes.split()),
            "text": block.text,
        }


def explained_text(page: Explained, width: int = 0) -> str:
    """Return the page for a terminal of that width, 0 for none: what it came to, and each block.

    A block has one line, on a terminal too narrow for that two: its text, and below it the rule.
    """
    document, roles = page.document, page.counts()
    title = safe(document.title) or safe(page.source)
    lines = [click.style(title, bold=True), safe(page.source), *map(safe, (*page.notes, *page.why)), ""]
    line = _two_lines if 0 < width < ROOMY else _line
    lines += [line(label, document.blocks[label.block], width or ROOMY) for label in page.labels]
    asked = len({number for label in page.labels for number in label.questions})
    words = ", ".join(f"{roles[role]} {role}" for role in Role if roles[role])
    blocks = counted(len(page.labels), "block")
    return "\n".join([*lines, "", f"{counted(asked, 'question')} in {blocks}: {words or 'none'}", ""])


def _line(label: BlockLabel, block: Block, width: int) -> str:
    head = f"{_head(label)}  {_narrow(safe(label.rule)):<{RULE_WIDTH}}  {look(block):<{LOOK_WIDTH}}  "
    return _styled(head + fitted(block.text, width - len(head)), label)


def _two_lines(label: BlockLabel, block: Block, width: int) -> str:
    head = f"{_head(label)}  "
    below = fitted(f"{label.rule} · {look(block)}", width - len(head))
    text = _styled(head + fitted(block.text, width - len(head)), label)
    return f"{text}\n{_styled(' ' * len(head) + below, label)}"


def _head(label: BlockLabel) -> str:
    number = ",".join(map(str, label.questions)) if label.role is Role.QUESTION else ""
    return f"{number:>4}  {label.role:<11}"


def _styled(line: str, label: BlockLabel) -> str:
    return click.style(line.rstrip(), **STYLES[label.role])


def _narrow(text: str) -> str:
    """Return the text with its middle left out where it is wider than the column: a path tells by its end."""
    if len(text) <= RULE_WIDTH:
        return text
    head = RULE_WIDTH // 3
    return f"{text[:head]}…{text[head + 1 - RULE_WIDTH :]}"


def look(block: Block) -> str:
    """Return kind, level and style of a block in words: "heading 2 strong"."""
    return " ".join([str(block.kind), *([str(block.level)] if block.level else []), *emphasis(block)])


def emphasis(block: Block) -> list[str]:
    """Return which marks cover the block; those that cover a part of it stand in brackets."""
    covered: Counter[str] = Counter()
    for mark in block.marks:
        covered[mark.kind] += mark.end - mark.start
    full = COVERED * len(block.text)
    return [kind if length >= full else f"({kind})" for kind, length in sorted(covered.items())]


def place(containers: Iterable[Container]) -> str:
    """Return elements as a CSS selector would name them, outermost first: "main > div.faq > h3"."""
    return " > ".join(".".join([each.tag, *each.classes.split()]) for each in containers)
