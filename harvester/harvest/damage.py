"""Damage of the archive that a run meets: it goes on capturing, and says so when it has ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from harvester.errors import ArchiveDamaged

_ADVICE = "'harvester verify' says what is damaged and what to do."


@dataclass(slots=True)
class Damage:
    """What of the archive could not be read, in the order in which it was met."""

    found: list[ArchiveDamaged] = field(default_factory=list)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note damage that is met inside, where what was written is rolled back, and go on."""
        try:
            yield
        except ArchiveDamaged as error:
            self.found.append(error)

    def since(self, number: int) -> str:
        """Return what was met after this many, as words; ``""`` for nothing."""
        return "; ".join(each.reason for each in self.found[number:])

    def tell(self) -> None:
        """Raise ArchiveDamaged if something was found."""
        if self.found:
            first = self.found[0]
            reason = f"what was due is captured and kept, but the archive is damaged: {first.reason}"
            raise ArchiveDamaged(first.path, reason, _ADVICE)
