"""Why pages were read as they were, as one HTML file. Pure; stored text is data and only ever shown."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain

from harvester.cli.explain_page import ARTICLE, BLOCK, PAGE, STYLE
from harvester.cli.explaining import Explained, look, place
from harvester.cli.wording import shortened
from harvester.model import Container, NormalDocument
from harvester.parse import BlockLabel, Role
from harvester.view.html import html_text, plain_text
from harvester.view.wording import counted

NEAREST = 3
"""Elements around a block that are named; the whole path is in the tooltip."""

QUESTION_LENGTH = 160
"""The list of questions shows this many characters of each; a block that also holds the answer is longer."""


def explained_html(pages: Iterable[Explained]) -> str:
    """Return one HTML file with all the pages, one below the other."""
    shown = list(pages)
    title = shown[0].document.title or shown[0].source if shown else "Nothing to explain"
    return PAGE.substitute(
        title=escape(plain_text(title)),
        style=STYLE,
        pages="\n".join(_article(number, page) for number, page in enumerate(shown, 1)),
    )


def _article(number: int, page: Explained) -> str:
    document = page.document
    blocks = (_block(f"p{number}b{label.block + 1}", label, document) for label in page.labels)
    return ARTICLE.substitute(
        title=html_text(document.title or page.source),
        source=html_text(page.source),
        facts="".join(
            f"<div><dt>{name}</dt><dd><bdi>{html_text(value)}</bdi></dd></div>"
            for name, value in _facts(page)
            if value
        ),
        notes="\n".join(f'<p class="note">{html_text(note)}</p>' for note in page.notes),
        why="\n".join(f'<p class="verdict">{html_text(each)}</p>' for each in page.why),
        legend=_legend(page),
        questions=_questions(number, page),
        blocks="\n".join(blocks) or '<li class="empty">The page shows no text.</li>',
    )


def _facts(page: Explained) -> Iterator[tuple[str, str]]:
    document = page.document
    yield "language", document.language
    yield "published", document.published
    yield "modified", document.modified
    yield "authors", ", ".join(document.authors)
    yield "encoding", f"{document.encoding} (by {document.encoding_source})"
    yield "read", counted(len(page.labels), "block")


def _legend(page: Explained) -> str:
    counts = page.counts()
    return "".join(f'<li class="{role}">{role} ({counts[role]})</li>' for role in Role)


def _questions(number: int, page: Explained) -> str:
    """Return a list of the questions, each a link to where it stands."""
    asking = [label for label in page.labels if label.role is Role.QUESTION]
    first = {question: label.block for label in reversed(asking) for question in label.questions}
    if not first:
        return ""
    items = "".join(
        f'<li value="{question}"><a dir="auto" href="#p{number}b{first[question] + 1}">'
        f"{html_text(shortened(page.document.blocks[first[question]].text, QUESTION_LENGTH))}</a></li>"
        for question in sorted(first)
    )
    return f'<nav class="found"><h2>{counted(len(first), "question")} found</h2><ol>{items}</ol></nav>'


def _block(identifier: str, label: BlockLabel, document: NormalDocument) -> str:
    block = document.blocks[label.block]
    around = list(_around(document.containers, block.container))
    numbers = label.questions if label.role is Role.QUESTION else label.questions[:1]
    return BLOCK.substitute(
        id=identifier,
        role=str(label.role),
        numbers="".join(f'<span class="number">{number}</span>' for number in numbers),
        text=html_text(block.text),
        rule=html_text(label.rule),
        look=html_text(look(block)),
        path=escape(plain_text(place(around))),
        place=html_text(place(around[-NEAREST:])),
    )


def _around(containers: Sequence[Container], at: int) -> Iterator[Container]:
    """Yield the elements around a block, outermost first."""
    path = []
    while at >= 0:
        path.append(containers[at])
        at = containers[at].parent
    return chain(reversed(path))
