import pytest

from harvester.history import Opened, State, step
from harvester.history.past import Memory
from harvester.model import Snapshot

STOOD = {  # what was seen, what became of it
    "nothing at all": ("", ""),
    "the first content": ("A", "1"),
    "the same content": ("A A A", "1 =1 =1"),
    "an edit": ("A B B", "1 2 =2"),
    "content confirmed by a 304": ("A A@304", "1 =1"),
    "a 304 that confirms nothing known": ("A 304", "1 unreadable"),
    "content that comes back": ("A B A", "1 2 3"),
    "content that comes and goes": ("A B:90 A:180 B:270", "1 2 3 4"),
    "content that alternates": ("A B A B A B", "1 2 3 echo =3 echo"),
    "content that alternates, then other content": ("A B A B C B", "1 2 3 echo 4 5"),
    "content that alternates, which a person believes": ("A B A +B", "1 2 3 4"),
    "content that stays in the end": ("A B A B B:50 B:80 A", "1 2 3 echo echo 4 5"),
    "content that alternated long ago": ("A B A B A:60 A:80 B", "1 2 3 echo =3 =3 4"),
    "echoes between walls": ("A B A wall B 404 A", "1 2 3 walled echo gone =3"),
    "most questions gone, and back": ("P Q P", "1 waiting =1"),
    "most questions gone, by three captures": ("P Q Q:5 Q:9 Q", "1 waiting waiting 2 =2"),
    "captures that follow closely count once": (
        "P Q Q Q Q Q Q",
        "1 waiting waiting waiting waiting waiting waiting",
    ),
    "other trouble between captures that agree": (
        "P Q wall Q:6 404 503 Q:12",
        "1 waiting walled waiting gone failed 2",
    ),
    "a 304 agrees": ("P Q Q@304:5 Q@304:9", "1 waiting waiting 2"),
    "captures that don't agree": ("P Q S:5 Q:9 S:13", "1 waiting waiting waiting waiting"),
    "most questions gone, which a person believes": ("P +Q", "1 2"),
    "most questions gone, which nobody believes": ("P -Q Q:5 Q:9", "1 rejected rejected rejected"),
    "most questions exchanged": ("P Z", "1 2"),
    "half of the questions gone": ("P H", "1 2"),
    "a sold domain stays suspect": ("A X@host X@host:5 X@host:9", "1 suspect suspect suspect"),
    "no questions any more": ("A N N A", "1 suspect suspect =1"),
    "no questions in the first place": ("N N A", "1 =1 2"),
    "no questions, which a person believes": ("A +N N", "1 2 =2"),
    "every doubtful capture needs a decision": ("A N +X@host", "1 suspect 2"),
    "nothing left on another host": ("A X@host", "1 suspect"),
    "nothing left by another canonical URL": ("A@self X@canon", "1 suspect"),
    "nothing left, and for the first time a canonical URL, on another host": ("A X@canon", "1 suspect"),
    "nothing left, and for the first time a canonical URL, its own": ("A X@self", "1 2"),
    "nothing left, and for the first time a canonical URL, its own but for AMP": ("A X@amp", "1 2"),
    "nothing left, and for the first time a canonical URL, another one on its host": (
        "A X@topic",
        "1 suspect",
    ),
    "a question left, and for the first time another canonical URL": ("A T@topic", "1 2"),
    "nothing left, but it is the same page": ("A@self X@self", "1 2"),
    "a question left on another host": ("A T@host", "1 2"),
    "http, and no www, are the same host": ("A X@http", "1 2"),
    "a dropped question on another host": ("A T F@host", "1 2 3"),
    "nothing left on the front page": ("A X@front", "1 suspect"),
    "another title on the front page": ("N M@front", "1 suspect"),
    "a question left on the front page": ("A T@front", "1 2"),
    "no questions on either side, on another host": ("N M@host", "1 suspect"),
    "questions at last, on another host by the same title": ("N A@host", "1 2"),
    "another article, which a person believes": ("A +X@host X@host A", "1 2 =2 3"),
    "the host is that of the last sighting": ("A A@host X@there", "1 =1 2"),
    "the canonical URL is that of the last sighting": ("A@canon A X@self", "1 =1 2"),
    "a 304 leaves the canonical URL as it was": ("A@self A@304 X@canon", "1 =1 suspect"),
    "a rejected capture": ("A -B B A", "1 rejected rejected =1"),
    "a rejected first capture": ("-A A B", "rejected rejected 1"),
    "rejected, then accepted": ("A -B B +B B", "1 rejected rejected 2 =2"),
    "the current content rejected later": ("A -A A B", "1 rejected rejected 2"),
    "a wall is no content, whatever is decided": ("+wall -wall A", "walled walled 1"),
    "a wall at its usual status": ("A 403 A", "1 walled =1"),
    "a page without text": ("A empty", "1 walled"),
    "a server's error": ("A 503", "1 failed"),
    "no answer": ("A timeout", "1 failed"),
    "half a page": ("A cut", "1 failed"),
    "a feed": ("A feed", "1 source"),
    "bytes that are no text": ("A binary", "1 unreadable"),
    "not found": ("404 A soft", "gone 1 gone"),
    "the same text, read otherwise": ("A@t1 T@t1 A@t1", "1 read_otherwise =1"),
    "that reading again, with another text": (
        "A@t1 T@t1 T@t2 B@t2",
        "1 read_otherwise read_otherwise read_otherwise",
    ),
    "that reading after another version": ("A@t1 T@t1 B@t2 T", "1 read_otherwise 2 3"),
    "the same text, which leads elsewhere": ("A@t1 L@t1 A@t1", "1 2 3"),
    "another text": ("A@t1 T@t2", "1 2"),
    "an unknown text": ("A T", "1 2"),
    "the text is that of the last sighting": ("A@t1 A@t2 T@t1", "1 =1 2"),
    "a 304 leaves the text as it was": ("A@t1 A@304 T@t1", "1 =1 read_otherwise"),
    "a 304 of an earlier version has another text": ("A@t1 B@t2 A@304 T@t2", "1 2 3 4"),
    "another reading, which a person believes": ("A@t1 +T@t1", "1 2"),
}


