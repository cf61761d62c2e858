"""From a stored capture to its reading, and to a version where the words are new; the same live and rebuilt.

Captures are derived in the order of their ids, by one parser version and one set of site rules at a time:
`catch_up` reads what an interrupted run left, `rebuild` starts from nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.captures import read_capture
from harvester.archive.derived import (
    drop_derived,
    is_accepted,
    outdated,
    pending,
    store_reading,
    store_version,
)
from harvester.archive.ids import question_id, snapshot_id
from harvester.archive.rows import CONTENT, Pending, Reading, StoredVersion
from harvester.archive.versions import (
    dropped_questions,
    latest_version,
    question_ids_of,
)
from harvester.archive.writing import derived
from harvester.diff import Comparison, compare
from harvester.errors import HarvesterError
from harvester.harvest.reading import SUSPECT, UNREADABLE, PageReading, parser_label, read_page
from harvester.model import Capture, Change, Pair, Snapshot
from harvester.site_rule import SiteRule


@dataclass(frozen=True, slots=True)
class Derived:
    """What a capture came to. version: the number of the version it opened, 0 where it opened none.

    pairs, pairs_before: of that version and of the one before.
    """

    verdict: str
    reason: str = ""
    version: int = 0
    changes: tuple[Change, ...] = ()
    pairs: int = 0
    pairs_before: int = 0


class Incomparable(HarvesterError):
    """Our own code could not tell what changed: this costs a page its version, not the run its end."""


class _Step(NamedTuple):
    """The version that a snapshot belongs to, and, where the capture opens it, what changed."""

    version: StoredVersion
    opens: bool = False
    changes: tuple[tuple[Change, str | None], ...] = ()
    pairs_before: int = 0


AT_ONCE = 1000
"""How many waiting captures are looked up at a time, so that memory stays flat in a large archive."""


def derive(
    db: Database, capture_id: int, article_id: str, capture: Capture, rules: Sequence[SiteRule] = ()
) -> Derived:
    """Read a successful capture and store what it came to, in one transaction."""
    page = read_page(capture, rules)
    with derived(db):
        page, step = _believed(db, Pending(capture_id, article_id), page)
        if step and step.opens:
            store_version(db, article_id, capture_id, step.version, step.changes)
        store_reading(db, _row(Pending(capture_id, article_id), page, step, parser_label(rules)))
    if not step or not step.opens:
        return Derived(page.verdict, page.reason)
    return Derived(
        page.verdict,
        page.reason,
        step.version.n,
        tuple(change for change, _ in step.changes),
        len(page.snapshot.pairs),
        step.pairs_before,
    )


def _believed(db: Database, waiting: Pending, page: PageReading) -> tuple[PageReading, _Step | None]:
    """Return the page with the version it belongs to; a page that is none after all with its reason."""
    if page.verdict != CONTENT:
        return page, None
    article_id = waiting.article_id
    unbelieved = PageReading(SUSPECT, encoding=page.encoding, encoding_source=page.encoding_source)
    suspicion = _suspicion(db, article_id, page.snapshot)
    if suspicion and not is_accepted(db, waiting.capture_id):
        return replace(unbelieved, reason=suspicion), None
    try:
        return page, _step(db, article_id, page.snapshot)
    except Incomparable as error:
        return replace(unbelieved, verdict=UNREADABLE, reason=str(error)), None


def catch_up(db: Database, rules: Sequence[SiteRule] = ()) -> Iterator[int]:
    """Read what is stored and unread; yield 1 for each capture.

    Everything, where another parser read it, or other site rules: readings stay a function of the
    evidence, the parser's version and the rules.
    """
    if outdated(db, parser_label(rules)):
        yield from rebuild(db, rules)
        return
    yield from _read_pending(db, rules)


def rebuild(db: Database, rules: Sequence[SiteRule] = ()) -> Iterator[int]:
    """Derive everything again from the captures, all or nothing; yield 1 for each capture."""
    with derived(db):
        drop_derived(db)
        yield from _read_pending(db, rules)


def _read_pending(db: Database, rules: Sequence[SiteRule]) -> Iterator[int]:
    after = 0
    while some := pending(db, after=after, limit=AT_ONCE):
        for waiting in some:
            derive(db, *waiting, read_capture(db.conn, waiting.capture_id), rules)
            yield 1
        after = some[-1].capture_id


def _row(waiting: Pending, page: PageReading, step: _Step | None, parser: str) -> Reading:
    return Reading(
        capture_id=waiting.capture_id,
        article_id=waiting.article_id,
        parser=parser,
        verdict=page.verdict,
        reason=page.reason,
        encoding=page.encoding,
        encoding_source=page.encoding_source,
        snapshot_id=step.version.snapshot_id if step else None,
        version=step.version.n if step else None,
        pairs=len(page.snapshot.pairs) if step else None,
        published=page.snapshot.published,
        modified=page.snapshot.modified,
    )


def _suspicion(db: Database, article_id: str, snapshot: Snapshot) -> str:
    """Return why the snapshot is not to be believed; ``""`` where it may become a version."""
    if snapshot.pairs:
        return ""
    latest = latest_version(db, article_id)
    if latest is None or not latest.snapshot.pairs:
        return ""
    had = len(latest.snapshot.pairs)
    return f"no questions found where version {latest.n} had {had}: the parser or the page is broken"


def _step(db: Database, article_id: str, snapshot: Snapshot) -> _Step:
    """Return the version the snapshot belongs to: the latest, or the next where the words are new."""
    key = snapshot_id(article_id, snapshot)
    latest = latest_version(db, article_id)
    if latest is None:
        questions = _lineages(db, article_id, snapshot, {})
        return _Step(StoredVersion(1, key, snapshot, questions), opens=True)
    if latest.snapshot_id == key:
        return _Step(latest)
    return _next_step(db, article_id, latest, StoredVersion(latest.n + 1, key, snapshot, ()))


def _next_step(db: Database, article_id: str, old: StoredVersion, new: StoredVersion) -> _Step:
    """Return the step from one version to the next: each pair's question, and what changed."""
    dropped = dropped_questions(db, article_id)
    comparison = _compared(old.snapshot, new.snapshot, [pair for _, pair in dropped])
    questions = question_ids_of(db, new.snapshot_id) or _lineages(
        db, article_id, new.snapshot, _continued(comparison, old, [question for question, _ in dropped])
    )
    changes = tuple((change, _question_of(change, old, questions)) for change in comparison.changes)
    return _Step(
        replace(new, question_ids=questions),
        opens=True,
        changes=changes,
        pairs_before=len(old.snapshot.pairs),
    )


