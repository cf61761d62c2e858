import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from harvester.diff import align as aligning
from harvester.diff.align import CommonRun, align, longest_increasing

items = st.lists(st.sampled_from("abcd"), max_size=40)


@given(items, items)
def test_blocks_are_common_runs_in_order(older, newer):
    end = (0, 0)
    for block in align(older, newer):
        assert block.size > 0
        assert (block.old, block.new) >= end
        assert block.old >= end[0]
        assert block.new >= end[1]
        end = block.old + block.size, block.new + block.size
        assert older[block.old : end[0]] == newer[block.new : end[1]]


@given(items)
def test_equal_sequences_are_one_block(sequence):
    assert align(sequence, list(sequence)) == ([CommonRun(0, 0, len(sequence))] if sequence else [])


def lcs_length(older, newer):
    row = [0] * (len(newer) + 1)
    for one in older:
        previous = 0
        for n, other in enumerate(newer, start=1):
            previous, row[n] = row[n], previous + 1 if one == other else max(row[n], row[n - 1])
    return row[-1]


@given(items, items)
def test_as_much_as_possible_is_common(older, newer):
    assert sum(block.size for block in align(older, newer)) == lcs_length(older, newer)


def test_long_sequences_are_cut_at_runs_that_stand_once():
    draw = random.Random(3)
    older = [draw.randrange(2000) for _ in range(20_000)]
    newer = list(older)
    for place in draw.sample(range(20_000), 200):
        newer[place] = -place
    assert len(older) * len(newer) > aligning.MAX_CELLS
    assert sum(block.size for block in align(older, newer)) == 19_800


def test_long_sequences_without_such_a_run_end_too():
    older, newer = ["a", "b"] * 30_000, ["b", "a", "a"] * 20_000
    assert align(older, newer) == []


@given(st.lists(st.integers(0, 30), max_size=12))
def test_longest_increasing(values):
    chosen = longest_increasing(values)
    kept = [values[n] for n in chosen]
    assert chosen == sorted(set(chosen))
    assert all(one < other for one, other in pairwise(kept))
    longest = [0]
    for n, value in enumerate(values):
        longest.append(1 + max((longest[m + 1] for m in range(n) if values[m] < value), default=0))
    assert len(kept) == max(longest)