@pytest.mark.parametrize(("words", "stood"), STOOD.values(), ids=STOOD)
def test_standings(story, words, stood):
    assert story(words).stood() == stood


EVENTS = {  # what was seen, the events as they stand at the end
    "none": ("A A B", []),
    "returned": ("A B A", ["returned 2-2"]),
    "returned each time": ("A B:90 A:180 B:270", ["returned 180-180", "returned 270-270"]),
    "alternating": ("A B A B A B", ["returned 2-2", "alternating 3-"]),
    "alternating until other content": ("A B A B A C", ["returned 2-2", "alternating 3-5"]),
    "alternating until one of them stays": (
        "A B A B A:60 A:80",
        ["returned 2-2", "alternating 3-80"],
    ),
    "alternating until the other one stays": (
        "A B A B B:80",
        ["returned 2-2", "alternating 3-80", "returned 3-3"],
    ),
    "alternating with two others": ("A B C A B C A", ["returned 3-3", "alternating 4-"]),
    "alternating, and at last without the current version": (
        "A B C A B C:30 B:60 C:85 B:86",
        ["returned 3-3", "alternating 4-", "returned 85-85"],
    ),
    "alternating beside what was never shown again": ("A B C B C B", ["returned 3-3", "alternating 4-"]),
    "an echo is content": ("A B A wall B", ["returned 2-2", "walled 3-4", "alternating 4-"]),
    "most questions gone, and back": ("P Q P", ["suspect 1-2"]),
    "most questions gone": ("P Q Q:5 Q:9", ["suspect 1-9"]),
    "rewritten": ("P Z", ["rewritten 1-1"]),
    "rewritten, and as before": ("P Z P:90", ["rewritten 1-1", "returned 90-90"]),
    "one 404": ("A 404 A", []),
    "two 404s within six hours": ("A 404 404:6 A", []),
    "two 404s over six hours": ("A 404 404:7", ["gone 1-"]),
    "gone is told once": ("A 404 404:7 soft 404", ["gone 1-"]),
    "back": ("A 404 404:7 B", ["gone 1-8", "back 8-8"]),
    "a page that says so": ("A soft soft:9 A", ["gone 1-10", "back 10-10"]),
    "an outage neither confirms nor undoes": ("A 404 timeout 503 404:7", ["gone 1-"]),
    "an outage is no confirmation": ("A 404 timeout:9 A", []),
    "content undoes": ("A 404 A 404:8 A", []),
    "doubtful content does not undo": ("A 404 N 404:7", ["suspect 2-", "gone 1-"]),
    "rejected content does not undo": ("A 404 -B 404:7", ["gone 1-"]),
    "never seen otherwise": ("404 404:6 A", ["gone 0-7", "back 7-7"]),
    "gone twice": ("404 404:6 A 404 404:20", ["gone 0-7", "back 7-7", "gone 8-"]),
    "walled": ("A wall 403 A wall", ["walled 1-3", "walled 4-"]),
    "walled from the first": ("wall wall A", ["walled 0-2"]),
    "walled until content, whatever comes between": ("A wall 503 N -B A", ["walled 1-5", "suspect 3-5"]),
    "suspect": ("A N N A", ["suspect 1-3"]),
    "suspect until it is accepted": ("A N +N", ["suspect 1-2"]),
    "moved": ("A A@moved A@there", ["moved 1-1"]),
    "moved with an edit": ("A B@moved", ["moved 1-1"]),
    "moved and back": ("A A@moved A", ["moved 1-1", "moved 2-2"]),
    "a temporary redirect moves nothing": ("A A@host A", []),
    "the home is where permanent redirects end": ("A@there A@via", []),
    "another scheme moves nothing": ("A A@http", []),
    "a doubtful page did not move": ("A X@moved A", ["suspect 1-2"]),
    "moved, seen after a gap": ("A wall 404 A@moved", ["walled 1-3", "moved 3-3"]),
    "read otherwise": ("A@t1 T@t1 T@t1 A@t1", ["read otherwise 1-3"]),
    "read otherwise until the next version": ("A@t1 T@t1 B@t2", ["read otherwise 1-2"]),
    "read otherwise ends what lasted": ("A@t1 wall T@t1", ["walled 1-2", "read otherwise 2-"]),
}


