"""A question with all its wordings and answers; where else it may be asked; one whole answer as text."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row, rows
from harvester.view.articles import article_named, question_named, version_at
from harvester.view.changes import LogFilter, log
from harvester.view.questions import answer, lives
from harvester.view.related import Related, RelatedQuery, related
from harvester.web import links
from harvester.web.answers import Answer, Document, Elsewhere, HtmlPage, WebRequest, moment_of
from harvester.web.showing import ShownChange, compared
from harvester.web.words import Excerpt, part

LIVES = 100
"""The page of a question lists at most this many of its wordings."""

CHANGES = 50
"""The page of a question shows at most this many of its changes."""

MOST_ALIKE = 20
"""At most this many questions of other articles are named, the most similar ones."""

ANSWER_ROOM = 40_000
"""The last answer has at most this many bytes of HTML."""

CHANGES_ROOM = 120_000
"""The texts of these changes have at most this many characters."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What the page of a question shows. lives: rows of ``answer_life``, the newest first.

    changes: what happened to it, the newest first. more: there are more changes than are shown.
    """

    about: Row
    question_id: str
    lives: list[Row]
    wording: Excerpt
    answer: Excerpt
    changes: tuple[ShownChange, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AlikeQuestions:
    """Questions of other articles that are most like a question, which is given as last worded."""

    about: Row
    question_id: str
    question: str
    found: tuple[Related, ...]


def question(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the page of a question."""
    given = asked.place["article"], asked.place["question"]
    article_id = article_named(conn, given[0])
    question_id = question_named(conn, given[1], article_id)
    if (article_id, question_id) != given:
        return Elsewhere(links.question(article_id, question_id))
    stood = lives(conn, article_id, question_id, LIVES)
    found = log(conn, article_id, LogFilter(question=question_id, limit=CHANGES + 1))
    shown = _fitting(found[:CHANGES], question_id)
    value = QuestionPage(
        rows(conn, "article", article=article_id)[0],
        question_id,
        stood,
        part(stood[0]["question"], ANSWER_ROOM),
        part(stood[0]["answer"], ANSWER_ROOM),
        shown,
        len(shown) < len(found),
    )
    return HtmlPage("question.html", value)


def alike(conn: sqlite3.Connection, asked: WebRequest) -> HtmlPage:
    """Return the page of what is most like a question; it takes longer than the page of the question may."""
    article_id = article_named(conn, asked.place["article"])
    question_id = question_named(conn, asked.place["question"], article_id)
    about = rows(conn, "article", article=article_id)[0]
    worded = lives(conn, article_id, question_id, 1)[0]["question"]
    found = related(conn, worded, wanted=RelatedQuery(MOST_ALIKE, but=article_id))
    return HtmlPage("alike.html", AlikeQuestions(about, question_id, worded, found))


def whole(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the answer that stood at a time, as plain text."""
    article_id = article_named(conn, asked.place["article"])
    question_id = question_named(conn, asked.place["question"], article_id)
    number = version_at(conn, article_id, moment_of(asked.place["moment"], "the time in the address"))
    found = answer(conn, article_id, question_id, number)
    text = f"{found['question']}\n\n{found['answer']}\n"
    return Document(text.encode(), "text/plain; charset=utf-8")


def _fitting(changes: list[Row], question_id: str) -> tuple[ShownChange, ...]:
    shown: list[ShownChange] = []
    room = CHANGES_ROOM
    for row in changes:
        one = compared(row, question_id)
        room -= one.size
        if room < 0 and shown:
            break
        shown.append(one)
    return tuple(shown)
