"""Rewritings of a page that change its words, and the gold with them where it must be."""

import random
import re
from html import escape

from lxml import html
from lxml.html import HtmlElement

from benchmarks.rewriting import Change, asked, places, put_after, words
from benchmarks.scoring import Gold
from harvester.parse.affixes import labels_of

MANY = 6  # questions from which on some can lose their mark, or go
PROSE = 60  # characters of a paragraph after which something can be put
LABELS = {  # other languages' words for a question's label and an answer's
    True: ("Frage", "Pregunta", "Вопрос", "問", "Domanda", "Soru"),
    False: ("Antwort", "Respuesta", "Ответ", "答", "Risposta", "Cevap"),
}
LETTERS = {True: ("F", "P", "В", "Q"), False: ("A", "R", "О", "A")}  # noqa: RUF001
PLAIN_TITLE = "The harbour of Lowford"
NOTICE = (
    "<div class='box'><p><strong>Good to know:</strong> The harbour office in Lowford keeps the forms for "
    "nine years and sends a copy of them on request.</p></div>"
)
SHARED = "<p>People north of the canal write to the second office, which answers within nine days.</p>"
SAID = 9
"""A pull quote repeats this many words."""
INSERTS = {
    "a teaser": "<p>Read also: <a href='/x'>The harbour master who counts gulls</a></p>",
    "a bold teaser": "<p><b>Lire aussi : <a href='/x'>La fanfare qui répète dans le tunnel</a></b></p>",
    "a teaser of links": (
        "<div><h3>Mehr zum Thema</h3><ul><li><a href='/x'>Warum der Fährmann nicht mehr pfeift</a></li>"
        "<li><a href='/y'>Die Brücke bleibt vorerst gesperrt</a></li></ul></div>"
    ),
    "a card": (
        "<div class='c-card'><a href='/x'><span>Culture</span><h3>The clockmaker of Lowford</h3></a></div>"
    ),
    "a plain link": "<p><a href='/x'>El faro que nadie quería comprar</a></p>",
    "an arrow": "<p>→ <a href='/x'>Waarom de molen weer draait</a></p>",
    "a newsletter": (
        "<div><h4>The morning ferry</h4><p>Sign up for our newsletter and get the day in your inbox.</p>"
        "<form><input type='email'><button>Sign up</button></form></div>"
    ),
    "a newsletter's line": "<p><em>Abonnez-vous à notre newsletter pour ne rien manquer.</em></p>",
    "an advertisement": "<div><p>Advertisement</p></div><div><p>Anzeige</p></div><p>PUBLICITÉ</p>",
    "a picture": (
        "<figure><img src='x.jpg'><figcaption>The quay at low tide. Photo: Ida Marlow</figcaption></figure>"
    ),
    "a bare credit": "<p><img src='x.jpg'></p><p><small>Foto: Ida Marlow / Bildwerk</small></p>",
    "a pull quote": "<blockquote class='pullquote'><p>“{said}”</p></blockquote>",
    "sharing": (
        "<div class='share'><ul><li><a href='#'>Facebook</a></li><li><a href='#'>E-Mail</a></li></ul></div>"
    ),
}


def upper_case(root: HtmlElement, gold: Gold) -> None:
    """Set the questions in capitals."""
    for one in asked(root, gold):
        for inner in one.iter() if one is not None else ():
            inner.text = inner.text and inner.text.upper()
            if inner is not one:
                inner.tail = inner.tail and inner.tail.upper()


def without_marks(root: HtmlElement, gold: Gold) -> None:
    """Take the question mark from every third question, where there are many."""
    if len(gold["pairs"]) < MANY:
        return
    for one in asked(root, gold)[1::3]:
        for inner in one.iter() if one is not None else ():
            inner.text = inner.text and re.sub("[?？؟]", "", inner.text)  # noqa: RUF001
            if inner is not one:
                inner.tail = inner.tail and re.sub("[?？؟]", "", inner.tail)  # noqa: RUF001


def other_marks(mark: str) -> Change:
    """Return the change of every question mark in a question into another script's."""

    def change(root: HtmlElement, gold: Gold) -> None:
        for one in asked(root, gold):
            for inner in one.iter() if one is not None else ():
                inner.text = inner.text and inner.text.replace("?", mark)
                if inner is not one:
                    inner.tail = inner.tail and inner.tail.replace("?", mark)

    return change


