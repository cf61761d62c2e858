"""What the page states and does not show: said beside the pair, never in place of its words."""

import json

from harvester.normalise import normalise
from harvester.parse import parse

PANELS = (
    "<h3>How long is the wait?</h3><p>Nine weeks, in summer ten.</p>"
    "<h3>Who decides?</h3><p>The harbour master.</p>"
    "<h3>What does it cost?</h3><div></div>"
)
STATED = {
    "How long is the wait?": "Ninety weeks, in summer ten.",
    "Who decides?": "The harbour master.",
    "What does it cost?": "Forty crowns.",
}


def pairs():
    questions = [
        {"@type": "Question", "name": name, "acceptedAnswer": {"text": text}} for name, text in STATED.items()
    ]
    data = json.dumps({"@type": "FAQPage", "mainEntity": questions})
    page = f"<body><h1>Berths</h1>{PANELS}<script type='application/ld+json'>{data}</script>"
    return parse(normalise(page.encode(), content_type="text/html")).pairs


def test_a_contradiction_stands_beside_the_shown_words():
    wait, who, _ = pairs()
    assert (wait.answer, wait.stated) == ("Nine weeks, in summer ten.", "Ninety weeks, in summer ten.")
    assert who.stated == ""


def test_an_answer_of_the_markup_alone_says_so():
    *shown, cost = pairs()
    assert (cost.answer, cost.method, cost.confidence) == ("Forty crowns.", "markup", 0.5)
    assert all(pair.confidence > cost.confidence for pair in shown)


def test_what_is_stated_is_no_part_of_the_content():
    wait, *_ = pairs()
    assert wait == type(wait)(wait.question, wait.answer, wait.method, wait.confidence)
