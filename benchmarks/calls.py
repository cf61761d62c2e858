"""How many calls of functions a page takes from bytes to pairs: ``python -m benchmarks.calls``.

Calls are counted, of functions in Python and in C, on some of the project's own pages, after a pass that
fills the caches. A busy machine does not change the count, so a test can hold it: it says when the parser
has learnt something that every page pays for. ``--settle`` writes the counts that the test compares with.
`benchmarks.bytecodes` says which functions of the corpus's pages cost most, `benchmarks.parse` the time.
"""

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from harvester.normalise import normalise
from harvester.parse import parse

TESTS = Path(__file__).parents[1] / "tests" / "parse"
SETTLED = TESTS / "calls.json"
"""The number of calls of each page when it was last settled."""

PAGES = {
    "explainer": "nine/tidewatergazette-en-bridge",
    "questions of an office": "nine/wrenshaw-en-wastefaq",
    "panels that open": "two/thornbeck-en-allotments",
    "interview in bold": "nine/lecourrierdelavenne-fr-entretien",
    "interview by names": "ten/marginalia-en-two-translators",
    "report without questions": "ten/cronicaparamo-es-asamblea-biogas",
}
"""One page of each kind that is read most often, with its folder below ``tests/parse/rounds``."""

HEADROOM = 1.1
"""A page may take this many times the settled number of calls."""


def counted(kind: str) -> int:
    """Return how many calls the page of that kind takes."""
    body = (TESTS / "rounds" / PAGES[kind] / "page.html").read_bytes()
    _read(body)
    calls = 0

    def note(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        _read(body)
    finally:
        sys.setprofile(before)
    return calls


def settled() -> dict[str, int]:
    """Return the settled number of calls of each kind of page."""
    found: dict[str, int] = json.loads(SETTLED.read_text("utf-8"))
    return found


def _read(body: bytes) -> None:
    parse(normalise(body, content_type="text/html"))


def main(*, settle: bool) -> None:
    """Print the calls of each page beside the settled number; with ``settle``, write them first."""
    found = {kind: counted(kind) for kind in PAGES}
    if settle:
        SETTLED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for kind, most in settled().items():
        print(f"{found[kind]:8,}  {kind} (settled: {most:,})")


if __name__ == "__main__":
    main(settle="--settle" in sys.argv[1:])
