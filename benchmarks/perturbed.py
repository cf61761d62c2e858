"""Pairs that still come out right when the pages of the gold corpus are written otherwise. Needs ../shared.

Each perturbation keeps what a reader sees the same, or changes the gold with it: a rule that fits one page's
names, tags or wording shows as a fall.
"""

import random
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256

from lxml import html
from lxml.html import HtmlElement, builder

from benchmarks.corpus import CORPUS, FOLDERS
from benchmarks.rewriting import Change, asked, corpus_pages, rewritten, words
from benchmarks.scoring import Gold, Score, score, summary
from harvester.normalise import normalise
from harvester.parse import parse
from harvester.parse.affixes import labels_of

BLOCKS = "p h1 h2 h3 h4 h5 h6 ul ol dl blockquote table figure"
MANY = 6  # questions from which on some can lose their mark, or go
PROSE = 60  # characters of a paragraph after which something can be put
LABELS = {  # other languages' words for a question's label and an answer's
    True: ("Frage", "Pregunta", "Вопрос", "問", "Domanda", "Soru"),
    False: ("Antwort", "Respuesta", "Ответ", "答", "Risposta", "Cevap"),
}
LETTERS = {True: ("F", "P", "В", "Q"), False: ("A", "R", "О", "A")}  # noqa: RUF001
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
    "a pull quote": "<blockquote class='pullquote'><p>“Nobody counts the gulls any more”</p></blockquote>",
    "sharing": (
        "<div class='share'><ul><li><a href='#'>Facebook</a></li><li><a href='#'>E-Mail</a></li></ul></div>"
    ),
}


def without_names(root: HtmlElement, _: Gold) -> None:
    """Take out every class and id."""
    for one in root.iter():
        for name in ("class", "id"):
            one.attrib.pop(name, None)


def renamed(root: HtmlElement, _: Gold) -> None:
    """Give every class a name that says nothing."""
    for one in root.iter():
        if "class" in one.attrib:
            one.attrib["class"] = " ".join(
                f"x{sha256(name.encode()).hexdigest()[:6]}z" for name in one.attrib["class"].split()
            )


def retagged(**tags: str) -> Change:
    """Return the change of some tags into others."""

    def change(root: HtmlElement, _: Gold) -> None:
        for one in root.iter(*tags):
            one.tag = tags[one.tag]

    return change


def bold_by_style(root: HtmlElement, _: Gold) -> None:
    """Set bold text by style attributes."""
    for one in root.iter("strong", "b"):
        one.tag = "span"
        one.attrib["style"] = "font-weight:bold"


def bold_headings(root: HtmlElement, _: Gold) -> None:
    """Make paragraphs in bold of all headings but the first level's."""
    for one in root.iter("h2", "h3", "h4", "h5", "h6"):
        inner = builder.STRONG()
        inner.text, one.text = one.text, None
        inner.extend(list(one))
        one.append(inner)
        one.tag = "p"


def wrapped(root: HtmlElement, _: Gold) -> None:
    """Put a div around each block of text."""
    for one in list(root.iter(*BLOCKS.split())):
        around = builder.DIV()
        around.tail, one.tail = one.tail, None
        one.getparent().replace(one, around)
        around.append(one)


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


def cut_pairs(first: float, last: float) -> Change:
    """Return the removal of a stretch of the questions with their answers."""

    def change(root: HtmlElement, gold: Gold) -> None:
        places = asked(root, gold)
        begin, end = (round(share * (len(places) - 1)) for share in (first, last))
        if len(places) < MANY or any(one is None for one in places):
            return
        order = {one: number for number, one in enumerate(root.iter())}
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
    for one in root.iter():
        found = labels_of(one.text.lstrip()) if one.text and isinstance(one.tag, str) else ()
        if found and one.tag not in {"script", "style", "title"}:
            table = LABELS if found[0].word else LETTERS
            label = table[found[0].asks][number % len(table[True])]
            one.text = re.sub(r"[^\W\d]+", label, one.text, count=1)


def inserted(fragment: str) -> Change:
    """Return the insertion of what is no answer after each answer's first paragraph, where it has more."""

    def change(root: HtmlElement, gold: Gold) -> None:
        answers = [" ".join(words(pair["answer"])) for pair in gold["pairs"]]
        done = set()
        for one in list(root.iter("p")):
            text = " ".join(words(one.text_content()))
            own = next((number for number, answer in enumerate(answers) if text in answer), -1)
            if len(text) < PROSE or own < 0 or own in done or answers[own].endswith(text):
                continue
            done.add(own)
            for piece in reversed(html.fragments_fromstring(fragment)):
                one.addnext(piece)
        if done:
            inside = html.fragment_fromstring(fragment, create_parent=True)
            texts = [part.strip() for part in inside.itertext() if part.strip()]
            gold["boilerplate"] = [*gold["boilerplate"], *texts]

    return change


def minified(root: HtmlElement, _: Gold) -> None:
    """Fold white space, and take it out between blocks."""
    for one in root.iter():
        if one.text and isinstance(one.tag, str) and one.tag not in {"pre", "script", "style"}:
            one.text = re.sub(r"[ \t\n]+", " ", one.text)
        if one.tail and not one.tail.strip() and one.tag in BLOCKS.split():
            one.tail = ""


CHANGES: dict[str, Change] = {
    "written anew": lambda _root, _gold: None,
    "no classes, no ids": without_names,
    "classes renamed": renamed,
    "p as div": retagged(p="div"),
    "headings one deeper": retagged(h5="h6", h4="h5", h3="h4", h2="h3"),
    "headings one higher": retagged(h3="h2", h4="h3", h5="h4"),
    "headings as bold paragraphs": bold_headings,
    "strong as b, em as i": retagged(strong="b", em="i"),
    "bold by style": bold_by_style,
    "a div around each block": wrapped,
    "article and main as div": retagged(article="div", main="div", section="div"),
    "aside, nav, footer as div": retagged(aside="div", nav="div", footer="div", header="div"),
    "white space folded": minified,
    "questions in capitals": upper_case,
    "a third without ?": without_marks,
    "first half gone": cut_pairs(0.0, 0.5),
    "second half gone": cut_pairs(0.5, 1.0),
    "labels of other languages": other_labels,
    **{f"{name} in answers": inserted(fragment) for name, fragment in INSERTS.items()},
}


def rows(name: str) -> list[tuple[str, Score]]:
    """Return the set and the score of each page under a perturbation."""
    found = []
    for folder in FOLDERS:
        for gold, text in corpus_pages(folder):
            body, wanted = rewritten(text, gold, CHANGES[name])
            snapshot = parse(normalise(body, content_type="text/html; charset=utf-8", url=gold["url"] or ""))
            found.append((folder, score(wanted, snapshot.pairs)))
    return found


def main() -> None:
    """Print the table as Markdown; arguments name the perturbations to try."""
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    names = sys.argv[1:] or list(CHANGES)
    print(f"| written otherwise | {' | '.join(FOLDERS)} | none invented | leaks |")
    print(f"|---|{'--:|' * (len(FOLDERS) + 2)}")
    with ProcessPoolExecutor() as pool:
        for name, found in zip(names, pool.map(rows, names), strict=True):
            figures = [
                f"{summary(one for own, one in found if own == folder)['pair_f1']:.3f}" for folder in FOLDERS
            ]
            every = summary(one for _, one in found)
            print(
                f"| {name} | {' | '.join(figures)} | {every['negatives_ok']:.3f} | {every['leaks']} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