def without_announcement(root: HtmlElement, _: Gold) -> None:
    """Give the page a title that announces no questions."""
    for one in root.iter("title", "h1"):
        for inner in list(one):
            one.remove(inner)
        one.text = PLAIN_TITLE
    for one in root.iter("meta"):
        if "title" in (one.get("property") or one.get("name") or ""):
            one.attrib["content"] = PLAIN_TITLE


def _text(fragment: str) -> str:
    return " ".join(map(str, html.fromstring(fragment).itertext()))


def with_notice(root: HtmlElement, gold: Gold) -> None:
    """Put a call-out between two paragraphs of one answer."""
    inside = [place for place in places(root, gold) if not place.last]
    if inside and put_after(inside[0], NOTICE):
        pair = gold["pairs"][inside[0].pair]
        pair["answer"] += "\n\n" + _text(NOTICE)


def with_shared_paragraph(root: HtmlElement, gold: Gold) -> None:
    """Say one paragraph in two answers."""
    inside = {place.pair: place for place in places(root, gold) if not place.last}
    for place in [*inside.values()][:2] if len(inside) > 1 else ():
        if put_after(place, SHARED):
            gold["pairs"][place.pair]["answer"] += "\n\n" + _text(SHARED)


def cut_pairs(first: float, last: float) -> Change:
    """Return the removal of a stretch of the questions with their answers."""

    def change(root: HtmlElement, gold: Gold) -> None:
        places = asked(root, gold)
        begin, end = (round(share * (len(places) - 1)) for share in (first, last))
        if len(places) < MANY or any(one is None for one in places):
            return
        order = {one: number for number, one in enumerate(root.iter("*"))}
        numbers = [order[one] for one in places]
        if numbers != sorted(numbers):
            return
        kept = {places[end], *places[end].iterancestors()}  # type: ignore[union-attr]
        for one, number in order.items():
            if numbers[begin] <= number < numbers[end] and one not in kept:
                one.getparent().remove(one)
        gold["pairs"] = gold["pairs"][:begin] + gold["pairs"][end:]

    return change


def other_labels(root: HtmlElement, _: Gold) -> None:
    """Say the labels in other languages."""
    chance = random.Random(len(root.text_content()))  # noqa: S311  the same for a page each time
    number = chance.randrange(12)
    for one in root.iter("*"):
        found = labels_of(one.text.lstrip()) if one.text and isinstance(one.tag, str) else ()
        if found and one.tag not in {"script", "style", "title"}:
            table = LABELS if found[0].word else LETTERS
            label = table[found[0].asks][number % len(table[True])]
            one.text = re.sub(r"[^\W\d]+", label, one.text, count=1)


def inserted(fragment: str) -> Change:
    """Return the insertion of what is no answer after each answer's first paragraph, where it has more.

    ``{said}`` stands for the first words of that paragraph.
    """

    def change(root: HtmlElement, gold: Gold) -> None:
        answers = [" ".join(words(pair["answer"])) for pair in gold["pairs"]]
        done = set()
        for one in list(root.iter("p")):
            text = " ".join(words(one.text_content()))
            own = next((number for number, answer in enumerate(answers) if text in answer), -1)
            if len(text) < PROSE or own < 0 or own in done or answers[own].endswith(text):
                continue
            done.add(own)
            said = escape(" ".join(one.text_content().split()[:SAID]))
            for piece in reversed(html.fragments_fromstring(fragment.replace("{said}", said))):
                one.addnext(piece)
        if done:
            inside = html.fragment_fromstring(fragment.replace("{said}", ""), create_parent=True)
            texts = [part.strip() for part in inside.itertext() if part.strip()]
            gold["boilerplate"] = [*gold["boilerplate"], *texts]

    return change


REWORDINGS: dict[str, Change] = {
    "questions in capitals": upper_case,
    "a third without ?": without_marks,
    "marks of Chinese": other_marks("\N{FULLWIDTH QUESTION MARK}"),
    "marks of Arabic": other_marks("\N{ARABIC QUESTION MARK}"),
    "marks of Armenian": other_marks("\N{ARMENIAN QUESTION MARK}"),
    "first half gone": cut_pairs(0.0, 0.5),
    "second half gone": cut_pairs(0.5, 1.0),
    "labels of other languages": other_labels,
    "title does not announce": without_announcement,
    "a call-out in one answer": with_notice,
    "a paragraph in two answers": with_shared_paragraph,
    **{f"{name} in answers": inserted(fragment) for name, fragment in INSERTS.items()},
}
"""Changes of words: pairs should be as right as before."""
