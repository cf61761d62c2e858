from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from harvester.history import Memory, Sighting, State, fold, step
from harvester.history.ids import question_id, snapshot_id
from harvester.history.lineage import RECENTLY_DROPPED, SPARE_IDS
from harvester.history.sighting import Hop
from harvester.model import Pair, Snapshot
from harvester.text import match_key

TOLL = ("Who pays the toll?", "Every driver pays two crowns at the northern gate, nobody on foot pays.")
TOLL_ANEW = ("Who has to pay the toll?", TOLL[1])
FERRY = ("When do the boats leave?", "Boats leave every forty minutes from the quay, the last at nine.")
LATER = (FERRY[0], FERRY[1].replace("nine", "ten"))
WORKS = ("What broke in the pier?", "Divers found cracks in two of the seven piers, which ice had widened.")
SCHOOL = ("Do pupils pay as well?", "Pupils get a free pass from the school office in the first week.")


def first(question, ordinal=0):
    """The id of a question first asked in these words."""
    return question_id(match_key(question), ordinal)


def at(n):
    """The time of the n-th page: so far apart that pages which come back don't alternate."""
    return f"{datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(days=4):%Y-%m-%dT%H:%M:%S}.000Z"


def versions(*pages):
    """The versions that these pages open, one after the other; a page is a tuple of pairs."""
    snapshots = [Snapshot(title="The bridge", pairs=tuple(Pair(*pair) for pair in page)) for page in pages]
    by_id = {snapshot_id(snapshot): snapshot for snapshot in snapshots}
    sightings = [
        Sighting(f"{n:032x}", at(n), (Hop("https://a.example/", 200),), "ok", "content", key)
        for n, key in enumerate(map(snapshot_id, snapshots))
    ]
    return [step.version for step in fold(sightings, by_id.__getitem__, {}) if step.version]


def kinds(version):
    """The changes of a version, each with the question it is about."""
    return [(str(told.change.kind), told.question) for told in version.changes]


WHO, ANEW, BOATS, BROKE, PUPILS = (first(each[0]) for each in (TOLL, TOLL_ANEW, FERRY, WORKS, SCHOOL))
THEM = ("And you?", "I never cross it, for I live on the northern side and work there too.")
THEM_TOO = ("And you?", "My sister takes the boat each morning, and I go with her on Fridays.")
THEM_NEW = ("And you?", "Since the pier broke we have all been walking over the ice in winter.")

CROSS = ("How do I cross the strait?", f"{FERRY[1]} {TOLL[1]}")
BY_BOAT, BY_CAR = (
    ("How do I cross the strait by boat?", FERRY[1]),
    ("How do I cross the strait by car?", TOLL[1]),
)
HOW, IN_BOAT, IN_CAR = (first(each[0]) for each in (CROSS, BY_BOAT, BY_CAR))

