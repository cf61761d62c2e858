"""A history goes on from its state, wherever it was interrupted; and what holds of every history."""

from hypothesis import given
from hypothesis import strategies as st

from harvester.history import Hop, Memory, Sighting, Standing, State, fold, needs_content, step
from harvester.history.ids import snapshot_id
from harvester.history.state import EventKind
from harvester.model import Outcome, Pair, Snapshot

QUESTIONS = ("Why?", "why ?", "Why now?", "Why not now?", "Who pays the toll?", "", "橋?")
ANSWERS = (
    "Every driver pays two crowns at the northern gate, nobody on foot pays.",
    "Yes.",
    "",
    "Boats leave.",
)
pairs = st.lists(st.builds(Pair, st.sampled_from(QUESTIONS), st.sampled_from(ANSWERS)), max_size=5)
snapshots = st.builds(
    Snapshot, title=st.sampled_from(("", "The bridge", "The school")), pairs=pairs.map(tuple)
)
CROWD = tuple(Pair(f"Who looks after the {each}?", f"The {each} council.") for each in range(8))
pages = st.lists(
    st.one_of(snapshots, st.builds(Snapshot, pairs=st.sampled_from((CROWD, CROWD[:2], CROWD[:3])))),
    min_size=1,
    max_size=4,
)
URLS = ("https://a.example/1", "http://www.a.example/1", "https://b.example/2", "no URL at all", "")
VERDICTS = ("content", "content", "content", "bot_wall", "soft_404", "feed", "empty", "unreadable", "", "new")

chains = st.lists(
    st.builds(Hop, st.sampled_from(URLS), st.sampled_from((0, 200, 301, 302))), min_size=1, max_size=3
)


@st.composite
def histories(draw):
    """(sightings in order, snapshots by id, decisions): whatever may happen, often content."""
    known = {snapshot_id(page): page for page in draw(pages)}
    seen, decided = [], {}
    for n in range(draw(st.integers(0, 12))):
        hour = draw(st.integers(0, 23))
        seen.append(
            Sighting(
                key=f"{n:032x}",
                at=f"2026-11-01T{hour:02}:00:00.000Z",
                hops=tuple(draw(chains)),
                outcome=draw(st.sampled_from(("ok", "ok", "ok", "not_modified", *Outcome))),
                verdict=draw(st.sampled_from(VERDICTS)),
                snapshot=draw(st.sampled_from(sorted(known))),
                canonical=draw(st.sampled_from(URLS)),
                text=draw(st.sampled_from(("", "1", "2"))),
            )
        )
        if word := draw(st.sampled_from(("", "", "", "accept", "reject"))):
            decided[seen[-1].key] = word
    return sorted(seen, key=in_order), known, decided


def in_order(sighting):
    return sighting.at, sighting.key


@given(histories(), st.data())
def test_a_history_resumes_anywhere(history, data):
    sightings, known, decided = history
    whole = list(fold(sightings, known.__getitem__, decided))
    at = data.draw(st.integers(0, len(sightings)))
    past = Memory(known.__getitem__)
    for done in whole[:at]:
        if done.version:
            past.tell(done.version)
    state = State.from_json(whole[at - 1].state.as_json()) if at else State()
    for sighting, expected in zip(sightings[at:], whole[at:], strict=True):
        snapshot = known[sighting.snapshot] if needs_content(state, sighting) else None
        done = step(state, sighting, snapshot, past, decided)
        assert done == expected
        if done.version:
            past.tell(done.version)
        state = State.from_json(done.state.as_json())


@given(histories(), st.randoms())
def test_the_order_in_which_sightings_are_learnt_does_not_matter(history, random):
    sightings, known, decided = history
    shuffled = list(sightings)
    random.shuffle(shuffled)
    again = fold(sorted(shuffled, key=in_order), known.__getitem__, decided)
    assert list(again) == list(fold(sightings, known.__getitem__, decided))


@given(histories())
def test_what_holds_of_every_history(history):
    sightings, known, decided = history
    steps = list(fold(sightings, known.__getitem__, decided))
    assert [done.stood.capture for done in steps] == [sighting.key for sighting in sightings]
    assert {done.stood.standing for done in steps} <= set(Standing)
    versions = [done.version for done in steps if done.version]
    assert [version.n for version in versions] == list(range(1, len(versions) + 1))
    for version in versions:
        assert len(set(version.questions)) == len(known[version.snapshot].pairs)
        assert {each.question for each in version.asked} <= set(version.questions)
    asked = [each.question for version in versions for each in version.asked]
    assert len(set(asked)) == len(asked)
    assert {question for version in versions for question in version.questions} == set(asked)
    told = [each.id for version in versions for each in version.changes]
    assert len(set(told)) == len(told)


@given(histories())
def test_equal_content_has_equal_questions(history):
    sightings, known, decided = history
    placed = {}
    for done in fold(sightings, known.__getitem__, decided):
        if done.version:
            assert placed.setdefault(done.version.snapshot, done.version.questions) == done.version.questions


@given(histories())
def test_a_change_is_told_exactly_where_words_differ(history):
    """The changes of a version take the questions of the last one to its own."""
    sightings, known, decided = history
    before = ()
    for done in fold(sightings, known.__getitem__, decided):
        if done.version is None:
            continue
        kinds = {}
        for told in done.version.changes:
            kinds.setdefault(str(told.change.kind), set()).add(told.question)
        if done.version.n > 1:
            came, went = set(done.version.questions) - set(before), set(before) - set(done.version.questions)
            assert (
                kinds.get("asked", set()) | kinds.get("split", set()) | kinds.get("restored", set()) == came
            )
            new = kinds.get("asked", set()) | kinds.get("split", set())
            assert new == {each.question for each in done.version.asked}
            assert kinds.get("dropped", set()) | kinds.get("merged", set()) == went
        before = done.version.questions


@given(histories())
def test_events_last_one_at_a_time(history):
    sightings, known, decided = history
    lasting = {}
    for done in fold(sightings, known.__getitem__, decided):
        for event in done.events:
            assert event.kind in set(EventKind)
            if event.until_at:
                assert lasting.pop(event.kind, event).id == event.id
                assert event.until_at >= event.from_at
            else:
                assert event.kind not in lasting
                lasting[event.kind] = event
        assert sorted(each.id for each in done.state.lasting) == sorted(each.id for each in lasting.values())
