"""Versions of real histories, held against the words of their pages by another library.

``python -m benchmarks.explained [SERIES…] [--verbose]`` harvests each series, capture by capture, and
judges every change that the history tells. lxml reads all words of the page before and of the page with which
the version began; only letters and digits count. A change is explained if words that it says came are there
more often than before, or those that went less often. A version is explained if one of its changes is. The
goal is 0 versions without.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
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
from harvester.text import content_key
from harvester.view.changes import log

_NO_WORD = re.compile(r"[\W_]+")
AROUND = 24
"""Letters and digits on both sides of a hunk that are looked for with it: "not" is on every page."""


class Judged(NamedTuple):
    """What a series' history tells.

    unexplained: versions that no words explain, with their changes. otherwise: events "read otherwise".
    seconds: CPU seconds from stored captures to rows.
    """

    name: str
    captures: int
    versions: int
    changes: Counter[str]
    unexplained: tuple[str, ...]
    otherwise: int
    seconds: float


def judged(name: str) -> Judged:
    """Return what comes of a series."""
    bodies: dict[str, bytes] = {}
    seconds = 0.0
    with TemporaryDirectory() as folder, closing(open_archive(Path(folder, "a.db"), create=True)) as db:
        run_id = begin_run(db, Invocation("benchmark", "harvester"), NOON)
        deriving = Deriving(db, (), lambda: NOON)
        for capture in sorted(captures(name), key=attrgetter("captured_at")):
            capture_id = add_chain(db, Recording(run_id, "article"), (capture,))
            started = time.process_time()
            deriving.article(capture_id, capture)
            seconds += time.process_time() - started
            key = select(db.conn, "SELECT lower(hex(key)) FROM capture WHERE id = ?", (capture_id,))[0][0]
            bodies[key] = capture.body
        rows = log(db.conn)
        return Judged(
            name,
            len(bodies),
            select(db.conn, "SELECT count(*) FROM version")[0][0],
            Counter(row["kind"] for row in rows if row["record"] == "change"),
            tuple(_unexplained(db.conn, rows, bodies)),
            sum(row["kind"] == "read otherwise" for row in rows),
            seconds,
        )


_BEFORE = """
    SELECT lower(hex(capture.key)) FROM standing JOIN capture ON capture.id = standing.capture_id
    WHERE standing.version = ? AND (standing.at, capture.key) < (
        SELECT seen.at, first.key FROM standing AS seen JOIN capture AS first ON first.id = seen.capture_id
        WHERE first.key = ?
    ) ORDER BY standing.at DESC, capture.key DESC LIMIT 1"""


def _unexplained(
    conn: sqlite3.Connection, rows: Sequence[dict[str, Any]], bodies: dict[str, bytes]
) -> Iterator[str]:
    """Yield the versions of which no change is explained by the pages."""
    changes: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["record"] == "change":
            changes.setdefault(row["version"], []).append(row)
    words = lru_cache(maxsize=4)(lambda key: squeezed(page_text(bodies[key])))
    for version, first in select(conn, "SELECT version, first_capture FROM version_list WHERE version > 1"):
        before = select(conn, _BEFORE, (version - 1, bytes.fromhex(first)))[0][0]
        old, new = words(before), words(first)
        if not any(_is_explained(each, old, new) for each in changes.get(version, ())):
            kinds = Counter(each["kind"] for each in changes.get(version, ()))
            yield f"version {version}: {dict(kinds)}"


def page_text(body: bytes) -> str:
    """Return all words of a page: what it shows, its title, its metas, targets and alternatives."""
    if not body.lstrip().startswith(b"<"):
        return body.decode("utf-8", "replace")
    root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    unread = {text for one in root.iter("script", "style", "template") for text in one.itertext()}
    said = (one.get(name, "") for name in ("content", "href", "alt") for one in root.iter("meta", "a", "img"))
    return " ".join((*(str(text) for text in root.itertext() if text not in unread), *said))


def squeezed(text: str) -> str:
    """Return the letters, digits and signs of the text; white space, punctuation and case are left out."""
    return _NO_WORD.sub("", text.casefold())


def _is_explained(row: dict[str, Any], old: str, new: str) -> bool:
    before, after = row["before"] or "", row["after"] or ""
    if row["kind"] == "moved":
        return old != new
    if not row["hunks"]:
        question = squeezed(row["question"] or "")
        texts = (question, squeezed(before + after))
        return any(text and old.count(text) != new.count(text) for text in texts)
    return any(_came(part, new, old) for part in _parts(after, row["hunks"], newer=True)) or any(
        _came(part, old, new) for part in _parts(before, row["hunks"], newer=False)
    )


def _came(part: str, here: str, there: str) -> bool:
    return bool(part) and here.count(part) > there.count(part)


def _parts(text: str, hunks: Sequence[Mapping[str, Any]], *, newer: bool) -> Iterator[str]:
    """Yield the words of each hunk with those around it, and each target and alternative alone."""
    text, shift = content_key(text), 0
    words = without_notes(text)
    for hunk in hunks:
        start = hunk["at"] + (shift if newer else 0)
        end = start + len(hunk["after" if newer else "before"])
        yield from map(squeezed, notes(text[start:end]))
        if said := squeezed(words[start:end]):
            yield squeezed(words[:start])[-AROUND:] + said + squeezed(words[end:])[:AROUND]
        shift += len(hunk["after"]) - len(hunk["before"])


def main() -> None:
    """Print a row for each series."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("series", nargs="*")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not names():
        print(ABSENT)
        return
    total = Counter[str]()
    for name in options.series or names():
        found = judged(name)
        total.update(captures=found.captures, versions=found.versions, unexplained=len(found.unexplained))
        print(
            f"{name}: {found.captures} captures, {found.versions} versions,"
            f" {len(found.unexplained)} unexplained,"
            f" {found.otherwise} read otherwise, {1000 * found.seconds / found.captures:.1f} ms a capture",
            flush=True,
        )
        for line in found.unexplained if options.verbose else ():
            print("   ", line)
        if options.verbose:
            print("   ", dict(found.changes))
    print(dict(total))


if __name__ == "__main__":
    main()