def _compared(old: Snapshot, new: Snapshot, dropped: list[Pair]) -> Comparison:
    try:
        return compare(old, new, dropped)
    except Exception as error:  # as in read_page: what stays unread would stop every later run as well
        raise Incomparable(f"the comparison failed: {type(error).__name__}: {error}") from error


def _continued(comparison: Comparison, old: StoredVersion, dropped: list[str]) -> dict[int, str]:
    """Return {position in the new snapshot: the question it continues}."""
    linked = {after: old.question_ids[before] for before, after in comparison.links}
    return linked | {after: dropped[index] for index, after in comparison.restored}


def _lineages(
    db: Database, article_id: str, snapshot: Snapshot, continued: dict[int, str]
) -> tuple[str, ...]:
    """Return the question of each pair: the one it continues, else a new one with an id of its own."""
    taken = set(continued.values())
    questions = []
    for position, pair in enumerate(snapshot.pairs):
        question = continued.get(position) or _new_question(db, article_id, pair.question, taken)
        taken.add(question)
        questions.append(question)
    return tuple(questions)


def _new_question(db: Database, article_id: str, text: str, taken: set[str]) -> str:
    """Return the first id for that wording that no other question of the article has."""
    ordinal = 0
    while True:
        question = question_id(article_id, text, ordinal)
        known = db.conn.execute("SELECT 1 FROM question WHERE id = ?", (question,)).fetchone()
        if question not in taken and not known:
            return question
        ordinal += 1


def _question_of(change: Change, old: StoredVersion, questions: tuple[str, ...]) -> str | None:
    """Return the question that a change is about; None for the title and the lead."""
    if change.after >= 0:
        return questions[change.after]
    return old.question_ids[change.before] if change.before >= 0 else None
