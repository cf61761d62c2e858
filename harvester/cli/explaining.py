"""Why a page was read as it was, block by block: as rows, and as lines for a terminal. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import click

from harvester.cli.wording import counted, safe, shortened
from harvester.model import Block, Container, NormalDocument
from harvester.parse import Label, Role

TEXT_WIDTH = 72
RULE_WIDTH = 34

COVERED = 0.9
"""Share of a block's text that is strong, emphasised or linked, from which on all of it counts as such."""

STYLES: Mapping[Role, Mapping[str, Any]] = {
    Role.QUESTION: {"fg": "cyan", "bold": True},
    Role.ANSWER: {"fg": "green"},
    Role.BOILERPLATE: {"fg": "bright_black"},
    Role.OTHER: {},
}


class Explained(NamedTuple):
    """A document with a label for each of its blocks; source: what the user called it."""

    source: str
    document: NormalDocument
    labels: tuple[Label, ...]
    note: str = ""

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


def explained_text(page: Explained) -> str:
    """Return the page for a terminal: a line for each block, and what it came to."""
    document, roles = page.document, page.counts()
    lines = [click.style(safe(document.title) or safe(page.source), bold=True), safe(page.source)]
    lines += [safe(note) for note in (page.note, *document.cuts) if note]
    lines += ["", *(_line(label, document.blocks[label.block]) for label in page.labels), ""]
    asked = len({number for label in page.labels for number in label.questions})
    words = ", ".join(f"{roles[role]} {role}" for role in Role if roles[role])
    lines.append(f"{counted(asked, 'question')} in {counted(len(page.labels), 'block')}: {words or 'none'}")
    return "\n".join([*lines, ""])


def _line(label: Label, block: Block) -> str:
    number = ",".join(map(str, label.questions)) if label.role is Role.QUESTION else ""
    line = (
        f"{number:>4}  {label.role:<11}  {_narrow(safe(label.rule)):<{RULE_WIDTH}}  {look(block):<20}"
        f"  {shortened(block.text, TEXT_WIDTH)}"
    )
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
