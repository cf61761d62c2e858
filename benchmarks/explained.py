"""Versions of real histories, held against the words of their pages by another library.

``python -m benchmarks.explained [SERIES…] [--captures N] [--verbose]`` harvests each series, capture by
capture, and judges every change that the history tells. lxml reads all words of the page before and of the
page with which the version began. A change is explained if words that it says came are there more often
than before, or those that went less often: by their letters and digits, as they are written, or with their
spaces. A version is explained if one of its changes is. The goal is 0 versions without. It also counts the
pages with questions that show other words, menus and footers aside, without a version or an event. The goal
is 0 as well. What no reader sees is counted apart: targets, metadata, directives of Markdown.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from lxml import html

from benchmarks.redesigned import NOON
from benchmarks.series import ABSENT, captures, names
from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import select, sqlite3
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.diff.written import notes, without_notes
from harvester.harvest.deriving import Deriving
from harvester.model import Capture
from harvester.text import content_key
from harvester.view.changes import log

_NO_WORD = re.compile(r"[\W_]+")
_UNWRITTEN = re.compile(r"[\s*⟨⟩⟦⟧]+")
_UNSEEN = re.compile(r"[*⟨⟩⟦⟧]")
_TAG = re.compile(r"</?\w[^<>]*>")
_DIRECTIVE = re.compile(r"^\s*(?:\.\. |:\w+: ).*$|\{\{.*?\}\}|\{#.*?\}", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
"""These patterns match tags, directives and links in Markdown: no reader sees a tag or a directive, nor a
target among the words."""

_UNREAD = ("head", "script", "style", "template", "nav", "footer", "aside", "form")
_SHOWN = f"//text()[not({' or '.join(f'ancestor::{name}' for name in _UNREAD)})]"

AROUND = 24
"""Letters and digits on both sides of a hunk that are looked for with it: "not" is on every page."""


class Judged(NamedTuple):
    """What a series' history tells.

    unexplained: versions that no words explain, with their changes. untold: captures of a page with questions
    that shows other words than the one before, with which neither a version nor an event began. beside: those
    that differ in other ways. otherwise, around: events "read otherwise" and "surroundings edited". invented:
    texts that such an event says went or came, although both pages have them equally often.
    seconds: CPU seconds from stored captures to rows.
    """

    name: str
    captures: int
    versions: int
    changes: Counter[str]
    unexplained: tuple[str, ...]
    untold: tuple[str, ...]
    beside: int
    otherwise: int
    around: int
    invented: tuple[str, ...]
    seconds: float


class Harvested(NamedTuple):
    """An archive of a series. captures: by their keys. seconds: CPU seconds from captures to rows."""

    conn: sqlite3.Connection
    captures: dict[str, Capture]
    seconds: float


@contextmanager
def harvested(name: str, limit: int | None = None) -> Iterator[Harvested]:
    """Yield an archive of the captures of a series, of the earliest ``limit`` if one is given."""
    kept: dict[str, Capture] = {}
    seconds = 0.0
    with TemporaryDirectory() as folder, closing(open_archive(Path(folder, "a.db"), create=True)) as db:
        run_id = begin_run(db, Invocation("benchmark", "harvester"), NOON)
        deriving = Deriving(db, (), lambda: NOON)
        for capture in sorted(captures(name), key=attrgetter("captured_at"))[:limit]:
            capture_id = add_chain(db, Recording(run_id, "article"), (capture,))
            started = time.process_time()
            deriving.article(capture_id, capture)
            seconds += time.process_time() - started
            key = select(db.conn, "SELECT lower(hex(key)) FROM capture WHERE id = ?", (capture_id,))[0][0]
            kept[key] = capture
        yield Harvested(db.conn, kept, seconds)


def judged(name: str, limit: int | None = None) -> Judged:
    """Return what comes of a series, or of its earliest captures."""
    with harvested(name, limit) as made:
        rows = log(made.conn)
        return Judged(
            name,
            len(made.captures),
            select(made.conn, "SELECT count(*) FROM version")[0][0],
            Counter(row["kind"] for row in rows if row["record"] == "change"),
            tuple(_unexplained(made, rows)),
            tuple(_untold(made, shown_text)),
            len({*_untold(made, page_text)} - {*_untold(made, shown_text)}),
            sum(row["kind"] == "read otherwise" for row in rows),
            sum(row["kind"] == "surroundings edited" for row in rows),
            tuple(_invented(made)),
            made.seconds,
        )


_BEFORE = """
    SELECT lower(hex(capture.key)) FROM standing JOIN capture ON capture.id = standing.capture_id
    WHERE standing.version = ? AND (standing.at, capture.key) < (
        SELECT seen.at, first.key FROM standing AS seen JOIN capture AS first ON first.id = seen.capture_id
        WHERE first.key = ?
    ) ORDER BY standing.at DESC, capture.key DESC LIMIT 1"""


_STANDING = """
    SELECT lower(hex(capture.key)), standing.version, standing.at
    FROM standing JOIN capture ON capture.id = standing.capture_id
    JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
    WHERE standing.version > 0 AND reading.pairs > 0 ORDER BY standing.at, capture.key"""

_AROUND = """
    SELECT event.before, event.after, lower(hex(capture.key))
    FROM event JOIN capture ON capture.id = event.capture_id WHERE event.kind = 'surroundings edited'"""

_BEGUN = "SELECT 1 FROM event WHERE ? BETWEEN from_at AND coalesce(nullif(until_at, ''), from_at)"


def _untold(made: Harvested, text: Callable[[bytes], str]) -> Iterator[str]:
    """Yield the times of captures whose page has another text than the one before, and no more is told."""
    for (before, old, _), (after, new, at) in pairwise(map(tuple, select(made.conn, _STANDING))):
        one, other = (squeezed(text(made.captures[key].body)) for key in (before, after))
        if old == new and one != other and not select(made.conn, _BEGUN, (at,)):
            yield str(at)


def _invented(made: Harvested) -> Iterator[str]:
    """Yield the texts of events "surroundings edited" that no page has more often than the other."""
    keys = [str(row[0]) for row in select(made.conn, _STANDING)]
    before = dict(zip(keys[1:], keys, strict=False))
    for went, came, key in select(made.conn, _AROUND):
        old, new = (page_text(made.captures[each].body) for each in (before[key], key))
        for texts, more, fewer in ((went, old, new), (came, new, old)):
            for text in filter(squeezed, texts.split("\n\n")):
                cuts = ((cut(text), cut(more), cut(fewer)) for cut in (squeezed, spaced))
                if not any(there.count(part) > elsewhere.count(part) for part, there, elsewhere in cuts):
                    yield text


def both_captures(conn: sqlite3.Connection, version: int) -> tuple[str, str]:
    """Return the keys of the last capture before a version, and of the one with which it began."""
    sql = "SELECT first_capture FROM version_list WHERE version = ?"
    first = str(select(conn, sql, (version,))[0][0])
    return str(select(conn, _BEFORE, (version - 1, bytes.fromhex(first)))[0][0]), first


def _unexplained(made: Harvested, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the versions of which no change is explained by the pages."""
    changes: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["record"] == "change":
            changes.setdefault(row["version"], []).append(row)
    words = lru_cache(maxsize=4)(lambda key: _words(page_text(made.captures[key].body)))
    for (version,) in select(made.conn, "SELECT version FROM version_list WHERE version > 1"):
        old, new = map(words, both_captures(made.conn, version))
        if not any(_is_explained(each, old, new) for each in changes.get(version, ())):
            kinds = Counter(each["kind"] for each in changes.get(version, ()))
            yield f"version {version}: {dict(kinds)}"