LINEAGES = {  # pages, the questions of the last version, its changes
    "the first": ([(TOLL, FERRY)], (WHO, BOATS), []),
    "an edit": ([(TOLL, FERRY), (TOLL, LATER)], (WHO, BOATS), [("answer edited", BOATS)]),
    "asked and dropped": ([(TOLL,), (WORKS,)], (BROKE,), [("asked", BROKE), ("dropped", WHO)]),
    "reworded": ([(TOLL,), (TOLL_ANEW,)], (WHO,), [("reworded", WHO)]),
    "restored": ([(TOLL, FERRY), (FERRY,), (FERRY, TOLL)], (BOATS, WHO), [("restored", WHO)]),
    "restored in other words": (
        [(TOLL, FERRY), (FERRY,), (FERRY, TOLL_ANEW)],
        (BOATS, WHO),
        [("restored", WHO), ("reworded", WHO)],
    ),
    "the same question again": ([(THEM,), (THEM, THEM_TOO)], (first("And you?"), first("And you?", 1)), None),
    "one of those asked alike comes back": (
        [(THEM, THEM_TOO), (THEM_TOO,), (THEM_TOO, THEM)],
        (first("And you?", 1), first("And you?")),
        [("restored", first("And you?"))],
    ),
    "a third, while the second is away": (
        [(THEM, THEM_TOO), (THEM,), (THEM, THEM_NEW)],
        (first("And you?"), first("And you?", 1)),
        [("restored", first("And you?", 1)), ("answer edited", first("And you?", 1))],
    ),
    "a page shown again has its questions as before": (
        [(TOLL,), (TOLL_ANEW,), (FERRY,), (TOLL,)],
        (WHO,),
        [("restored", WHO), ("reworded", WHO), ("dropped", BOATS)],
    ),
    "split": (
        [(CROSS,), (BY_BOAT, BY_CAR)],
        (IN_BOAT, HOW),
        [("split", IN_BOAT), ("reworded", HOW), ("answer edited", HOW)],
    ),
    "merged": (
        [(BY_BOAT, BY_CAR), (CROSS,)],
        (IN_CAR,),
        [("reworded", IN_CAR), ("answer edited", IN_CAR), ("merged", IN_BOAT)],
    ),
    "split and as before": (
        [(CROSS,), (BY_BOAT, BY_CAR), (CROSS,)],
        (HOW,),
        [("reworded", HOW), ("answer edited", HOW), ("merged", IN_BOAT)],
    ),
    "split, as before, and split again": (
        [(CROSS,), (BY_BOAT, BY_CAR), (CROSS,), (BY_BOAT, BY_CAR)],
        (IN_BOAT, HOW),
        [("restored", IN_BOAT), ("reworded", HOW), ("answer edited", HOW)],
    ),
    "its changes are of those questions": (
        [(TOLL, FERRY), (WORKS, FERRY), (TOLL, FERRY)],
        (WHO, BOATS),
        [("restored", WHO), ("dropped", BROKE)],
    ),
}


@pytest.mark.parametrize(("pages", "questions", "changes"), LINEAGES.values(), ids=LINEAGES)
def test_lineage(pages, questions, changes):
    last = versions(*pages)[-1]
    assert last.questions == questions
    if changes is not None:
        assert kinds(last) == changes


@pytest.mark.parametrize(
    ("pages", "kind", "named"),
    [
        ([(CROSS,), (BY_BOAT, BY_CAR)], "split", (IN_BOAT, HOW)),
        ([(BY_BOAT, BY_CAR), (CROSS,)], "merged", (IN_BOAT, IN_CAR)),
    ],
)
def test_splits_and_merges_name_the_other_question(pages, kind, named):
    told = [each for each in versions(*pages)[-1].changes if each.change.kind == kind]
    assert [(each.question, each.other) for each in told] == [named]


ALIASES = {  # pages, (alias, question) of each version
    "none where nothing is reworded": ([(TOLL,), (TOLL, FERRY)], [[], []]),
    "of another wording": ([(TOLL,), (TOLL_ANEW,)], [[], [(ANEW, WHO)]]),
    "not of the first wording again": ([(TOLL,), (TOLL_ANEW,), (TOLL, FERRY)], [[], [(ANEW, WHO)], []]),
    "not where another question has that id": (
        [(TOLL_ANEW,), (SCHOOL,), (TOLL, SCHOOL), (SCHOOL, TOLL_ANEW)],
        [[], [], [(WHO, ANEW)], []],
    ),
    "of what came back in other words": ([(TOLL,), (FERRY,), (FERRY, TOLL_ANEW)], [[], [], [(ANEW, WHO)]]),
    "by its place among those asked alike": (
        [(THEM, ("And her, then?", THEM_TOO[1])), (THEM, THEM_TOO)],
        [[], [(first("And you?", 1), first("And her, then?"))]],
    ),
}


@pytest.mark.parametrize(("pages", "aliases"), ALIASES.values(), ids=ALIASES)
def test_aliases(pages, aliases):
    """Beside these there are spare ones: ids of the same wordings with ordinals that nobody took."""
    for page, version, expected in zip(pages, versions(*pages), aliases, strict=True):
        assert [each for each in version.aliases if each in expected] == expected
        wordings = {question for question, _ in page}
        spare = {first(each, n) for each in wordings for n in range(1, len(page) + SPARE_IDS)}
        assert {each.id for each in version.aliases} - {each for each, _ in expected} <= spare
        assert not {each.id for each in version.aliases} & set(version.questions)


