"""An archive with a bit of everything that people look at; every name and number is invented."""

import json
from datetime import UTC, datetime, timedelta

from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact
from harvester.model import Capture, Outcome

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SITE = "https://tarvel.example"

LOW = ("Why is the water of the river so low?", "It did not rain from June to October, says the office.")
LEAK = (LOW[0], "The dam leaks 35 % of it, says the office, and nobody has mended it since June.")
OWNER = ("Who owns the dam above the town?", "The town of Tarvel owns it, since the été of 1931.")
REPAIR = ("When will the dam be repaired?", "In the spring of next year, when the snow has melted.")
STATED = (REPAIR[0], "In the autumn of next year, when the snow has melted.")

WALL = """\
<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>
<p>Enable JavaScript and cookies to continue</p></body></html>"""


class Story:
    """An archive that is told what sites answered, hour after hour."""

    def __init__(self, db):
        self.db = db
        self.run = begin_run(db, Invocation("run", "harvester"), NOON)
        self.deriving = Deriving(db, (), lambda: NOON)

    def follow(self, *paths):
        for path in paths:
            decide(
                self.db, DecisionKind.FOLLOW, ("article", SITE + path), Voice("Ada", NOON), Terms().as_text()
            )
        enact(self.db)

    def capture(self, hours, *chain, confirms=None):
        """Store and derive what came of asking: (path, status, body) for each hop; return the end's id."""
        captures = tuple(exchange(hours, *hop, led_on=hop != chain[-1]) for hop in chain)
        end = add_chain(self.db, Recording(self.run, "article", confirms), captures)
        self.deriving.article(end, captures[-1])
        return end


OUTCOMES = {200: Outcome.OK, 304: Outcome.NOT_MODIFIED, 404: Outcome.GONE, 503: Outcome.SERVER_ERROR}


def exchange(hours, path, status, body="", *, led_on=False):
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{hours}"'))
    return Capture(
        SITE + path,
        NOON + timedelta(hours=hours),
        Outcome.REDIRECTED if led_on else OUTCOMES[status],
        detail=f"The server answered {status}." if status in {404, 503} else "",
        status=status,
        headers=headers,
        body=body.encode(),
    )


def page(title, *pairs, stated=()):
    """A page with the pairs, and with others in its structured data."""
    body = "".join(f"<h2>{question}</h2><p>{answer}</p>" for question, answer in pairs)
    lead = "What is known so far about the matter, in a few questions."
    main = f"<main><article><h1>{title}</h1><p>{lead}</p>{body}</article></main>"
    head = f"<title>{title}</title>{faq_page(stated) if stated else ''}"
    return f"<html lang='en'><head>{head}</head><body>{main}</body></html>"


def faq_page(pairs):
    questions = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in pairs
    ]
    data = json.dumps({"@type": "FAQPage", "mainEntity": questions})
    return f"<script type='application/ld+json'>{data}</script>"


def tell(story):
    """Have /river walled in its second of three versions, and return to its first; have /pier move to /quay.

    The structured data of the pier's page has another answer. /mill is gone, /lock was ended and never
    captured.
    """
    first, second = page("The river", LOW, OWNER), page("The river Tarvel", OWNER, LEAK)
    story.follow("/river", "/pier", "/mill", "/lock")
    story.capture(0, ("/river", 200, first))
    known = story.capture(1, ("/river", 200, second))
    story.capture(2, ("/river", 200, WALL))
    story.capture(3, ("/river", 304, ""), confirms=known)
    story.capture(4, ("/river", 200, first))
    pier = page("The pier", OWNER, REPAIR, stated=(OWNER, STATED))
    story.capture(0, ("/pier", 200, pier))
    story.capture(5, ("/pier", 301, "moved\r\n\x00\x1b[31mÿ"), ("/quay", 200, pier))
    story.capture(0, ("/mill", 200, page("The mill", REPAIR, LOW, OWNER)))
    for hours in (6, 30):
        story.capture(hours, ("/mill", 404, "not here"))
    voice = Voice("Ada", NOON + timedelta(hours=31), "asked by the owner")
    decide(story.db, DecisionKind.END, ("article", f"{SITE}/lock"), voice)
    decide(story.db, DecisionKind.FOLLOW, ("source", f"{SITE}/feed"), voice, Terms("feed").as_text())
    enact(story.db)
    end_run(story.db, story.run, {}, NOON + timedelta(hours=31))
    seal(story.db, NOON + timedelta(hours=31))


def make(path):
    """Make the archive in which that happened."""
    db = open_archive(path, create=True)
    tell(Story(db))
    db.close()