def page_text(body: bytes) -> str:
    """Return all words of a page: what it shows, its title, its metas, targets and alternatives."""
    if not body.lstrip().startswith(b"<"):
        text = _TAG.sub("", body.decode("utf-8", "replace"))
        return " ".join((_LINK.sub(r"\1", text), *(target for _, target in _LINK.findall(text))))
    root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    unread = {text for one in root.iter("script", "style", "template") for text in one.itertext()}
    said = (one.get(name, "") for name in ("content", "href", "alt") for one in root.iter("meta", "a", "img"))
    return " ".join((*(str(text) for text in root.itertext() if text not in unread), *said))


def shown_text(body: bytes) -> str:
    """Return the words that a page shows to its readers, menus and footers aside."""
    if not body.lstrip().startswith(b"<"):
        text = _TAG.sub("", body.decode("utf-8", "replace"))
        return _LINK.sub(r"\1", _DIRECTIVE.sub("", text))
    root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    found = root.xpath(_SHOWN)
    return " ".join(map(str, found)) if isinstance(found, list) else ""


def squeezed(text: str) -> str:
    """Return the letters and digits of the text; white space, punctuation, signs and case are left out."""
    return _NO_WORD.sub("", text.casefold())


def spelt(text: str) -> str:
    """Return the text as it is written, less white space, stars of Markdown and brackets of notes."""
    return _UNWRITTEN.sub("", text)


