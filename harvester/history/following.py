"""Whether something is asked for: what people, harvester.toml and sources say, and which of it counts. Pure.

An article or source is *held* by a person who follows it, by harvester.toml that declares it, and by each
source that announces it. It is asked for while anybody holds it. A person's "end" and "pause" count more than
what files and sources say, until a person says "follow" or "resume".
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Following(StrEnum):
    """Whether something is asked for: a closed list."""

    FOLLOWED = "followed"
    PAUSED = "paused"
    ENDED = "ended"
    KEPT = "kept"  # it came by an import; nobody ever followed it


class FollowDecision(NamedTuple):
    """A decision to follow, pause, resume or end. by_person: a person made it, not harvester.toml."""

    at: str
    kind: str
    by_person: bool


class AnnouncingSource(NamedTuple):
    """A source that announces something. since: when it first did. state: that of the source."""

    since: str
    state: str


class Stands(NamedTuple):
    """The state that counts, and since when. is_held: a person or harvester.toml follows it."""

    state: Following
    since: str
    is_held: bool = False


def stands(said: Iterable[FollowDecision], holders: Iterable[AnnouncingSource]) -> Stands:
    """Return the state of something; said: in the order of time; holders: the sources that announce it."""
    person, file, held = "", "", False
    since = ""
    for at, kind, by_person in said:
        if by_person:
            person, since = kind, at
            held = kind == "follow" or (held and kind != "end")
        else:
            file, since = kind, (at if kind != file else since)
    holders = tuple(holders)
    if person == "end":
        return Stands(Following.ENDED, since)
    if person == "pause":
        return Stands(Following.PAUSED, since)
    active = [each for each in holders if each.state == Following.FOLLOWED]
    is_held = held or file == "follow"
    if is_held or active:
        begun = min([each.since for each in active], default=since)
        return Stands(Following.FOLLOWED, since or begun, is_held)
    if any(each.state == Following.PAUSED for each in holders):
        return Stands(Following.PAUSED, since)
    return Stands(Following.ENDED if said or holders or file or person else Following.KEPT, since)
