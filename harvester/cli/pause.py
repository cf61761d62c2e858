"""``harvester pause``: what is not asked for until it is resumed."""

from harvester.archive.decisions import DecisionKind
from harvester.cli.deciding import following_verb

command = following_verb(
    DecisionKind.PAUSE,
    """Stop asking for an article or a source until it is resumed.

    Give its URL; for an article, its id will do too. An article that only a paused source announces is
    paused with it. Everything stored is kept.
    """,
)
