"""Stories: what was seen of an article hour by hour, in words, and the history folded from it."""

import pytest

from harvester.history import Hop, Sighting, fold
from harvester.history.ids import snapshot_id
from harvester.model import Link, Pair, Snapshot
from harvester.text import match_key

TOLL = Pair("Who pays the toll?", "Every driver pays two crowns at the northern gate, nobody on foot pays.")
FERRY = Pair("When do the boats leave?", "Boats leave every forty minutes from the quay, the last at nine.")
WORKS = Pair(
    "What broke in the pier?", "Divers found cracks in two of the seven piers, which ice had widened."
)
SCHOOL = Pair("Do pupils pay as well?", "Pupils get a free pass from the school office in the first week.")
LATER = Pair("When do the boats leave?", "Boats leave every forty minutes from the quay, the last at ten.")
LINKED = Pair(FERRY.question, FERRY.answer, links=(Link(0, 5, "https://quay.example/boats", "/boats"),))
ASKED_ANEW = Pair("Who has to pay the toll?", TOLL.answer)

TOPICS = ("toll", "ferry", "pier", "school", "market", "chapel", "quarry", "mill")
MANY = tuple(
    Pair(
        f"Who looks after the {each}?",
        f"A {each} warden whom the {each} council chose in spring, {each} by {each}.",
    )
    for each in TOPICS
)
ANEW = tuple(
    Pair(
        f"When was {n * n} first painted?", f"In year {n}{n} of the {'old ' * n}reign, as number {n} has it."
    )
    for n in range(8)
)

PAGES = {
    "A": Snapshot(title="The bridge", pairs=(TOLL, FERRY)),
    "L": Snapshot(title="The bridge", pairs=(TOLL, LINKED)),
    "B": Snapshot(title="The bridge", pairs=(TOLL, LATER)),
    "C": Snapshot(title="The bridge", pairs=(TOLL, FERRY, WORKS)),
    "T": Snapshot(title="The bridge", pairs=(TOLL,)),
    "R": Snapshot(title="The bridge", pairs=(ASKED_ANEW, FERRY)),
    "F": Snapshot(title="The bridge", pairs=(FERRY,)),
    "N": Snapshot(title="The bridge"),
    "M": Snapshot(title="Another bridge"),
    "P": Snapshot(title="The island", pairs=MANY),
    "Q": Snapshot(title="The island", pairs=MANY[:2]),
    "S": Snapshot(title="The island", pairs=MANY[:1]),
    "H": Snapshot(title="The island", pairs=MANY[:4]),
    "Z": Snapshot(title="The island", pairs=ANEW),
    "X": Snapshot(title="The school", pairs=(SCHOOL, WORKS)),
}
IDS = {name: snapshot_id(page) for name, page in PAGES.items()}
HOME, OTHER = "https://www.example.org/bridge", "https://school.example/news"
HERE = (Hop(HOME, 200),)
CONTENT = {"outcome": "ok", "verdict": "content", "hops": HERE}
SHOWN = {  # what a word of a story shows, beside a page's name
    "404": {"outcome": "gone", "hops": (Hop(HOME, 404),)},
    "soft": {"outcome": "ok", "verdict": "soft_404", "hops": HERE},
    "wall": {"outcome": "ok", "verdict": "bot_wall", "hops": HERE},
    "403": {"outcome": "refused", "verdict": "bot_wall", "hops": (Hop(HOME, 403),)},
    "empty": {"outcome": "ok", "verdict": "empty", "hops": HERE},
    "503": {"outcome": "server_error", "verdict": "error_page", "hops": (Hop(HOME, 503),)},
    "timeout": {"outcome": "timeout", "hops": (Hop(HOME, 0),)},
    "cut": {"outcome": "truncated", "verdict": "content", "hops": HERE},
    "feed": {"outcome": "ok", "verdict": "feed", "hops": HERE},
    "binary": {"outcome": "ok", "verdict": "unreadable", "hops": HERE},
    "304": {"outcome": "not_modified", "hops": (Hop(HOME, 304),)},
}
WAYS = {  # how a page was come to, after "@"
    "host": {"hops": (Hop(HOME, 302), Hop(OTHER, 200))},
    "moved": {"hops": (Hop(HOME, 301), Hop(OTHER, 200))},
    "via": {"hops": (Hop(HOME, 301), Hop(OTHER, 302), Hop("https://cdn.example/1", 200))},
    "front": {"hops": (Hop(HOME, 302), Hop("https://www.example.org/", 200))},
    "there": {"hops": (Hop(OTHER, 200),)},
    "http": {"hops": (Hop(HOME.replace("https://www.", "http://"), 200),)},
    "canon": {"canonical": OTHER},
    "self": {"canonical": HOME},
    "topic": {"canonical": HOME.replace("/bridge", "/topic")},
    "amp": {"canonical": HOME + "/amp"},
    "t1": {"text": "1"},
    "t2": {"text": "2"},
    "304": {"outcome": "not_modified"},
}
DECISIONS = {"+": "accept", "-": "reject"}


class Story:
    """Words apart by spaces, one sighting an hour: a page's name or a word of `SHOWN`.

    "+A" is accepted and "-A" rejected by a person; "A@host" was come to by one of the `WAYS`, more of them
    follow with "@"; "404:7" was seen at hour 7.
    """

    def __init__(self, words):
        self.sightings, self.decided, now = [], {}, -1
        for n, word in enumerate(words.split()):
            what, _, at = word.partition(":")
            now = int(at) if at else now + 1
            page, *ways = what.lstrip("+-").split("@")
            shown = SHOWN[page] if page in SHOWN else CONTENT | _content(page)
            for way in ways:
                shown = shown | WAYS[way]
            self.sightings.append(Sighting(f"{n:032x}", time(now), **shown))
            if what[0] in DECISIONS:
                self.decided[self.sightings[-1].key] = DECISIONS[what[0]]

    @staticmethod
    def snapshot(key):
        return next(PAGES[name] for name, known in IDS.items() if known == key)

    def steps(self):
        return list(fold(self.sightings, self.snapshot, self.decided))

    def versions(self):
        return [step.version for step in self.steps() if step.version]

    def stood(self):
        """What became of each: "3" opened version 3, "=3" confirms it, a word for what does neither."""
        return " ".join(_stood(step) for step in self.steps())

    def events(self):
        """The events as they stand at the end: "kind from-until", hours; open at the right while it lasts."""
        last = {event.id: event for step in self.steps() for event in step.events}
        return [f"{each.kind} {hour(each.from_at)}-{hour(each.until_at)}" for each in last.values()]


def _content(page):
    return {
        "snapshot": IDS[page],
        "questions": frozenset(match_key(pair.question) for pair in PAGES[page].pairs),
    }


def _stood(step):
    if step.stood.standing != "current":
        return step.stood.standing.replace(" ", "_")
    return f"{step.stood.version}" if step.version else f"={step.stood.version}"


def time(hour):
    return f"2026-11-{1 + hour // 24:02}T{hour % 24:02}:00:00.000Z"


def hour(at):
    return 24 * (int(at[8:10]) - 1) + int(at[11:13]) if at else ""


@pytest.fixture(scope="session")
def story():
    return Story
