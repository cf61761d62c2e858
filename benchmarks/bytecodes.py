"""How much Python a page costs from bytes to pairs, by function: ``python -m benchmarks.bytecodes``.

Bytecodes are counted on every twelfth page of the corpus, after a pass that fills the caches. A count is the
same on a busy machine as on a quiet one, so it shows what a change of the code does. It says nothing of the
time in C: of lexbor, patterns and strings. `benchmarks.parse` measures the time, beside a peer.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from benchmarks.corpus import pages
from benchmarks.parse import EVERY
from harvester.normalise import normalise
from harvester.parse import parse

SHOWN = 25
"""This many functions are printed, those with the most bytecodes."""


def counted(bodies: list[bytes]) -> Counter[CodeType]:
    """Return how many bytecodes each function runs when the pages become pairs."""
    found: Counter[CodeType] = Counter()

    def entered(frame: FrameType, _event: str, _arg: Any) -> Any:
        code = frame.f_code
        frame.f_trace_opcodes, frame.f_trace_lines = True, False

        def step(_frame: FrameType, event: str, _arg: Any) -> Any:
            found[code] += event == "opcode"
            return step

        return step

    sys.settrace(entered)
    try:
        _read(bodies)
    finally:
        sys.settrace(None)
    return found


def _read(bodies: list[bytes]) -> None:
    for body in bodies:
        parse(normalise(body, content_type="text/html"))


def rows() -> Iterator[str]:
    """Yield the bytecodes of a page, and those of the functions with the most; nothing without a corpus."""
    bodies = pages(EVERY)
    if not bodies:
        return
    _read(bodies)
    found = counted(bodies)
    yield f"{found.total() / len(bodies):9,.0f}  a page, {len(bodies)} pages, every {EVERY}th"
    for code, count in found.most_common(SHOWN):
        place = "/".join(Path(code.co_filename).parts[-2:])
        yield f"{count / len(bodies):9,.0f}  {place}:{code.co_firstlineno} {code.co_qualname}"


if __name__ == "__main__":
    for row in rows():
        print(row)
