"""A part of an archive as an archive of its own: a part of its evidence, and the history made of it.

It is a merge of that evidence into an empty archive. So ids, versions and changes are the same as in the
whole, it can be verified and merged, and nothing that was taken down comes along.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from harvester.archive.merging import Only, Taken
from harvester.archive.publishing import part_of, publish
from harvester.archive.writing import open_archive
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.merging import merge
from harvester.site_rule import SiteRule

SUFFIXES = (".db", ".sqlite", ".sqlite3")


def to_archive(
    target: Path,
    source: Path,
    only: Only,
    rules: tuple[SiteRule, ...],
    watch: Callable[[int, int], object],
) -> Taken:
    """Write the rows of the source archive to a new archive; return what it took."""
    with part_of(target) as part:
        with closing(open_archive(part, create=True)) as db:
            merged = merge(Deriving(db, rules, utc_now), source, watch, only=only)
            db.conn.execute("PRAGMA journal_mode = DELETE")
            db.conn.execute("VACUUM")
        for side in (part.with_name(f"{part.name}{suffix}") for suffix in ("-wal", "-shm")):
            side.unlink(missing_ok=True)
        publish(part, target)
    return merged.taken
