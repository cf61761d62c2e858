"""A large archive, made by writing its tables: ``python -m benchmarks.large FILE [ARTICLES]``.

40 outlets in 8 languages, Chinese and Japanese among them, with words as frequent as Zipf says and a fixed
seed. 82,000 articles make some 2,000,000 pairs. The words are invented: texts are more random than real ones.
Histories are plain: answers edited, questions asked and dropped. Nothing is read or folded, so only views and
queries can be measured on it.
"""

import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from harvester.archive.columns import to_text
from harvester.archive.connection import sqlite3
from harvester.archive.indexing import index_new_wordings
from harvester.archive.lives import fill_states
from harvester.archive.writing import open_archive, write_lock

ARTICLES = 82_000
"""With 11.6 questions in each of 2.3 versions these are 2,000,000 pairs."""

OUTLETS, RUNS = 40, 2_000
LANGUAGES = ("en", "en", "fr", "fr", "de", "es", "pt", "it", "zh", "ja")
"""Outlets have these languages in turn; those without spaces have a tenth of the texts (`_SHARE`)."""

_SHARE = {"zh": 0.45, "ja": 0.45}
_VOCABULARY, _CHARACTERS = 30_000, 3_000
_STREAM = 500_000
"""This many words of a language are drawn once; texts are pieces of them, so they share phrases."""

_RARE = 0.01
"""Articles that are gone; half the captures that fail, and half the pages that are read badly."""

_REPORT = '{"exit": 0, "results": {"version": 90, "unchanged": 520, "failed": 10}, "sources": {"ok": 40}}'
"""What each run reported."""

_WALLED = 0.05
"""This share of the versions has an event."""

_SHARED, _SHARED_WORDS = 0.03, 2_000
"""This share of the questions is worded as others are, in this many ways."""

_YEARS_H = 5 * 365 * 24
_LAST = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
"""The five years end today, because some questions are about the last week or month."""

_FIRST = _LAST - timedelta(hours=_YEARS_H)
_WAIT_H = 60 * 24
"""Within so many hours an article is asked for again."""

_CLASSES = (
    "number",
    "date",
    "substantive",
    "substantive",
    "substantive",
    "name",
    "punctuation",
    "link",
    "negation",
)
_STATES = ("followed",) * 198 + ("paused", "ended")
_KINDS_OF_DECISION = {"paused": "pause", "ended": "end"}

Row = tuple[object, ...]


class Text(NamedTuple):
    """A question and its answer, by the number of their wording."""

    question: str
    wording: int


class Writer:
    """Rows are kept by table and written together."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Write to this connection, inside a transaction of its caller."""
        self._conn = conn
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, table: str, *row: object) -> None:
        """Keep a row; table: its name with the columns that the row has."""
        self._rows[table].append(row)

    def flush(self) -> None:
        """Write what is kept."""
        for table, rows in self._rows.items():
            marks = ", ".join("?" * len(rows[0]))
            self._conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  our own tables
        self._rows.clear()


class Words:
    """Draws texts of a language."""

    def __init__(self, language: str, seed: random.Random) -> None:
        """Invent the words of the language."""
        self._random = seed
        self._glue = "" if language in _SHARE else " "
        if self._glue:
            letters = "eaoinrstluhdcmfpgbvk"
            self.words = ["".join(seed.choices(letters, k=seed.randint(2, 11))) for _ in range(_VOCABULARY)]
        else:
            kana = [chr(code) for code in range(0x3042, 0x3094)] if language == "ja" else []
            self.words = kana + [chr(0x4E00 + 5 * n) for n in range(_CHARACTERS)]
        weights = [*accumulate(1 / rank for rank in range(1, len(self.words) + 1))]
        self._stream = seed.choices(self.words, cum_weights=weights, k=_STREAM)

    def draw(self, number: int) -> str:
        """Return that many words, or twice as many characters, from somewhere in what is drawn already."""
        number = number if self._glue else 2 * number
        start = int(self._random.random() * (_STREAM - number))
        return self._glue.join(self._stream[start : start + number])

    def pair(self) -> tuple[str, str]:
        """Return a question and an answer."""
        mark, stop = ("?", ".") if self._glue else ("？", "。")  # noqa: RUF001
        answer = "\n\n".join(self.draw(self._random.randint(14, 40)) + stop for _ in range(2))
        return self.draw(self._random.randint(6, 12)) + mark, answer


