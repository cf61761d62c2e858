"""``harvester reject``: a person says that a capture does not show the article."""

from harvester.archive.decisions import DecisionKind
from harvester.cli.deciding import judging_verb

command = judging_verb(
    DecisionKind.REJECT,
    """Say that a capture does not show the article, so that it opens no version.

    A capture is named by its key or the beginning of it. If an article is named, the capture that opened its
    newest version is rejected. Later captures with the same content are rejected with it, until one of them
    is accepted. The capture is kept as evidence.
    """,
)
