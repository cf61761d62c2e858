"""How to cite an article, a version, a question or a capture: a page, and files for reference managers."""

from dataclasses import dataclass

from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.errors import ConfigError
from harvester.view import captures
from harvester.view.articles import (
    archive_key,
    article_named,
    citation,
    cited_version,
    question_named,
    version,
    version_at,
)
from harvester.view.captures import capture_named
from harvester.view.citing import FORMS, Citation, citation_of, plain
from harvester.view.questions import answer, lives
from harvester.web import links
from harvester.web.answers import Answer, Document, Elsewhere, HtmlPage, WebRequest, moment_of
from harvester.web.pages.memento import memento_of


@dataclass(frozen=True, slots=True)
class CitationPage:
    """What the page of a citation shows.

    address: of what is cited. texts: name, suffix, text of each. memento: the address of the bytes that are
    cited, ``""`` where they are no memento.
    """

    cited: Citation
    plain: str
    address: str
    texts: tuple[tuple[str, str, str], ...]
    memento: str


def article(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return where the newest version is cited: at the time of the last capture that shows it."""
    article_id = article_named(conn, asked.place["article"])
    newest = citation(conn, article_id, version(conn, article_id)["version"])
    return Elsewhere(links.cite(links.at(article_id, newest["captured_at"])))


def of_version(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the citation of an article as it stood at a time."""
    article_id, moment = _when(conn, asked)
    address = links.at(article_id, moment)
    if (article_id, moment) != (asked.place["article"], asked.place["moment"]):
        return Elsewhere(links.cite(address, asked.place.get("form", "")))
    return _answer(conn, _version(conn, article_id, moment), address, asked)


def question(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return where the newest wording of a question is cited: when it was last seen."""
    article_id = article_named(conn, asked.place["article"])
    question_id = question_named(conn, asked.place["question"], article_id)
    newest = lives(conn, article_id, question_id, 1)[0]
    return Elsewhere(links.cite(links.question(article_id, question_id, newest["last_seen_at"])))


def of_question(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the citation of a question as it stood at a time."""
    article_id, moment = _when(conn, asked)
    question_id = question_named(conn, asked.place["question"], article_id)
    address = links.question(article_id, question_id, moment)
    if (article_id, question_id, moment) != tuple(
        asked.place[each] for each in ("article", "question", "moment")
    ):
        return Elsewhere(links.cite(address, asked.place.get("form", "")))
    whole = _version(conn, article_id, moment)
    shown = answer(conn, article_id, question_id, whole["version"])
    path = links.question_at(article_id, question_id, moment)
    return _answer(
        conn, whole | {"title": shown["question"], "within": whole["title"], "path": path}, address, asked
    )


def of_capture(conn: sqlite3.Connection, asked: WebRequest) -> Answer:
    """Return the citation of a capture, whatever came of it."""
    found = capture_named(conn, asked.place["capture"])
    address = links.capture(found["key"])
    if found["key"] != asked.place["capture"]:
        return Elsewhere(links.cite(address, asked.place.get("form", "")))
    told = captures.told(conn, found["id"])
    row = dict.fromkeys(("title", "outlet", "language", "published", "first_seen_at"), "") | {"authors": "[]"}
    if told["version"]:
        shows = version(conn, told["article_id"], told["version"])
        shows |= citation(conn, told["article_id"], told["version"])
        row = {name: shows[name] for name in row}
    row |= {name: told[name] for name in ("url", "version", "captured_at", "payload_digest", "reader")}
    return _answer(
        conn, row | {"capture": told["key"], "archive": archive_key(conn), "path": address}, address, asked
    )


def _when(conn: sqlite3.Connection, asked: WebRequest) -> tuple[str, str]:
    moment = moment_of(asked.place["moment"], "the time in the address")
    return article_named(conn, asked.place["article"]), moment


def _version(conn: sqlite3.Connection, article_id: str, moment: str) -> Row:
    """Return what a citation says of the version that stood at a time: its last capture until then."""
    number = version_at(conn, article_id, moment)
    said = citation(conn, article_id, number, moment)
    return cited_version(conn, article_id, said) | {"path": links.at(article_id, moment)}


def _answer(conn: sqlite3.Connection, row: Row, address: str, asked: WebRequest) -> Answer:
    cited = citation_of(row)
    suffix = asked.place.get("form", "")
    if not suffix:
        texts = tuple(
            (form.name, name, form.write(cited).replace("\r\n", "\n")) for name, form in FORMS.items()
        )
        return HtmlPage(
            "cite.html", CitationPage(cited, plain(cited), address, texts, memento_of(conn, cited.capture))
        )
    if suffix not in FORMS:
        raise ConfigError(f"cite.{suffix}", "is not a form of citation", f"There are {', '.join(FORMS)}.")
    form = FORMS[suffix]
    return Document(form.write(cited).encode(), form.media_type, f"{cited.key}.{suffix}")