class Large:
    """Makes the archive, article by article."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Write to this connection."""
        self.conn, self.writer = conn, Writer(conn)
        self.random = random.Random(12)  # noqa: S311  text, no secret
        self.words = {each: Words(each, self.random) for each in dict.fromkeys(LANGUAGES)}
        self.captures = self.wordings = self.changes = 0
        self._outlets = [LANGUAGES[n % len(LANGUAGES)] for n in range(OUTLETS)]
        self._weights = [_SHARE.get(each, 1) / (1 + n / 8) for n, each in enumerate(self._outlets)]

    def fill(self, articles: int) -> None:
        """Write sources, runs and that many articles."""
        self._begin(articles)
        self.writer.flush()
        for number in range(articles):
            self._article(number)

    def _begin(self, articles: int) -> None:
        add = self.writer.add
        add("archive (key, created_at)", b"a" * 16, _time(0))
        add("setting", 1, b"s" * 16, '{"delay_s": 2.0}')
        for n in range(1, RUNS + 1):
            at = _time(n * _YEARS_H / RUNS)
            add(
                "run",
                n,
                _key("run", n),
                b"a" * 16,
                at,
                at,
                "run",
                "harvester",
                "bench@bench.example",
                1,
                _REPORT,
            )
        for n in range(OUTLETS):
            url = f"https://outlet{n}.example/feed"
            add("url", articles + n + 1, url, f"example,outlet{n})/feed")
            add(
                "source (id, url_id, kind, name, every_s, links, state, since, held_by, capture_id, seen_at,"
                " problem, trouble, trouble_since)",
                n + 1, articles + n + 1, "feed", f"Outlet {n}", 0, "", "followed", _time(0), "Ada",
                None, _time(_YEARS_H), "", "", "",
            )  # fmt: skip
            self._due("", articles + n + 1, _time(_YEARS_H + 1))

    def _article(self, number: int) -> None:
        rand, add = self.random, self.writer.add
        outlet = rand.choices(range(OUTLETS), self._weights)[0]
        article, url = f"{number * 2**32 + rand.getrandbits(32):016x}", number + 1
        add("url", url, f"https://outlet{outlet}.example/{number}", f"example,outlet{outlet})/{number}")
        hours = began = rand.uniform(0, _YEARS_H)
        versions = 1 + min(39, int(rand.expovariate(1 / 1.75)))
        trouble = "gone" if rand.random() < _RARE else ""
        state = rand.choice(_STATES)
        add(
            "article (id, url_id, state, since, every_s, source_id, newest_capture_id, trouble,"
            " trouble_since, is_alone, fold)",
            article, url, state, _time(began), 0, outlet + 1, None, trouble, _time(began) if trouble else "",
            1, "",
        )  # fmt: skip
        if state in _KINDS_OF_DECISION:
            add(
                "decision (key, kind, target_kind, target, value, decided_at, who, why)",
                _key("decision", number), _KINDS_OF_DECISION[state], "article",
                f"https://outlet{outlet}.example/{number}", "", _time(began), "Ada", "",
            )  # fmt: skip
        add("member", url, article, "announced", _time(began), "", 0)
        history = _History(self, article, (url, outlet + 1, self._outlets[outlet]))
        for n in range(1, versions + 1):
            if hours < _YEARS_H:
                hours = history.version(n, hours)
        history.end()
        self._due(article, url, _time(_YEARS_H + rand.uniform(-1, _WAIT_H)))

    def _due(self, article: str, url: int, at: str) -> None:
        columns = "due (article_id, url_id, next_at, asked_at, edits)"
        self.writer.add(columns, article, url, at, _time(_YEARS_H), 0.01)


