"""Find which sentences of an older passage became which of a newer one; the others are removed or new."""

from collections.abc import Sequence

ALIKE = 0.35
"""A sentence was edited and not replaced if common words have at least this share of its characters:
unrelated sentences only share their small words, about a fifth of their characters."""

BARELY_ALIKE = 0.15
"""This share is enough if one sentence stands in the place of one: "It is free." to "It costs little."."""


def paired(olds: Sequence[Sequence[str]], news: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the indexes of sentences that continue each other, in order on both sides.

    olds, news: the tokens of each sentence.
    """
    before, after = (list(map(frozenset, side)) for side in (olds, news))
    sizes = [[_size(each) for each in side] for side in (before, after)]
    alike = BARELY_ALIKE if len(olds) == len(news) == 1 else ALIKE
    # best[n][m]: the most that the sentences from n and m on have in common
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    common = [[0.0] * len(news) for _ in olds]
    for n in reversed(range(len(olds))):
        words, size, row, below = before[n], sizes[0][n], best[n], best[n + 1]
        for m in reversed(range(len(news))):
            shared = 2 * _size(words & after[m])
            if shared >= alike * (size + sizes[1][m]):
                common[n][m] = shared
                row[m] = max(below[m], row[m + 1], below[m + 1] + shared)
            else:
                row[m] = max(below[m], row[m + 1])
    return _walked(best, common)


def _walked(best: list[list[float]], common: list[list[float]]) -> list[tuple[int, int]]:
    found, n, m = [], 0, 0
    while n < len(common) and m < len(common[n]):
        if common[n][m] and best[n][m] == best[n + 1][m + 1] + common[n][m]:
            found.append((n, m))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return found


def _size(words: frozenset[str]) -> int:
    return sum(map(len, words))
