"""The yield of articles: whether most of the questions went at once, and by whom: publisher or parser."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.derived import drop_readings, outdated
from harvester.archive.evidence import accept_capture
from harvester.archive.read import rows
from harvester.archive.versions import yields
from harvester.harvest.derive import catch_up, rebuild
from harvester.harvest.reading import SUSPECT, parser_label
from harvester.site_rule import SiteRule

MANY = 5
"""Questions from which on the loss of some is looked at; fewer go for good reasons every day."""

KEPT = 3
"""One question in so many must be left; the view ``yield_list`` has the same figures."""


class YieldLoss(NamedTuple):
    """An article whose newest version had so many questions before the archive was read again, and after."""

    url: str
    before: int
    after: int


class Reread(NamedTuple):
    """So many captures were read, and the articles that lost most of their questions by that."""

    captures: int
    losses: tuple[YieldLoss, ...] = ()


def lost_most(before: int, after: int) -> bool:
    """Return whether most of the questions went at once, as they do where the parser or the page broke."""
    return before > after == 0 or (before >= MANY and KEPT * after < before)


def accept(db: Database, article_id: str, now: datetime, rules: Sequence[SiteRule] = ()) -> int:
    """Believe that an article's questions are gone for good; return how many captures that is said of.

    0 where nothing is asked about. Suspect captures become versions, from the first that shows none.
    Interrupted, it can be said again: readings are dropped first, for once accepted nothing is asked about.
    """
    told = [row for row in rows(db.conn, "yield") if row["article_id"] == article_id]
    lost = [
        row for loss in told for row in rows(db.conn, "lost", article=article_id, before=loss["pairs_before"])
    ]
    drop_readings(db, [row["capture_id"] for row in lost if row["verdict"] == SUSPECT])
    for row in lost:
        accept_capture(db, row["capture_id"], now)
    caught_up(db, rules)
    return len(lost)


def caught_up(db: Database, rules: Sequence[SiteRule] = ()) -> Reread:
    """Read what is stored and unread; everything, where another parser read it, or by other site rules."""
    if outdated(db, parser_label(rules)):
        return rebuilt(db, rules)
    return Reread(sum(catch_up(db, rules)))


def rebuilt(db: Database, rules: Sequence[SiteRule] = ()) -> Reread:
    """Derive everything again."""
    before = yields(db)
    captures = sum(rebuild(db, rules))
    return Reread(captures, tuple(_losses(before, yields(db))))


def _losses(before: dict[str, int], after: dict[str, int]) -> Iterator[YieldLoss]:
    for url, had in before.items():
        if lost_most(had, after.get(url, 0)):
            yield YieldLoss(url, had, after.get(url, 0))