class _History:
    """The versions of one article."""

    def __init__(self, large: Large, article: str, of: tuple[int, int, str]) -> None:
        self._large, self._article = large, article
        self._url, self._source, self._language = of
        self._words = large.words[self._language]
        self._shown: list[Text] = []
        self._begun: dict[str, tuple[int, str]] = {}
        self._first: dict[str, tuple[int, int]] = {}
        self._last: dict[str, tuple[int, int]] = {}
        self._asked = 0
        self._newest = 0

    def version(self, n: int, hours: float) -> float:
        """Write a version and the captures that show it; return when the next one begins."""
        large, add, at = self._large, self._large.writer.add, _time(hours)
        snapshot = f"{self._article[:12]}{n:04x}"
        add("snapshot", snapshot, self._words.draw(7), self._words.draw(16))
        first = large.captures + 1
        add("version", self._article, n, snapshot, first, at)
        before = list(self._shown)
        self._edit(n, at)
        for position, text in enumerate(self._shown, 1):
            add("pair", snapshot, position, text.wording)
            add("placement", self._article, snapshot, position, text.question, "headings", 0.95)
        self._lives(n, at, before)
        if large.random.random() < _WALLED:
            add(
                "event", self._article, f"{large.random.getrandbits(64):016x}", "walled", at, at, n, first,
                "", "", "",
            )  # fmt: skip
        return self._seen(n, snapshot, hours)

    def _seen(self, n: int, snapshot: str, hours: float) -> float:
        """Write captures: one that brings the page, then some that confirm it, now and then a failure."""
        rand, add, large = self._large.random, self._large.writer.add, self._large
        first = large.captures + 1
        for number in range(1 + min(60, int(rand.expovariate(1 / 6)))):
            large.captures += 1
            self._newest, at = large.captures, _time(hours)
            word = "ok" if number == 0 else "server_error" if rand.random() < 2 * _RARE else "not_modified"
            add(
                "capture (id, key, run_id, kind, role, url_id, captured_at, outcome, status, confirms,"
                " payload_id)",
                large.captures, _key("capture", large.captures), 1 + int(hours * RUNS / _YEARS_H) % RUNS,
                "exchange", "article", self._url, at, word, 200, first if word == "not_modified" else None,
                large.captures if word == "ok" else None,
            )  # fmt: skip
            state = "unreadable" if word == "server_error" else "current"
            add(
                "standing", large.captures, self._article, 0, at, state, n if state == "current" else None, ""
            )
            hours += rand.uniform(2, 30)
            if hours > _YEARS_H:
                break
        body = _key("body", first) * 8
        add("payload", first, sha256(body).digest(), 15_000, None, 0, "zstd", body)
        add(
            "reading (capture_id, reader, verdict, reason, encoding, encoding_source, canonical_url,"
            " text_digest, snapshot_id, pairs, left_out, stated_id, methods, authors, published, modified,"
            " language)",
            first, "1", "content", "", "utf-8", "http", "", snapshot[:16],
            snapshot,
            len(self._shown),
            0.05 if rand.random() > 2 * _RARE else 0.4, None, "[]", "[]", "", "", self._language,
        )  # fmt: skip
        return hours

    def _edit(self, n: int, at: str) -> None:
        """Ask the first questions, or change some and tell it."""
        rand = self._large.random
        if n == 1:
            self._shown = [self._new() for _ in range(max(2, int(rand.gauss(11.6, 4))))]
            return
        for seq in range(rand.choice((1, 1, 2))):
            place, kind = (
                rand.randrange(len(self._shown)),
                rand.choice(("asked", "dropped", *["answer edited"] * 5)),
            )
            classes: list[str] = []
            places: tuple[int | None, int | None]
            if kind == "asked":
                self._shown.insert(place, self._new())
                places = (None, place + 1)
            elif kind == "dropped" and len(self._shown) > 2:  # noqa: PLR2004
                places = (place + 1, None)
            else:
                kind, classes, places = "answer edited", [rand.choice(_CLASSES)], (place + 1, place + 1)
                self._shown[place] = self._shown[place]._replace(wording=self._wording())
            question = self._shown[place].question
            if kind == "dropped":
                del self._shown[place]
            self._tell((n, at, seq), (kind, classes, question), places)

    def _tell(
        self,
        when: tuple[int, str, int],
        what: tuple[str, list[str], str],
        places: tuple[int | None, int | None],
    ) -> None:
        add, (n, at, seq), (kind, classes, question) = self._large.writer.add, when, what
        hunk = {
            "before": "35",
            "after": "53",
            "at": 3,
            "classes": classes,
            "significance": 0.85,
            "read_otherwise": False,
        }
        add(
            "change (article_id, version, seq, id, kind, classes, significance, question_id, before_position,"
            " after_position, confidence, hunks, changed_at, source_id)",
            self._article, n, seq, f"{self._large.random.getrandbits(64):016x}", kind,
            json.dumps(classes), self._large.random.random(), question, *places, 1.0,
            json.dumps([hunk] if classes else []), at, self._source,
        )  # fmt: skip
        for each in classes:
            add("change_class", self._article, n, seq, each, at)

    def _new(self) -> Text:
        self._asked += 1
        return Text(f"{self._large.random.getrandbits(48):012x}{self._asked:04x}", self._wording())

    def _wording(self) -> int:
        self._large.wordings += 1
        n, (question, answer) = self._large.wordings, self._words.pair()
        self._large.writer.add("wording", n, f"{n:016x}", question, answer, "[]", "[]", None)
        return n

    def _lives(self, n: int, at: str, before: list[Text]) -> None:
        """Begin and end the spells of texts."""
        shown, was = set(self._shown), set(before)
        for text in before:
            if text not in shown:
                self._spell(text, (n - 1, at))
        for position, text in enumerate(self._shown, 1):
            self._last[text.question] = n, position
            self._first.setdefault(text.question, (n, position))
            if text not in was:
                self._begun[text.question] = n, at

    def _spell(self, text: Text, ended: tuple[int | None, str | None]) -> None:
        (first, at), (until, end) = self._begun.pop(text.question), ended
        self._large.writer.add(
            "spell", self._article, text.question, first, until, text.wording, self._source, at, end,
            _seconds(at), _seconds(end) if end else None,
        )  # fmt: skip

    def end(self) -> None:
        """Write what stands, the questions, and which capture is the newest."""
        large = self._large
        for text in self._shown:
            self._spell(text, (None, None))
        for each, first in self._first.items():
            shared = large.random.random() < _SHARED
            named = f"shared{large.random.randrange(_SHARED_WORDS)}" if shared else each
            large.writer.add(
                "question", each, self._article, "As first asked?", named, named, *first, *self._last[each]
            )
        large.writer.flush()
        newest = "UPDATE article SET newest_capture_id = ? WHERE id = ?"
        large.conn.execute(newest, (self._newest, self._article))


