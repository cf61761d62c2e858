"""``harvester resume``: what was paused is asked for again."""

from harvester.archive.decisions import DecisionKind
from harvester.cli.deciding import following_verb

command = following_verb(
    DecisionKind.RESUME,
    """Ask again for an article or a source that was paused.

    Give its URL; for an article, its id will do too.
    """,
)
