"""What is new in the histories that a capture or a reader touched."""

from collections.abc import Iterable
from dataclasses import dataclass

from harvester.harvest.settling import Settled


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was new in an article's history: its versions, kinds of changes and events.

    is_first: its first version is among them. pairs: how many questions its newest version has.
    """

    article_id: str
    versions: int = 0
    is_first: bool = False
    changes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    pairs: int = 0


def settlements(settled: Iterable[Settled]) -> tuple[Settlement, ...]:
    """Return what was new in each history that has something new.

    For one that was folded again as a whole, these are the versions beyond those that it had.
    """
    return tuple(filter(None, map(_settlement, settled)))


def _settlement(settled: Settled) -> Settlement | None:
    opened = [step.version for step in settled.steps.values() if step.version]
    opened = [version for version in opened if version.n > settled.had or not settled.folded]
    events = (
        ()
        if settled.folded
        else tuple(
            event.kind
            for step in settled.steps.values()
            for event in step.events
            if event.until_at in {"", event.from_at}
        )
    )
    if not (opened or events):
        return None
    return Settlement(
        settled.article_id,
        len(opened),
        any(version.n == 1 for version in opened),
        tuple(str(told.change.kind) for version in opened for told in version.changes),
        events,
        len(opened[-1].questions) if opened else 0,
    )
