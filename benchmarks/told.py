"""A digest of all hunks between the captures of real histories: the same before and after work on speed.

``python -m benchmarks.told`` parses each capture, compares it with the one before and with the seventh
before, and prints how many hunks there are, how often each class, and one digest of their words, places,
classes and weights.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator

from benchmarks.series import ABSENT, captures, names
from harvester.change import Hunk
from harvester.diff import compare
from harvester.model import Snapshot
from harvester.normalise import normalise
from harvester.parse import parse

STEPS = (1, 7)
"""Each capture is compared with the one this many before it. Neighbours have small edits."""


def main() -> None:
    """Print the counts and the digest."""
    if not names():
        print(ABSENT)
        return
    digest, classes, count = hashlib.sha256(), Counter[str](), 0
    for hunk in (hunk for name in names() for hunk in _hunks(list(_snapshots(name)))):
        digest.update(repr(tuple(hunk)).encode())
        classes.update(hunk.classes)
        count += 1
    print(f"{count} hunks, {dict(classes.most_common())}")
    print(digest.hexdigest())


def _snapshots(name: str) -> Iterator[Snapshot]:
    """Yield what each capture of a series shows; a body like the one before is left out."""
    last = b""
    for capture in captures(name):
        if capture.body != last:
            content_type = dict(capture.headers)["Content-Type"]
            yield parse(normalise(capture.body, content_type=content_type, url=capture.url))
        last = capture.body


def _hunks(snapshots: list[Snapshot]) -> Iterator[Hunk]:
    for step in STEPS:
        for old, new in zip(snapshots, snapshots[step:], strict=False):
            for change in compare(old, new).changes:
                yield from change.hunks


if __name__ == "__main__":
    main()