def spaced(text: str) -> str:
    """Return the text with one space for all white space, less stars of Markdown and brackets of notes."""
    return " ".join(_UNSEEN.sub("", text).split())


class Words(NamedTuple):
    """The words of a page: only their letters and digits, as they are written, and with their spaces."""

    squeezed: str
    spelt: str
    spaced: str


def _words(page: str) -> Words:
    return Words(squeezed(page), spelt(page), spaced(page))


def _is_explained(row: dict[str, Any], old: Words, new: Words) -> bool:
    before, after = row["before"] or "", row["after"] or ""
    if row["kind"] == "moved":
        return old.squeezed != new.squeezed
    if not row["hunks"]:
        texts = map(squeezed, (row["question"] or "", before + after))
        return any(text and old.squeezed.count(text) != new.squeezed.count(text) for text in texts)
    for old_words, new_words, cut in zip(old, new, (squeezed, spelt, spaced), strict=True):
        came, went = _parts(after, row["hunks"], cut, newer=True), _parts(before, row["hunks"], cut)
        if any(new_words.count(part) > old_words.count(part) for part in came):
            return True
        if any(old_words.count(part) > new_words.count(part) for part in went):
            return True
    return False


def _parts(
    text: str, hunks: Sequence[Mapping[str, Any]], cut: Callable[[str], str], *, newer: bool = False
) -> Iterator[str]:
    """Yield the words of each hunk with those around it, and each target and alternative alone."""
    text, shift = content_key(text), 0
    words = without_notes(text)
    for hunk in hunks:
        start = hunk["at"] + (shift if newer else 0)
        end = start + len(hunk["after" if newer else "before"])
        yield from filter(None, map(cut, notes(text[start:end])))
        if said := cut(words[start:end]):
            left, right = cut(words[:start])[-AROUND:], cut(words[end:])[:AROUND]
            yield left + said + right
            if len(said) > AROUND or " " in said:  # what stands beside it on the page may be no part of it
                yield said
        shift += len(hunk["after"]) - len(hunk["before"])


def main() -> None:
    """Print a row for each series."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("series", nargs="*")
    parser.add_argument("--captures", type=int, help="only the earliest captures of each")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not names():
        print(ABSENT)
        return
    total = Counter[str]()
    for name in options.series or names():
        found = judged(name, options.captures)
        total.update(
            captures=found.captures,
            versions=found.versions,
            unexplained=len(found.unexplained),
            untold=len(found.untold),
            beside=found.beside,
            around=found.around,
            invented=len(found.invented),
        )
        print(
            f"{name}: {found.captures} captures, {found.versions} versions,"
            f" {len(found.unexplained)} unexplained, {len(found.untold)} other words untold,"
            f" {found.beside} other targets and data, {found.otherwise} read otherwise,"
            f" {found.around} surroundings edited ({len(found.invented)} texts of these on both pages),"
            f" {1000 * found.seconds / found.captures:.1f} ms a capture",
            flush=True,
        )
        for line in (*found.unexplained, *found.untold, *found.invented) if options.verbose else ():
            print("   ", line)
        if options.verbose:
            print("   ", dict(found.changes))
    print(dict(total))


if __name__ == "__main__":
    main()
