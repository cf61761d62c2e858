"""The number before a question on a page that counts its questions. It tells the place, not the question."""

import re
from collections.abc import Sequence
from dataclasses import replace

from harvester.model import Pair

MOST = 0.5
"""If a page counts its questions, more than this share of them, and at least two, begin with a number. A
number before one question alone is part of it: "3 doses: are they enough?"."""

_NUMBER = re.compile(r"\s*[(#]?\d{1,3}(?:[.):、．]+\s*|\s+)(?=\S)")  # noqa: RUF001  as East Asia writes it


def unnumbered(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Return the pairs without the numbers of their questions, if the page counts them."""
    numbers = [_NUMBER.match(pair.question) for pair in pairs]
    count = sum(map(bool, numbers))
    if count < 2 or count <= MOST * len(pairs):  # noqa: PLR2004  one alone counts nothing
        return pairs
    return [
        replace(pair, question=pair.question[number.end() :]) if number else pair
        for pair, number in zip(pairs, numbers, strict=True)
    ]
