"""Identity and the fold: which URLs are one article, and what its history is. Pure: values in, values out.

    fold(sightings, snapshots, decided, pages)        the whole history: a FoldStep for each sighting
    step(state, sighting, snapshot, past, decided)    one more sighting, as in a live run
    needs_content(state, sighting)                    whether that step needs the sighting's snapshot
    Sighting, Hop                                     what one chain of exchanges showed
    State, Past, Memory                               where a history stands, and what it remembers besides
    FoldStep, CaptureStanding, Standing, Opened       what comes of a sighting
    IdentifiedChange, Event, EventKind                what happened to a question, and to the article
    NewQuestion, Alias                                ids that a version gives for the first time

`identity.identify` says which sightings belong to one article (docs/identity.md has the rule); the fold takes
them in order of time. A sighting opens the article's next version, or it gets another *standing*
(`standing`). `lineage` decides which question continues which, `suspicion` which content waits for a person
or for captures that agree (`waiting`), and `turns` which contents only alternate. `events` has everything
else that happens to an article. Live and whole histories run the same code: `Memory` is the `Past` of a whole
fold, and an archive has one of its own.
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
