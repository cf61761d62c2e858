"""These signs of a wall or an article come from a page's text: titles, phrases, and words of its own.

A sign is a function of the family and of what the page shows. It returns what it found, as readable text,
or ``""``.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from harvester.languages import lines, within
from harvester.languages.phrases import Lines, Within
from harvester.languages.signs import ASKING
from harvester.model import Kind
from harvester.reading.seen import PageFeatures, is_linked, once, quoted, weight
from harvester.reading.walls import Family

Find = Callable[[Family, PageFeatures], str]

SHORT = 20
"""A sentence with fewer letters than this says nothing: a name, a number, a date."""

PLENTY = 700
"""A page with this many letters of its own, or more, can be no wall except an offer to pay."""

BRIEF = 500
"""A page with fewer letters of prose than this is shorter than news in brief, which have about 600."""

OWN_WORDS = 10
"""A title with this many letters besides the words of a wall also names something else."""

THROUGHOUT = 0.7
"""A page is only about consent if sentences about consent have at least this share of its letters."""

HEADLINE = 25
"""A title with more letters than this is more than a site's name."""

LINKED = 200
"""A page whose links have more letters than this leads to articles, though it may say nothing else."""

_OFFERING = (Family.LOGIN, Family.PAY)

QUESTIONS = 2
"""A page with this many questions that no wall asks is an article, whatever else it says."""

_NUMBERED = re.compile(
    r"(?:error|http|fehler|erreur|erro|errore|błąd|ошибка|hata|chyba)?[\s:.-]{0,3}([45]\d\d)\b"
)
_CODED = {
    "401": Family.LOGIN,
    "404": Family.MISSING,
    "410": Family.MISSING,
    "451": Family.GEO,
}


@cache
def titles(family: Family) -> Lines:
    """Return the titles of the family in all languages."""
    return lines(f"{family}_titles")


@cache
def phrases(family: Family) -> Within:
    """Return the phrases of the family in all languages."""
    return within(f"{family}_phrases")


@cache
def _about_consent() -> Within:
    """Return the phrases that sentences about consent contain, in all languages."""
    return within("consent_words", "consent_phrases")


@cache
def _any_phrases() -> Within:
    return within(*(f"{family}_phrases" for family in Family), "consent_words")


@cache
def _any_titles() -> Lines:
    return lines(*(f"{family}_titles" for family in Family))


def wall_words(text: str) -> str:
    """Return words in the text that a wall of any family uses, in any language, or ``""``."""
    return _any_phrases().find(text) or _any_titles().find(text)


def title_of(family: Family, text: str) -> str:
    """Return the title of the family that equals the text, or ``""``."""
    found = titles(family).find(text)
    if found:
        return found
    number = _NUMBERED.match(text)
    if number is None:
        return ""
    rest = text[number.end() :].strip(" :.-–—!|")  # noqa: RUF001
    wanted = _CODED.get(number[1], Family.ERROR)
    return number[1] if not rest and wanted is family else titles(family).find(rest)


def title(family: Family, seen: PageFeatures) -> str:
    """Return the part of the page's title that is a title of the family."""
    return quoted("title", next(filter(None, (title_of(family, part) for part in seen.title_parts)), ""))


def heading(family: Family, seen: PageFeatures) -> str:
    """Return the page's heading if it is a title of the family, or a sentence that is, if nothing else is."""
    heads = (*seen.headings, *(seen.sentences if says_nothing(family, seen) else ()))
    return quoted("heading", next(filter(None, (title_of(family, each) for each in heads)), ""))


@once
def _said(seen: PageFeatures) -> dict[Family, tuple[str, ...]]:
    """Return the distinct phrases of each family in the page, at most one for each sentence."""
    return {
        family: tuple(dict.fromkeys(filter(None, map(phrases(family).find, seen.sentences))))
        for family in Family
    }


def phrase(family: Family, seen: PageFeatures) -> str:
    """Return the first phrase of the family."""
    return quoted("says", next(iter(_said(seen)[family]), ""))


def second_phrase(family: Family, seen: PageFeatures) -> str:
    """Return the second phrase of the family."""
    return next((f"“{each}”" for each in _said(seen)[family][1:]), "")


def third_phrase(family: Family, seen: PageFeatures) -> str:
    """Return the third phrase of the family."""
    return next((f"“{each}”" for each in _said(seen)[family][2:]), "")


def button(family: Family, seen: PageFeatures) -> str:
    """Return a phrase of the family on a button or link."""
    return quoted("button", next(filter(None, map(phrases(family).find, seen.buttons)), ""))


def spoken_of(family: Family, seen: PageFeatures) -> str:
    """Return a phrase of the family in the page's title or heading."""
    heads = (*seen.headings, *seen.title_parts)
    return quoted("headed", next(filter(None, map(phrases(family).find, heads)), ""))


def brief(_family: Family, seen: PageFeatures) -> str:
    """Return that the page has less text than the shortest article."""
    return "shorter than an article" if seen.size <= BRIEF else ""


