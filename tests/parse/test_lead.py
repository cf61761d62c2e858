"""The lead is never a text of a pair: the parser knows the pairs, the normal document does not."""

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

QUESTIONS = "".join(
    f"<p>Q. {question}</p><p>A. {answer}</p>"
    for question, answer in (
        ("Who pays", "The county pays for each crossing, whether the boat is full or empty."),
        ("Who sails", "The crew of the old ferry sails, five women and a cook from the valley."),
        ("Who cooks", "The cook from the valley cooks, and she does so in three languages."),
    )
)
STATED = '<meta name="description" content="{}">'.format
OWNER = "The ferry has a new owner, and nobody knows what that means."
URDU = "کشتی کا نیا مالک آ گیا ہے اور کسی کو نہیں معلوم کہ اس کا کیا مطلب ہے، نہ دفتر کو اور نہ عملے کو۔"  # noqa: RUF001
LEADS = {
    "a lead above the first question": (
        "<h1>Ferry</h1><header><p>The office answers what people ask about the boat.</p></header>",
        "The office answers what people ask about the boat.",
    ),
    "the first of several paragraphs above the first question": (
        f"<h1>Ferry</h1><p>Photo: Ada Kelp at the quay on Monday</p><p>{OWNER}</p><p>{OWNER} Really.</p>",
        OWNER,
    ),
    "paragraphs that end as sentences do in Urdu": (
        f"<h1>Ferry</h1><p>{URDU}</p><p>{URDU} جی ہاں۔</p>",  # noqa: RUF001
        URDU,
    ),
    "a button's words above the first question": (
        "<h1>Ferry</h1><p>Jump to the timetable and then back to the page of the ferry</p>",
        "",
    ),
    "the description repeats the first answer": (
        STATED("A. The county pays for each crossing, whether the boat is full or empty.") + "<h1>Ferry</h1>",
        "",
    ),
    "the description repeats a later answer": (
        STATED("A. The cook from the valley cooks, and she does so in three languages.") + "<h1>Ferry</h1>",
        "",
    ),
}


@pytest.mark.parametrize(("head", "lead"), LEADS.values(), ids=LEADS)
def test_lead(head, lead):
    page = f"<title>Ferry</title>{head}{QUESTIONS}".encode()
    snapshot = parse(normalise(page, content_type="text/html; charset=utf-8"))
    assert (len(snapshot.pairs), snapshot.lead) == (3, lead)


UNANSWERED = {
    "a survey's first paragraph is its lead": (
        "<p>Who pays?</p><textarea></textarea><p>Who sails?</p><textarea></textarea>",
        OWNER,
    ),
    "a report's is its text": (f"<p>{OWNER} So much is known.</p>", ""),
}


@pytest.mark.parametrize(("body", "lead"), UNANSWERED.values(), ids=UNANSWERED)
def test_lead_of_a_page_without_pairs(body, lead):
    page = f"<title>Ferry</title><h1>Ferry</h1><p>{OWNER}</p><p>{OWNER} Really.</p>{body}".encode()
    snapshot = parse(normalise(page, content_type="text/html; charset=utf-8"))
    assert (snapshot.pairs, snapshot.lead) == ((), lead)
