"""What a verb says where something in the archive is odd: damaged, or made so by somebody on purpose."""

from pathlib import Path

from harvester.archive.connection import archive_errors, sqlite3
from harvester.errors import ArchiveDamaged, HarvesterError, fault_words

_ADVICE = (
    "'harvester doctor' says whether the archive is damaged; if it is not, this is a fault of the program:"
    " please report it."
)


def as_damage(error: Exception) -> HarvesterError:
    """Return what an error of SQLite says about the archive; of other faults, what could not be read."""
    archive = Path("the archive")
    if isinstance(error, sqlite3.Error):
        try:
            with archive_errors(archive):
                raise error
        except HarvesterError as known:
            return known
        except sqlite3.Error:
            pass
    return ArchiveDamaged(archive, f"something in it cannot be read: {fault_words(error)}", _ADVICE)
