"""An article as Markdown: what it shows now, and what changed before, newest first.

Stored text is data. Whatever CommonMark would read as markup is escaped, so that a renderer shows the
characters that were stored (https://spec.commonmark.org/0.31.2/#backslash-escapes).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harvester.archive.connection import sqlite3
from harvester.export.forms import Watcher
from harvester.text import CONTROLS
from harvester.view.articles import pairs, version
from harvester.view.changes import drawn, log
from harvester.view.happenings import kind_of
from harvester.view.selection import Selection
from harvester.view.tables import TABLES, rows

SUFFIX = ".md"

_UNSEEN = dict.fromkeys((*CONTROLS, 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
_MARKUP = re.compile(r"([\\`*_\[\]<>&~|!$^{}])")
_LINE_START = re.compile(r"^(\s*)([#+=-]|\d{1,9}[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    """Return the text as Markdown that shows its characters and nothing else."""
    plain = _MARKUP.sub(r"\\\1", text.translate(_UNSEEN))
    lines = (" ".join(line.split()) if line.strip() else "" for line in plain.split("\n"))
    return _LINE_START.sub(_escape_start, "\n".join(lines))


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return space + (mark[:-1] + "\\" + mark[-1] if mark[0].isdigit() else "\\" + mark)


def on_one_line(text: str) -> str:
    """Return the text as Markdown on one line: for headings and items of lists."""
    return escaped(" ".join(text.split()))


def to_folder(folder: Path, conn: sqlite3.Connection, selection: Selection, watch: Watcher) -> None:
    """Write a file for each article, named by its id, and an index of them."""
    lines = []
    for row in rows(conn, TABLES["articles"], selection):
        name = f"{row['article_id']}{SUFFIX}"
        (folder / name).write_text(document(conn, row["article_id"]), "utf-8")
        lines.append(f"- [{on_one_line(row['title']) or row['article_id']}]({name})\n")
        watch(1)
    (folder / "README.md").write_text("# Articles\n\n" + "".join(lines), "utf-8")


def document(conn: sqlite3.Connection, article_id: str) -> str:
    """Return the article as one Markdown document."""
    return "\n\n".join(_blocks(conn, article_id)) + "\n"


def _blocks(conn: sqlite3.Connection, article_id: str) -> Iterator[str]:
    newest = version(conn, article_id)
    yield f"# {on_one_line(newest['title']) or article_id}"
    if newest["lead"]:
        yield escaped(newest["lead"])
    yield f"{_address(newest['url'])}  \nVersion {newest['version']}, first seen {newest['first_seen_at']}"
    for pair in pairs(conn, article_id, newest["version"]):
        yield f"## {on_one_line(pair['question'])}"
        yield escaped(pair["answer"])
    if changes := [row for row in log(conn, article_id) if row["record"] == "change"]:
        yield "# What changed"
        yield from _history(changes)


def _address(url: str) -> str:
    """Return a link only where it leads to a website: anything else is text."""
    shown = url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    return f"<{shown}>" if shown.startswith(("http://", "https://")) else escaped(url)


def _history(changes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    number = None
    for row in changes:
        if row["version"] != number:
            number = row["version"]
            yield f"## Version {number}, {row['changed_at']}"
        yield _change(row)


def _change(row: Mapping[str, Any]) -> str:
    kind = kind_of(row)
    about = f": {on_one_line(row['question'])}" if row["question"] else ""
    if row["before_position"] and row["after_position"] and row["before"] is None:
        return f"**{kind}**{about}, from place {row['before_position']} to place {row['after_position']}"
    words = "".join(map(_marked, drawn(row)))
    return f"**{kind}**{about}\n\n> " + "\n> ".join(words.split("\n"))


def _marked(span: tuple[str, str, str]) -> str:
    """Return a span as `harvester log` marks it: ``[-went-]`` and ``{+came+}``."""
    op, before, after = span
    if op == "equal":
        return escaped(after)
    out = f"\\[-{escaped(before)}-\\]" if before else ""
    return out + (f"\\{{+{escaped(after)}+\\}}" if after else "")
