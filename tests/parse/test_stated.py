"""What the page states and does not show: said beside the pair, never in place of its words."""

import json

import pytest

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


THREAD = (
    "<h1>Moorings</h1><h2>How do I free a stuck shackle?</h2><div><b>Ines</b><p>It has been under water for"
    " years.</p></div><div><b>Tomos</b><p>Warm it gently.</p><p>Then turn it with a spike.</p><span>+9</span>"
    "</div><div><b>Bo</b><p>Cut it off.</p></div>"
)
ACCEPTED = {"@type": "Answer", "text": "<p>Warm it gently.</p><p>Then turn it with a spike.</p>"}
THREADS = {
    "with the asker's words": {"text": "It has been under water for years."},
    "with another answer": {"suggestedAnswer": [{"@type": "Answer", "text": "Cut it off."}]},
}


def answer_in_thread(**fields):
    question = {"@type": "Question", "name": "How do I free a stuck shackle?", "acceptedAnswer": ACCEPTED}
    data = json.dumps({"@type": "QAPage", "mainEntity": question | fields})
    page = f"<body>{THREAD}<script type='application/ld+json'>{data}</script>"
    [pair] = parse(normalise(page.encode(), content_type="text/html")).pairs
    return pair.answer


@pytest.mark.parametrize("thread", THREADS)
def test_of_a_thread_the_accepted_answer_counts(thread):
    assert answer_in_thread(**THREADS[thread]) == "Warm it gently.\n\nThen turn it with a spike."


def test_where_the_data_tells_of_no_thread_all_lines_count():
    assert "It has been under water" in answer_in_thread()
