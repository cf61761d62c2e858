"""``harvester accept``: a person confirms that a capture shows the article as it is."""

from harvester.archive.decisions import DecisionKind
from harvester.cli.deciding import judging_verb

command = judging_verb(
    DecisionKind.ACCEPT,
    """Confirm that a capture shows the article as it is, so that it becomes a version.

    A capture is named by its key or the beginning of it. If an article is named, its captures are accepted
    that have been suspect or waiting since its newest version was last seen. A capture is suspect, for
    example, if it shows none of the questions. It is waiting if most of them are gone.
    """,
)