def test_a_question_is_found_by_the_ids_that_it_would_have_as_another_one():
    (version,) = versions((TOLL,))
    assert version.aliases == tuple((first(TOLL[0], n), WHO) for n in range(1, SPARE_IDS))


def test_an_archive_that_began_later_finds_its_questions():
    """What is asked for by an id of the shorter history is found by the longer one."""
    pages = [(TOLL, FERRY), (TOLL_ANEW, FERRY), (TOLL_ANEW, LATER)]
    longer = versions(*pages)
    aliases = {alias.id: alias.question for version in longer for alias in version.aliases}
    for shorter in (versions(*pages[1:]), versions(*pages[2:])):
        named = shorter[0].questions
        assert tuple(aliases.get(each, each) for each in named) == longer[-1].questions


def test_what_was_dropped_long_ago_comes_back_in_its_words_only():
    passing = [(f"{sha256(b'%d' % n).hexdigest()}?", sha256(b"-%d" % n).hexdigest()) for n in range(1000)]
    series = [(FERRY, each) for each in passing[: RECENTLY_DROPPED + 1]]
    assert versions((FERRY, TOLL), *series[:-1], (FERRY, TOLL_ANEW))[-1].questions == (BOATS, WHO)
    assert versions((FERRY, TOLL), *series, (FERRY, TOLL_ANEW))[-1].questions == (BOATS, ANEW)
    edited = (TOLL[0], f"{TOLL[1]} So they say.")
    assert versions((FERRY, TOLL), *series, (FERRY, edited))[-1].questions == (BOATS, WHO)


def test_many_questions_of_one_wording_come_back_together():
    crowd = [("And you?", sha256(b"%d" % n).hexdigest()) for n in range(2 * RECENTLY_DROPPED)]
    others = [(f"{sha256(b'?%d' % n).hexdigest()}?", f"{n}") for n in range(len(crowd))]
    whole, _, again = versions((TOLL, *crowd), (TOLL, *others), (LATER, *crowd))
    assert again.questions[1:] == whole.questions[1:]


class Counted:
    """A past that notes how much each look-up of versions brought."""

    def __init__(self, past):
        self.past, self.brought = past, 0

    def __getattr__(self, name):
        if name == "pages":  # which are looked up by their keys, one at a time
            return self.past.pages

        def look_up(*arguments):
            found = getattr(self.past, name)(*arguments)
            self.brought += len(found) if isinstance(found, tuple) else 1
            return found

        return look_up


def test_a_version_looks_up_no_more_in_a_long_history():
    """In each version one question is new, one comes back, and two are dropped."""
    passing = [(f"{sha256(b'%d' % n).hexdigest()}?", sha256(b"-%d" % n).hexdigest()) for n in range(300)]
    pages = [(FERRY, each, (THEM, TOLL)[n % 2]) for n, each in enumerate(passing)]
    snapshots = {n: Snapshot(pairs=tuple(Pair(*pair) for pair in page)) for n, page in enumerate(pages)}
    known = {snapshot_id(snapshot): snapshot for snapshot in snapshots.values()}
    memory, state, brought = Memory(known.__getitem__), State(), []
    for n, key in enumerate(known):
        past = Counted(memory)
        hops = (Hop("https://a.example/", 200),)
        sighting = Sighting(f"{n:032x}", at(n), hops, "ok", "content", key)
        done = step(state, sighting, known[key], past, {})
        memory.tell(done.version)
        state = done.state
        brought.append(past.brought)
    assert max(brought[:150]) == max(brought[150:])
    assert max(brought) < 2 * RECENTLY_DROPPED


def test_ids_of_changes_are_of_the_capture_and_the_question():
    _, second, third, fourth = versions((TOLL,), (TOLL, WORKS), (TOLL,), (TOLL, FERRY))
    ids = [told.id for version in (second, third, fourth) for told in version.changes]
    assert len(set(ids)) == len(ids) == 3
    assert ids[0] == versions((SCHOOL,), (SCHOOL, WORKS))[1].changes[0].id
