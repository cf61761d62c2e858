"""Whether something is asked for: what people say counts more than what files and sources say."""

import pytest

from harvester.history.following import AnnouncingSource, FollowDecision, stands

# "+" follow, "p" pause, "r" resume, "x" end, by a person; "file:" stands before what harvester.toml says.
KINDS = {"+": "follow", "p": "pause", "r": "resume", "x": "end"}


def said(words):
    steps = enumerate(words.split())
    return [
        FollowDecision(f"{n:02}", KINDS[word[-1]], by_person=not word.startswith("file:"))
        for n, word in steps
    ]


PERSON = {
    "": "kept",
    "+": "followed",
    "+ p": "paused",
    "+ p r": "followed",
    "+ x": "ended",
    "+ x +": "followed",
    "+ p x": "ended",
    "+ x p": "paused",
    "+ x p r": "ended",
    "p": "paused",
    "p r": "ended",
    "x": "ended",
}
FILE = {
    "file:+": "followed",
    "file:+ file:x": "ended",
    "file:+ file:x file:+": "followed",
}
BOTH = {
    "+ file:+ file:x": "followed",
    "file:+ + file:x": "followed",
    "file:+ x": "ended",
    "file:+ x file:x file:+": "ended",
    "file:+ p": "paused",
    "file:+ p file:x": "paused",
    "file:+ p file:x r": "ended",
    "file:+ p file:x file:+ r": "followed",
    "+ p file:+": "paused",
    "+ x file:+ +": "followed",
}


@pytest.mark.parametrize(("words", "state"), (PERSON | FILE | BOTH).items(), ids=PERSON | FILE | BOTH)
def test_what_was_said(words, state):
    assert stands(said(words), []).state == state


SOURCES = {  # what was said, the states of the sources that announce it, and what counts
    "one announces it": ("", "followed", "followed"),
    "one that is ended": ("", "ended", "ended"),
    "one that is paused": ("", "paused", "paused"),
    "one of two is ended": ("", "ended followed", "followed"),
    "one is ended, one paused": ("", "ended paused", "paused"),
    "all are ended, a person follows it": ("+", "ended ended", "followed"),
    "all are ended, the file declares it": ("file:+", "ended", "followed"),
    "all are ended, the file no longer declares it": ("file:+ file:x", "ended", "ended"),
    "the file no longer declares it, a source announces it": ("file:+ file:x", "followed", "followed"),
    "a person ended it, a source announces it": ("x", "followed", "ended"),
    "a person paused it, a source announces it": ("p", "followed", "paused"),
    "a person resumed it, a source announces it": ("p r", "followed", "followed"),
    "a person resumed it, the source is ended": ("p r", "ended", "ended"),
}


@pytest.mark.parametrize(("words", "sources", "state"), SOURCES.values(), ids=SOURCES)
def test_what_sources_add(words, sources, state):
    holders = [AnnouncingSource("00", each) for each in sources.split()]
    assert stands(said(words), holders).state == state


SINCE = {  # what was said, since when sources announce it, since when its state holds
    "since it was said": ("+ p", "", "01"),
    "since it was said first": ("file:+ file:+", "", "00"),
    "since it was said anew": ("file:+ file:x file:+", "", "02"),
    "since the first source announced it": ("", "07 05", "05"),
}


@pytest.mark.parametrize(("words", "sources", "since"), SINCE.values(), ids=SINCE)
def test_since_when(words, sources, since):
    holders = [AnnouncingSource(each, "followed") for each in sources.split()]
    assert stands(said(words), holders).since == since