def _time(hours: float) -> str:
    return to_text(_FIRST + timedelta(hours=hours))


MIDDLE = _time(_YEARS_H / 2)
"""A moment in the middle of the five years."""


def _seconds(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp())


def _key(*parts: object) -> bytes:
    return sha256(repr(parts).encode()).digest()[:16]


@contextmanager
def kept_or_made(part: int) -> Iterator[Path]:
    """Yield the archive that HARVESTER_LARGE names, else one with that part of the articles, then removed."""
    if known := os.environ.get("HARVESTER_LARGE"):
        yield Path(known)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.db"
        make(path, ARTICLES // part)
        yield path


def make(path: Path, articles: int = ARTICLES) -> None:
    """Make the archive."""
    db = open_archive(path, create=True)
    with closing(db.conn) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA cache_size = -200000")
        dropped = [*_dropped(conn)]
        with write_lock(db):
            Large(conn).fill(articles)
            for sql in dropped:
                conn.execute(sql)
            fill_states(conn)  # it asks for the standing of an article by an index
            index_new_wordings(conn)
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _dropped(conn: sqlite3.Connection) -> Iterator[str]:
    """Drop the indexes, which are quicker made at the end, and the triggers of `due`; yield their SQL."""
    rows = conn.execute(
        "SELECT type, name, sql FROM sqlite_schema"
        " WHERE sql LIKE 'CREATE INDEX%' OR (type = 'trigger' AND name LIKE 'due_%')"
    ).fetchall()
    for kind, name, sql in rows:
        conn.execute(f"DROP {kind} {name}")
        yield sql


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:]))
