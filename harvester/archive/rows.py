"""The values that go into the archive and come out of it, where the model has none for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from harvester.model import Snapshot, Validators

CONTENT = "content"
"""The verdict of a reading that may become a version; every other word says why it may not."""


class Source(NamedTuple):
    """Where articles are found; every_s is 0 for every run."""

    kind: str
    url: str
    name: str = ""
    every_s: int = 0


class Due(NamedTuple):
    """An article to capture now.

    validators: of the last answer that was an article, empty where there was none.
    last_digest: of that answer's payload, ``""`` where there was none.
    """

    article_id: str
    url: str
    source_id: int
    validators: Validators
    last_digest: str


class Robots(NamedTuple):
    """A robots.txt that may still be used, as it was received; outcome and status as in a capture."""

    fetched_at: datetime
    expires_at: datetime
    outcome: str
    status: int
    body: bytes


class HostState(NamedTuple):
    """When a host may be asked again: None where nothing is known."""

    next_at: datetime | None = None
    retry_after_until: datetime | None = None
    crawl_delay_s: float | None = None


class Pending(NamedTuple):
    """A capture that no parser has read yet."""

    capture_id: int
    article_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one parser version made of one capture.

    verdict: `CONTENT`, or why this is no version. snapshot_id, version and pairs are None where it is none.
    """

    capture_id: int
    article_id: str
    parser: str
    verdict: str
    reason: str = ""
    encoding: str = ""
    encoding_source: str = ""
    snapshot_id: str | None = None
    version: int | None = None
    pairs: int | None = None
    published: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """The n-th version of an article; ``question_ids[i]`` is the lineage of ``snapshot.pairs[i]``."""

    n: int
    snapshot_id: str
    snapshot: Snapshot
    question_ids: tuple[str, ...]
