"""``harvester end``: what is no longer asked for."""

from harvester.archive.decisions import DecisionKind
from harvester.cli.deciding import following_verb

command = following_verb(
    DecisionKind.END,
    """Stop asking for an article or a source, even if harvester.toml or a source names it.

    Give its URL; for an article, its id will do too. Everything stored is kept.
    `harvester add` follows it again.
    """,
)
