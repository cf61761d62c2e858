"""Changes of real histories, drawn at random, beside the words of both pages.

``python -m benchmarks.beside SERIES [--changes N] [--seed S] [--captures N]`` harvests a series, draws
versions at random and one change of each, and prints what the history tells. Below it stand the words of both
pages at the same place, as lxml reads them. `docs/twenty-changes.md` says what a person made of twenty.
"""

import argparse
import random
import re
from collections.abc import Iterator
from typing import Any

from benchmarks.explained import Harvested, both_captures, harvested, page_text
from benchmarks.series import ABSENT, names
from harvester.diff.written import without_notes
from harvester.text import content_key
from harvester.view.changes import log

SEED = 10
AROUND = 90
"""Characters of a page that are printed on both sides of a change."""

LONGEST = 400
"""Characters of a text that are printed of one that came or went."""

ANCHOR = 60
"""Characters in front of a change by which its place is found in a page."""

SHORT_ANCHOR = 25
"""As many, where the page has others between those."""


def drawn(made: Harvested, number: int, seed: int) -> list[dict[str, Any]]:
    """Return changes in the order of their versions: of versions drawn at random, one each."""
    chance = random.Random(seed)  # noqa: S311  a draw, no secret
    changes: dict[int, list[dict[str, Any]]] = {}
    for row in log(made.conn):
        if row["record"] == "change":
            changes.setdefault(row["version"], []).append(row)
    versions = sorted(chance.sample(sorted(changes), min(number, len(changes))))
    return [chance.choice(sorted(changes[each], key=lambda row: row["seq"])) for each in versions]


def lines(made: Harvested, row: dict[str, Any]) -> Iterator[str]:
    """Yield what the history tells of a change, and what both pages show at its place."""
    old, new = (made.captures[key] for key in both_captures(made.conn, row["version"]))
    yield f"version {row['version']}: {row['kind']} {row['classes']} {row['significance']}"
    yield f"    captures {old.captured_at:%Y-%m-%d %H:%M:%S} and {new.captured_at:%Y-%m-%d %H:%M:%S}"
    yield f"    question {row['question']!r}, places {row['before_position']} and {row['after_position']}"
    pages = [_line(page_text(each.body)) for each in (old, new)]
    texts = [content_key(row[side] or "") for side in ("before", "after")]
    asked, shift = row["question"] or "", 0
    for hunk in row["hunks"]:
        yield f"  - {hunk['before']!r} to {hunk['after']!r} {hunk['classes']} {hunk['significance']}"
        starts = hunk["at"], hunk["at"] + shift
        shift += len(hunk["after"]) - len(hunk["before"])
        for page, text, at in zip(pages, texts, starts, strict=True):
            yield f"      {_place(page, f'{asked} {without_notes(text)[:at]}'[-ANCHOR:])}"
    if not row["hunks"]:
        for page, text in zip(pages, texts, strict=True):
            told = _line(text or row["question"] or "")
            yield f"  - {told[:LONGEST]!r}"
            yield f"      its beginning is there {[each.count(_key(told)) for each in pages]} times"
            yield f"      {_place(page, _line(row['question'] or ''))}"


def _key(text: str) -> str:
    return text[:ANCHOR]


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _place(page: str, anchor: str) -> str:
    """Return the words of the page around the first place where the anchor stands."""
    for length in (ANCHOR, SHORT_ANCHOR):
        pattern = r"\W*".join(map(re.escape, re.findall(r"\w+", anchor[-length:])))
        found = re.search(pattern, page, re.IGNORECASE) if pattern else None
        if found is not None:
            return page[max(0, found.start() - AROUND) : found.end() + AROUND]
    return "(nowhere)"


def main() -> None:
    """Print changes of a series beside its pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("series")
    parser.add_argument("--changes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--captures", type=int, help="only the earliest captures")
    options = parser.parse_args()
    if not names():
        print(ABSENT)
        return
    with harvested(options.series, options.captures) as made:
        print(f"{options.series}: {len(made.captures)} captures")
        for row in drawn(made, options.changes, options.seed):
            print(*lines(made, row), sep="\n", flush=True)


if __name__ == "__main__":
    main()
