"""How many made-up walls are told from articles, by kind and language.

``python -m benchmarks walls`` prints the table. The pages are those of `tests/reading/walls`: walls of all
kinds, and articles about such things. Their writers had seen neither the lists of words nor the code.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from harvester.model import Verdict
from harvester.reading import Received, examine

PAGES = Path(__file__).parents[1] / "tests" / "reading" / "walls"
WHEN = datetime(2031, 5, 1, tzinfo=UTC)


class Judged(NamedTuple):
    """A page of the set, and what it was taken for. kind: of wall, or "article"."""

    name: str
    kind: str
    language: str
    verdict: Verdict
    reason: str

    @property
    def is_right(self) -> bool:
        """Return whether a wall was taken for one, and an article for one."""
        return (self.verdict is Verdict.CONTENT) == (self.kind == "article")


def pages(pattern: str = "*.jsonl.gz") -> Iterator[dict[str, Any]]:
    """Yield the pages of the set as they were written."""
    for path in sorted(PAGES.glob(pattern)):
        yield from map(json.loads, gzip.decompress(path.read_bytes()).decode().splitlines())


def judged(page: dict[str, Any]) -> Judged:
    """Return what a page is taken for."""
    url = page["final_url"]
    received = Received(
        url=url,
        captured_at=WHEN,
        body=page["html"].encode(),
        status=page["status"],
        headers=tuple(page["headers"].items()),
        asked=page["url"] if page["url"] != url else "",
    )
    judgement = examine(received).judgement
    return Judged(page["id"], page["kind"], page["language"], judgement.verdict, judgement.reason)


def _row(name: str, found: Iterable[Judged]) -> str:
    right = [each.is_right for each in found]
    return f"{name:<12} {sum(right):>4} of {len(right):>4}  {sum(right) / len(right):.3f}"


def run() -> Iterator[str]:
    """Yield how many are right of each kind and of the walls of each language, then those that are wrong."""
    found = [judged(page) for page in pages()]
    by_kind, by_language = defaultdict(list), defaultdict(list)
    for each in found:
        by_kind[each.kind].append(each)
        if each.kind != "article":
            by_language[each.language].append(each)
    walls = [each for each in found if each.kind != "article"]
    yield _row("walls", walls)
    yield from (_row(kind, by_kind[kind]) for kind in sorted(by_kind))
    yield from (_row(language, by_language[language]) for language in sorted(by_language))
    yield from (f"wrong: {each.name} {each.verdict} {each.reason}" for each in found if not each.is_right)
