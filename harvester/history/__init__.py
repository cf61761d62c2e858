"""Identity and the fold: which URLs are one article, and what its history is. Pure: values in, values out.

    identify(sightings, known, decisions)             the articles (`identity`; the rule: docs/identity.md)
    fold(sightings, snapshots, decided)               the whole history, a Step for each sighting
    step(state, sighting, snapshot, past, decided)    one sighting more, as a live run does
    State, Past, Memory                               where a history stands; what it remembers beyond that
    Step, Stood, Opened, Told, Event                  what comes of a sighting

`identity` says which sightings belong to one article; the fold takes them in order of time. A sighting
opens the article's next version, or it gets another *standing* (`standing`). `lineage` decides which question
continues which, `suspicion` which content waits for a person or for captures that agree (`waiting`), and
`turns` which only alternates. `events` has everything else that happens to an article. Live and whole
histories run the same code: `Memory` is the `Past` of a whole fold, an archive has one of its own.
"""

from harvester.history.fold import CaptureStanding, FoldStep, fold, needs_content, step
from harvester.history.past import Alias, IdentifiedChange, Memory, NewQuestion, Opened, Past
from harvester.history.sighting import Hop, Sighting
from harvester.history.standing import Standing
from harvester.history.state import Event, EventKind, State

__all__ = [
    "Alias",
    "CaptureStanding",
    "Event",
    "EventKind",
    "FoldStep",
    "Hop",
    "IdentifiedChange",
    "Memory",
    "NewQuestion",
    "Opened",
    "Past",
    "Sighting",
    "Standing",
    "State",
    "fold",
    "needs_content",
    "step",
]
