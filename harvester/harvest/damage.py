"""Damage that a run finds in the archive: the run goes on capturing, and reports the damage at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from harvester.errors import ArchiveDamaged

_ADVICE = "'harvester verify' says what is damaged and what to do."


@dataclass(slots=True)
class Damage:
    """The parts of the archive that could not be read, in the order in which a run found them."""

    found: list[ArchiveDamaged] = field(default_factory=list)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note damage that is found inside, where a transaction undoes what was written, and go on."""
        try:
            yield
        except ArchiveDamaged as error:
            self.found.append(error)

    def since(self, number: int) -> str:
        """Return in words the damage found after this many, ``""`` for none."""
        return "; ".join(each.reason for each in self.found[number:])

    def tell(self) -> None:
        """Raise ArchiveDamaged if something was found."""
        if self.found:
            first = self.found[0]
            reason = f"what was due is captured and kept, but the archive is damaged: {first.reason}"
            raise ArchiveDamaged(first.path, reason, _ADVICE)
