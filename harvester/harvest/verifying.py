"""What ``verify`` does: it compares all rows with what was stored with them, or derives them again."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypedDict

from harvester.archive import fixity, integrity
from harvester.archive.beside import ARCHIVE, keep_readings, opened_beside
from harvester.archive.chain import archives, follow, own_key, uncovered
from harvester.archive.connection import select, sqlite3
from harvester.archive.differences import Difference
from harvester.archive.due import inexact
from harvester.archive.integrity import Check
from harvester.archive.invariants import broken, rules_of_lineage
from harvester.archive.search_index import index_problem, unindexed
from harvester.archive.stamps import stamps
from harvester.archive.tallies import miscounted, tallied
from harvester.errors import ArchiveError, ConfigError
from harvester.harvest.checking import (
    header_checks,
    open_to_check,
    quantity,
    run_check,
    walks_in_time,
    whole_walks,
)
from harvester.harvest.remaking import RemakingReport, compare, remake
from harvester.harvest.stamping import wrong_stamps
from harvester.interop.timestamp import has_library
from harvester.site_rule import SiteRule

WALKING_S = 10.0
"""For a sample, the checks that walk through the whole file get this long together."""

_ARTICLES = f"SELECT id FROM {ARCHIVE}.article ORDER BY random() LIMIT ?"  # noqa: S608  a constant
_COUNT = "SELECT count(*) FROM {}"


class CheckScope(TypedDict, total=False):
    """What a check says beside problems: see `Check`."""

    extent: str
    left_out: str


class Verification(NamedTuple):
    """What to verify.

    rules: the site rules by which captures are read. sample: this many payloads, rows and articles, drawn at
    random; None: all. against: a head that somebody noted, ``b""`` for none.
    """

    path: Path
    rules: tuple[SiteRule, ...] = ()
    sample: int | None = None
    against: bytes = b""


def verify(wanted: Verification) -> Iterator[Check]:
    """Yield one check after another; nothing is changed.

    Raises ConfigError, ArchiveDamaged or SchemaTooNew if the file cannot be opened as an archive.
    """
    sample = wanted.sample
    with open_to_check(wanted.path) as conn:
        yield from header_checks(conn)
        if sample is None:
            yield from whole_walks(conn)
        yield run_check("decisions", lambda: integrity.unsettled(conn), is_derived=True)
        yield run_check("times to ask", lambda: inexact(conn), is_derived=True)
        damaged: list[int] = []
        yield _payloads(conn, sample, damaged)
        of_each = "" if sample is None else f"at most {sample:,} of each of "
        texts, keys = (
            _numbers(conn, "setting", "headers", "url"),
            _numbers(conn, "capture", "decision", "stamp"),
        )
        yield run_check("texts", lambda: fixity.texts(conn, sample), of_each + texts)
        yield run_check("keys", lambda: fixity.keys(conn, sample), of_each + keys)
        yield from _chains(conn, sample)
        yield _stamps(conn)
        if wanted.against:
            yield _against(conn, wanted.against)
        yield from _rules(conn, sample)
    yield _history(wanted, damaged)
    yield _search_index(wanted)


def _rules(conn: sqlite3.Connection, sample: int | None) -> Iterator[Check]:
    """Yield the checks of rules that hold in every history, and for a sample also those of the whole file."""
    if sample is None:
        yield run_check("lineage", lambda: broken(conn), is_derived=True)
        yield run_check("tallies", lambda: miscounted(conn), is_derived=True)
    else:
        walks = {"lineage": rules_of_lineage(conn), "tallies": tallied(conn)}
        yield from walks_in_time(conn, WALKING_S, walks)


def _numbers(conn: sqlite3.Connection, *tables: str) -> str:
    """Return "3,004 rows of capture, 1 row of decision"; ``""`` if that cannot be read."""
    try:
        return ", ".join(_rows_of(each, select(conn, _COUNT.format(each))[0][0]) for each in tables)
    except (sqlite3.Error, ArchiveError):
        return ""


def _rows_of(table: str, number: int) -> str:
    return f"{quantity(number, 'row')} of {table}"


def _payloads(conn: sqlite3.Connection, sample: int | None, damaged: list[int]) -> Check:
    """Return the check; the payloads that cannot be read are added to the damaged ones."""
    ids: list[int] = []

    def find() -> Iterator[str]:
        ids.extend(
            fixity.payload_ids(conn) if sample is None else sorted(fixity.drawn_ids(conn, "payload", sample))
        )
        for each in fixity.unreadable(conn, ids):
            damaged.append(each.payload_id)
            yield each.problem
        yield from fixity.misplaced(conn)

    check = run_check("payloads", find)
    extent = _numbers(conn, "payload")
    return check._replace(extent=f"{len(ids):,} out of {extent}" if sample is not None else extent)


def _chains(conn: sqlite3.Connection, sample: int | None) -> Iterator[Check]:
    """Yield a check for the chain of each archive that this one was made of, its own first."""
    keys: list[bytes] = []

    def find() -> Iterator[str]:
        keys.extend(archives(conn))
        yield from ()

    check = run_check("manifests", find)
    if check.problems:
        yield check
    for number, key in enumerate(keys):
        name = "manifests" if number == 0 else f"manifests of archive {key.hex()[:8]}"
        yield _chain(conn, key, sample)._replace(name=name)


def _chain(conn: sqlite3.Connection, key: bytes, sample: int | None) -> Check:
    """Return the check of one chain, with its newest head and what it does not cover yet."""
    scope = CheckScope()

    def find() -> Iterator[str]:
        head, problems = follow(conn, key, sample=sample)
        yield from problems
        if head:
            rows = quantity(head.rows, "row")
            if sample is not None:
                rows += f", of which about {min(sample, head.rows):,} were read"
            scope["extent"] = f"{head.number:,} over {rows}; the head is {head.head.hex()}"
        if key == own_key(conn) and (later := uncovered(conn)):
            rows = ", ".join(_rows_of(*each) for each in later.items())
            scope["left_out"] = f"rows that were added since ({rows}): the next run covers them"

    return run_check("manifests", find)._replace(**scope)


def _stamps(conn: sqlite3.Connection) -> Check:
    """Return the check of the time stamps, by the root certificates that were kept with them."""
    scope = CheckScope()

    def find() -> Iterator[str]:
        kept = stamps(conn)
        if not kept:
            return
        if not has_library():
            scope["left_out"] = f"{len(kept):,} of them: pip install 'harvester[timestamp]'"
            return
        yield from wrong_stamps(conn)
        roots = ", ".join(sorted({sha256(each.root).hexdigest() for each in kept}))
        scope["extent"] = f"{len(kept):,}, the newest of {kept[-1].stamped_at}; roots have SHA-256 {roots}"

    return run_check("time stamps", find)._replace(**scope)


def _against(conn: sqlite3.Connection, head: bytes) -> Check:
    """Return the check of everything that the head covers."""
    scope = CheckScope()

    def find() -> Iterator[str]:
        rows = select(conn, "SELECT archive FROM manifest WHERE head = ?", (head,))
        if not rows:
            yield "no manifest has it: what it covers was changed or dropped, or it is of another archive"
            return
        whole, problems = follow(conn, bytes(rows[0][0]), head)
        yield from problems
        if whole and not problems:
            verb = "is as it was" if whole.rows == 1 else "are as they were"
            scope["extent"] = f"{quantity(whole.rows, 'row')} {verb} at {whole.made_at}"

    return run_check(f"head {head.hex()}", find)._replace(**scope)


def _history(wanted: Verification, damaged: Iterable[int]) -> Check:
    """Return the check of everything derived. damaged: payloads that cannot be read."""
    scope = CheckScope()

    def find() -> Iterator[str]:
        with opened_beside(wanted.path) as conn:
            unreadable = fixity.captures_of(conn, damaged)
            keep_readings(conn, unreadable)
            articles = None
            if wanted.sample is not None:
                articles = tuple(row[0] for row in select(conn, _ARTICLES, (wanted.sample,)))
            remake(conn, wanted.rules, articles)
            compared = compare(conn, articles)
            yield from (_sentence(conn, each) for each in compared.differences)
            some = "" if articles is None else f"{len(articles):,} out of "
            scope["extent"] = f"{some}{quantity(compared.articles, 'article')} made again"
            scope["left_out"] = _left_out(compared, unreadable)

    return run_check("history", find, is_derived=True)._replace(**scope)


def _search_index(wanted: Verification) -> Check:
    """Return the check of the search index; for a sample only of how many wordings it has."""
    if wanted.sample is None:
        return run_check("search index", lambda: filter(None, [index_problem(wanted.path)]), is_derived=True)

    def find() -> Iterator[str]:
        with open_to_check(wanted.path) as conn:
            yield from unindexed(conn)

    counted = "how many wordings it has"
    check = run_check("search index", find, counted, is_derived=True)
    return check._replace(left_out="which words it has; 'harvester verify' without --sample looks")


def _left_out(compared: RemakingReport, unreadable: list[int]) -> str:
    """Return what could not be compared, and why."""
    excused = compared.excused
    if excused.waits:
        return "everything: a decision waits to be applied; do 'harvester run', then verify again"
    reasons = []
    if excused.captures or excused.articles:
        reasons.append(
            f"{quantity(len(excused.articles), 'article')}: {len(excused.captures):,} of the captures wait to"
            " be read, or were read by another reader, or other rules told their histories; do"
            " 'harvester run', then verify again"
        )
    if unreadable:
        reasons.append(f"the readings of {quantity(len(unreadable), 'capture')} with a damaged payload")
    return "; ".join(reasons)


def _sentence(conn: sqlite3.Connection, difference: Difference) -> str:
    """Return a sentence about a row: its table, what names it, what is wrong."""
    named = ", ".join(f"{name} {_name_of(conn, name, value)}" for name, value in difference.named.items())
    columns = f" ({', '.join(difference.columns)})" if difference.columns else ""
    return f"{difference.table} {named} {difference.wrong}{columns}"


def _name_of(conn: sqlite3.Connection, name: str, value: object) -> object:
    """Return what a number of this file stands for, any other value as it is."""
    if name.endswith("capture_id"):
        rows = select(conn, "SELECT lower(hex(key)) FROM capture WHERE id = ?", (int(str(value)),))
        return rows[0][0] if rows else value
    if name == "url_id":
        rows = select(conn, "SELECT url FROM url WHERE id = ?", (int(str(value)),))
        return rows[0][0] if rows else value
    return value


def noted_head(text: str) -> bytes:
    """Return the head that a person wrote down as 64 hexadecimal digits; raises ConfigError."""
    try:
        head = bytes.fromhex(text)
    except ValueError:
        head = b""
    if len(head) != 32:  # noqa: PLR2004  a SHA-256
        raise ConfigError(
            text, "is not a head", "A head has 64 hexadecimal digits; 'harvester status' shows it."
        )
    return head
