"""What a torture found, as a row of the table that ``make torture`` prints."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One kind of torture. wrong: sentences, () for nothing. skipped: why it could not be tried."""

    what: str
    tried: int
    unit: str
    wrong: tuple[str, ...] = ()
    note: str = ""
    skipped: str = ""

    def row(self, seconds):
        """Return the row as a line of text."""
        if self.skipped:
            return f"{self.what:<46} {'skipped: ' + self.skipped}"
        found = f"{len(self.wrong)} WRONG" if self.wrong else "nothing wrong"
        return f"{self.what:<46} {self.tried:>6} {self.unit:<16} {found:<14} {seconds:>6.0f} s  {self.note}"
