"""Where a history stands after its last sighting. It is small, and enough to go on with the next one."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import NamedTuple

from harvester.history.ids import event_id
from harvester.history.sighting import Sighting
from harvester.history.surroundings import NOT_RESTLESS, Restless
from harvester.history.turns import NO_TURNS, Turns
from harvester.history.waiting import NOTHING_WAITS, WaitingContent


class EventKind(StrEnum):
    """What happened to an article beyond the words of its versions: a closed list.

    "gone", "walled", "suspect", "alternating", "read otherwise" and "unrendered" last from one capture to
    another. The others happen at one capture, and so does "read otherwise" where a version opens.
    """

    GONE = "gone"
    BACK = "back"
    MOVED = "moved"
    WALLED = "walled"
    RETURNED = "returned"
    SUSPECT = "suspect"
    ALTERNATING = "alternating"
    REWRITTEN = "rewritten"
    READ_OTHERWISE = "read otherwise"
    RENDERED = "rendered"
    UNRENDERED = "unrendered"
    SURROUNDINGS_EDITED = "surroundings edited"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an article besides changes of its words.

    from_at, until_at: times of captures; until_at is ``""`` while the event lasts, and equals from_at
    where it happened at one capture. capture: key of the capture at which it began.
    version: the version that was current then, 0 for none; of "returned", the earlier version shown again; of
    "rewritten", the new one.
    detail: the verdict of a wall, the word of what is gone, the reason of a suspicion, the versions that take
    turns, how much was rewritten; of "read otherwise", how many differences of each kind only the reader
    made, ``""`` where the whole text is the same; of "rendered", how the page is read from then on; of
    "surroundings edited", how many passages went and came.
    before, after: of "moved", the URLs; of "read otherwise", the ids of the two snapshots; of "surroundings
    edited", the passages that went, and those that came, with a blank line between two.
    """

    id: str
    kind: str
    from_at: str
    until_at: str
    version: int
    capture: str
    detail: str = ""
    before: str = ""
    after: str = ""


class Missing(NamedTuple):
    """The first sighting that found nothing at the URL; all fields are ``""`` if there is none.

    how: "soft_404" if the page said so, else the outcome.
    """

    capture: str = ""
    at: str = ""
    how: str = ""


NOT_MISSING = Missing()
"""Nothing was missed since the page was last seen."""


class State(NamedTuple):
    """Where a history stands. The empty one is the beginning.

    version, snapshot: number and snapshot id of the current version, 0 and ``""`` before the first. text,
    end, canonical, page: of the last sighting that showed the current version: the digest of its text, the
    URL where it was found, its rel=canonical, the key of its capture; ``""`` where unknown. home: the
    permanent URL of the last sighting with content. pages, is_cut: of the last sighting that showed the
    current version: how many pages of the article were read, and whether further ones were known.
    is_rendered: of that sighting, whether the document that a browser made was read. readings:
    ids of other snapshots that were read from the current version's text, the latest last. rejected: ids of
    the snapshots that a person rejected, in order. missing: since when the article may be gone. waiting:
    content that is not a version yet. turns: what was shown before the current version. surroundings: of the
    last sighting that showed the current version, the id of what stands beside its pairs. restless: which
    passages there come and go. lasting: the events that have not ended.
    """

    version: int = 0
    snapshot: str = ""
    text: str = ""
    end: str = ""
    canonical: str = ""
    page: str = ""
    home: str = ""
    pages: int = 1
    is_cut: bool = False
    is_rendered: bool = False
    readings: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    missing: Missing = NOT_MISSING
    waiting: WaitingContent = NOTHING_WAITS
    turns: Turns = NO_TURNS
    surroundings: str = ""
    restless: Restless = NOT_RESTLESS
    lasting: tuple[Event, ...] = ()
    # A tuple, for each capture makes one: `replace` takes ten times as long with a dataclass of 16 fields.

    def as_json(self) -> str:
        """Return the state as a JSON object; `from_json` gives it back."""
        return json.dumps(self._asdict() | {"lasting": [asdict(each) for each in self.lasting]})

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Return the state that `as_json` wrote; ValueError for another text."""
        try:
            known = json.loads(text)
            return cls(
                **known
                | {
                    "readings": tuple(known["readings"]),
                    "rejected": tuple(known["rejected"]),
                    "missing": Missing(*known["missing"]),
                    "waiting": WaitingContent(*known["waiting"]),
                    "turns": _turns(*known["turns"]),
                    "restless": Restless(*map(tuple, known["restless"])),
                    "lasting": tuple(Event(**each) for each in known["lasting"]),
                }
            )
        except (TypeError, KeyError, ValueError, RecursionError) as error:
            raise ValueError(f"is no state of a history ({error})") from error


def _turns(others: list[list[str]], times: int, away: str) -> Turns:
    return Turns(tuple((snapshot, seen) for snapshot, seen in others), times, away)


def event(kind: EventKind, sighting: Sighting, version: int, detail: str = "") -> Event:
    """Return an event that begins at the sighting and lasts."""
    return Event(event_id(sighting.key, kind), kind, sighting.at, "", version, sighting.key, detail)
