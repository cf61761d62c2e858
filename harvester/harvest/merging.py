"""Merging: the evidence of another archive is taken into this one, and the history is derived from both."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from harvester.archive.columns import to_text
from harvester.archive.connection import open_readonly, select
from harvester.archive.due import plan
from harvester.archive.indexing import index_new_wordings
from harvester.archive.manifests import seal
from harvester.archive.merging import Only, Taken, Watcher, take
from harvester.archive.payload import Payloads
from harvester.archive.readings import drop_orphans
from harvester.archive.sides import Sides
from harvester.archive.writing import evidence
from harvester.errors import ArchiveDamaged, ConfigError
from harvester.harvest.catching_up import NO_LIMIT, catch_up
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.harvest.takedown import settle_without_bodies
from harvester.interop.saved import AHEAD


@dataclass(frozen=True, slots=True)
class Merged:
    """The evidence that a merge took, and the ids of the articles that it settled."""

    taken: Taken
    articles: frozenset[str]


def merge(
    deriving: Deriving,
    path: Path,
    watch: Watcher,
    *,
    takedowns: bool = False,
    only: Only | None = None,
) -> Merged:
    """Take the evidence of the archive at the path into this one, and settle what is new.

    only: the numbers of the rows that are taken, by table; None for all there is. Evidence is taken in one
    transaction. It may be stopped at any point and repeated: what was taken is known, and the next run
    settles what was not settled. The other archive is not changed.

    Raises ConfigError for this archive itself, ArchiveDamaged, SchemaTooNew, SchemaTooOld and
    TakenDownElsewhere.
    """
    db = deriving.db
    ours = Path(select(db.conn, "PRAGMA database_list")[0][2])
    if path.exists() and path.samefile(ours):
        raise ConfigError(str(path), "is the archive itself", "Name another one.")
    with closing(open_readonly(path)) as theirs:
        theirs.execute("BEGIN")
        found = select(theirs, "PRAGMA quick_check(1)")[0][0]
        if found != "ok":
            raise ArchiveDamaged(path, f"SQLite finds it damaged ({found})", "Nothing was merged.")
        sides = Sides(db.conn, theirs, path, Payloads(theirs), to_text(deriving.now() + AHEAD))
        with evidence(db):
            taken = take(db, sides, watch, takedowns=takedowns, only=only)
            settled = settle_without_bodies(deriving, taken.held) if taken.held else []
            index_new_wordings(db.conn)
            drop_orphans(db)
    changed = {each.article_id for each in (*settled, *enact(db))}
    for caught_up in catch_up(deriving, NO_LIMIT):
        changed.update(each.article_id for each in caught_up.settled)
    plan(db)
    seal(db, deriving.now())
    return Merged(taken, frozenset(changed))