@once
def own_words(seen: PageFeatures) -> tuple[str, ...]:
    """Return the sentences without the words of a wall, up to `PLENTY` letters of them."""
    found, letters = [], 0
    for each in seen.sentences:
        if letters > PLENTY:
            break
        if weight(each) >= SHORT and not wall_words(each):
            found.append(each)
            letters += weight(each)
    return tuple(found)


def has_plenty(seen: PageFeatures) -> bool:
    """Return whether the page has more text of its own than any wall except an offer to pay."""
    return sum(map(weight, own_words(seen))) > PLENTY


def says_nothing(family: Family, seen: PageFeatures) -> bool:
    """Return whether the page has only the words of a wall below a name of a site, or of a host.

    What offers to pay or to sign in may stand below a headline, too.
    """
    return _is_empty_below_name(seen) and (family in _OFFERING or not _is_headed(seen))


@once
def _is_empty_below_name(seen: PageFeatures) -> bool:
    names = {*seen.headings, *seen.title_parts}
    linked = sum(weight(block.text) for block in seen.blocks if is_linked(block))
    asking = sum(each.endswith(ASKING) for each in seen.sentences)
    return linked <= LINKED and asking < QUESTIONS and names.issuperset(own_words(seen))


@once
def _is_headed(seen: PageFeatures) -> bool:
    return any(map(_is_headline, (*seen.headings, *seen.title_parts)))


def nothing_else(family: Family, seen: PageFeatures) -> str:
    """Return that the page has no text besides that of a wall."""
    return "says nothing else" if says_nothing(family, seen) or not own_words(seen) else ""


def nothing_below(family: Family, seen: PageFeatures) -> str:
    """Return that the page has no text besides its name and that of a wall."""
    return "says nothing else" if says_nothing(family, seen) else ""


def beyond(letters: int) -> Find:
    """Return the sign that a page has more than this many letters of its own."""

    def find(family: Family, seen: PageFeatures) -> str:
        said = 0 if says_nothing(family, seen) else sum(map(weight, own_words(seen)))
        return f"more than {letters} letters of its own" if said > letters else ""

    return find


def headline(family: Family, seen: PageFeatures) -> str:
    """Return that the page's title is more than a site's name or a wall's title, and that text follows."""
    if says_nothing(family, seen):
        return ""
    parts = seen.title_parts[1:] or seen.title_parts
    return "has a headline" if any(_is_headline(part.replace(seen.asked_site, "")) for part in parts) else ""


def _is_headline(text: str) -> bool:
    found = wall_words(text)
    least = OWN_WORDS if weight(found) >= OWN_WORDS else HEADLINE
    return weight(text) - weight(found) >= least and not any(title_of(family, text) for family in Family)


def named_twice(family: Family, seen: PageFeatures) -> str:
    """Return that title and heading share words that are no wall's and not the site's name, before a text."""
    if says_nothing(family, seen):
        return ""
    site = re.sub(r"[^a-z0-9]", "", seen.ended_site)
    for each in seen.headings:
        bare = re.sub(r"[^a-z0-9]", "", each)
        if each in seen.title_parts and not wall_words(each) and not (bare and bare in site):
            return "title and heading agree"
    return ""


def article(_family: Family, seen: PageFeatures) -> str:
    """Return that the page declares itself to be an article."""
    return "is stated to be an article" if seen.articles else ""


def dated(_family: Family, seen: PageFeatures) -> str:
    """Return that the page has a date of publication or an author."""
    return "has a date or an author" if seen.document.published or seen.document.authors else ""


def asks(family: Family, seen: PageFeatures) -> str:
    """Return that the page asks questions of its own."""
    asking = [
        each
        for each in (*seen.sentences, *seen.title_parts)
        if each.endswith(ASKING) and not wall_words(each)
    ]
    is_title = not says_nothing(family, seen) and any(each in seen.title_parts for each in asking)
    return "asks questions of its own" if len(asking) >= QUESTIONS or is_title else ""


def answered(_family: Family, seen: PageFeatures) -> str:
    """Return that headings ask and paragraphs answer, where no button or link offers a choice."""
    asking = [
        one
        for one, following in pairwise(seen.blocks)
        if one.kind is Kind.HEADING and one.text.endswith(ASKING) and following.kind is Kind.PARAGRAPH
    ]
    return "its headings ask and are answered" if len(asking) >= QUESTIONS and not seen.buttons else ""


def little_else(_family: Family, seen: PageFeatures) -> str:
    """Return that most of the page's text is about consent."""
    said = sum(map(weight, seen.sentences))
    about = sum(weight(each) for each in seen.sentences if _about_consent().find(each))
    return "speaks of consent throughout" if said and about >= THROUGHOUT * said else ""


def choices(_family: Family, seen: PageFeatures) -> str:
    """Return that at least two buttons are about consent."""
    found = [each for each in seen.buttons if _about_consent().find(each)]
    return "buttons for consent" if len(found) > 1 else ""