@pytest.mark.parametrize(("words", "events"), EVENTS.values(), ids=EVENTS)
def test_events(story, words, events):
    assert story(words).events() == events


def told(story, words, kind):
    return [event for step in story(words).steps() for event in step.events if event.kind == kind]


def test_an_event_keeps_its_id_when_it_ends(story):
    begun, ended = told(story, "A wall A", "walled")
    assert (begun.id, begun.until_at) == (ended.id, "")
    assert ended.until_at > ended.from_at


def test_returned_names_the_version_that_is_shown_again(story):
    assert [event.version for event in told(story, "A B:90 A:180 B:270 A:360", "returned")] == [1, 2, 3]


def test_moved_names_both_homes(story):
    (moved,) = told(story, "A A@via", "moved")
    assert (moved.before, moved.after) == ("https://www.example.org/bridge", "https://school.example/news")


def test_a_wall_names_its_verdict_and_a_suspicion_its_reason(story):
    assert [event.detail for event in told(story, "A wall", "walled")] == ["bot_wall"]
    (doubt,) = told(story, "A N", "suspect")
    assert doubt.detail == "no questions found where version 1 had 2: the parser or the page is broken"
    assert [event.detail for event in told(story, "404 soft:9", "gone")] == ["gone"]
    assert [event.detail for event in told(story, "soft 404:9", "gone")] == ["soft_404"]


def test_why_a_capture_stands_as_it_does(story):
    *_, doubtful = story("A X@host").steps()
    assert "found at https://school.example/news, not https://www.example.org/bridge" in doubtful.stood.why
    *_, again = story("A -B B").steps()
    assert again.stood.why == "the same content was rejected at an earlier capture"


def test_a_fault_costs_one_capture(story):
    first, second, third = story("A B B").sightings
    past = Memory(story.snapshot)
    opened = step(State(), first, story.snapshot(first.snapshot), past, {})
    past.tell(opened.version)
    broken = Snapshot(title=b"no text")  # the fault: our own code made bytes of a title
    failed = step(opened.state, second, broken, past, {third.key: "accept"})
    assert failed.stood.standing == "unreadable"
    assert failed.stood.why.startswith("the comparison failed: TypeError: ")
    assert ".py:" in failed.stood.why
    assert failed.state == opened.state
    assert step(failed.state, third, story.snapshot(third.snapshot), past, {}).version.n == 2


def test_content_that_is_needed_must_be_given(story):
    (first,) = story("A").sightings
    with pytest.raises(ValueError, match="is needed"):
        step(State(), first, None, Memory(story.snapshot), {})


def test_content_that_is_not_needed_is_not_looked_up(story):
    first, *others = story("A A wall 404 A").sightings
    state = step(State(), first, story.snapshot(first.snapshot), Memory(story.snapshot), {}).state
    for sighting in others:
        done = step(state, sighting, None, None, {})  # no past to look anything up in
        state = done.state
        assert done.version is None
    assert done.stood.version == 1


def test_a_version_without_questions(story):
    assert story("N").versions() == [Opened(1, story("N").sightings[0].snapshot)]


def test_what_waited_opens_its_version_at_the_first_capture(story):
    waited, direct = story("P Q Q:5 Q:9"), story("P +Q")
    *_, last = waited.steps()
    assert last.since == waited.sightings[1].key
    assert last.version == direct.steps()[-1].version
    assert story("P B").steps()[-1].since == ""


def test_what_stays_in_the_end_opens_its_version_when_it_came(story):
    told_late = story("A B A B B:50 B:80")
    *_, last = told_late.steps()
    assert last.since == told_late.sightings[3].key
    assert (last.version.n, [str(each.change.kind) for each in last.version.changes]) == (
        4,
        ["answer edited"],
    )


def test_events_say_what_alternates_and_what_was_rewritten(story):
    assert [each.detail for each in told(story, "A B A B", "alternating")] == ["versions 2 and 3"]
    assert [each.detail for each in told(story, "A B C A C", "alternating")] == ["versions 2, 3 and 4"]
    (event,) = told(story, "P Z", "rewritten")
    assert event.detail == "8 of 8 questions were dropped and 8 of 8 are new"
    assert event.version == 2


def test_why_content_waits(story):
    *_, waiting = story("P Q").steps()
    assert waiting.stood.why == "6 of the 8 questions of version 1 are gone: part of the page may be missing"
