"""The assignment is optimal wherever its bound is not reached, and one to one beyond it."""

from hypothesis import given
from hypothesis import strategies as st

from harvester.diff import assignment
from harvester.diff.assignment import PossibleLink, assigned

graphs = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.one_of(st.integers(1, 3), st.floats(0.01, 3)),
    max_size=20,
)


def best(weights, olds):
    """The greatest sum, by trying all assignments of these old ones."""
    if not olds:
        return 0.0
    first, *rest = olds
    sums = [best(weights, rest)]
    for (old, new), weight in weights.items():
        if old == first:
            left = {link: each for link, each in weights.items() if link[1] != new}
            sums.append(weight + best(left, rest))
    return max(sums)


def made(weights):
    return assigned(PossibleLink(*link, weight) for link, weight in weights.items())


@given(graphs)
def test_the_sum_is_the_greatest(weights):
    links = made(weights)
    assert abs(sum(weights[link] for link in links) - best(weights, range(5))) < 1e-9
    assert len({old for old, _ in links}) == len({new for _, new in links}) == len(links)


@given(graphs, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(weights, random):
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert made(dict(shuffled)) == made(weights)


def test_beyond_the_bound_the_rest_is_assigned_best_first(monkeypatch):
    monkeypatch.setattr(assignment, "MAX_STEPS", 20)
    weights = {(old, new): 1 + (old * 7 + new * 3) % 11 for old in range(12) for new in range(12)}
    links = made(weights)
    assert len({old for old, _ in links}) == len({new for _, new in links}) == len(links) == 12
