"""Recognise lines beside the text by phrases of the language files. Place and look are judged elsewhere.

All functions need a text in small letters, except `speaks_to_guest`.
"""

import re
from functools import lru_cache

from harvester.languages import lines, phrases, within, words
from harvester.languages.openings import Openings
from harvester.languages.phrases import alternatives, unspaced
from harvester.languages.signs import COLONS, holds_colon
from harvester.text import ascii_words

SHORT_LINE = 70
"""A line like "Last updated …" or "Back to top" has at most this many characters."""

LABEL_CHARS = 80
"""A label, "More on ferries:", ends within this many characters of a line."""

CAPTION_LABEL_CHARS = 24
"""The label of a caption, "Photo credit:", ends within this many characters."""

TAIL = 90
"""A picture's credit is searched in this many characters at the end of a line."""

INITIAL = 2
"""An initial has at most this many characters, with its full stop."""

NAME_CHARS = 25
"""A name before thanks, "Post: Thank you …", ends within this many characters."""

THANKS_CHARS = 40
"""Thanks without an object have at most this many characters."""

THANKED_CHARS = 130
"""Thanks name their object, "for the interview", within this many characters."""

RIGHTS_CHARS = 60
"""A line that reserves rights does so within this many characters."""

REPORT_CHARS = 80
"""A line names other authors of a report within this many characters."""

KEPT = 256
"""Results are cached for this many short lines, because each candidate looks up the same lines again."""

_ASIDES = lines("teasers", "related", "advertisements", "helpful")
_SHORT_ASIDES = lines("short_teasers", "updated", "to_top")
_ASIDE_OPENINGS = Openings(_ASIDES, _SHORT_ASIDES)
_CAPTIONS = lines("captions")
_LABELS = lines("teaser_labels")
_RELATED = lines("related")
_LABEL_MARK = re.compile(rf"[{COLONS}/©|｜]")  # noqa: RUF001
_COPYRIGHT = ("©", "(c) ")
_CREDIT = re.compile(
    rf"(?:[(|/©]|\b(?:{alternatives(phrases('credit_prepositions'))})\b)\s{{0,9}}"
    rf"(?:{alternatives(phrases('captions', 'agencies'))})\b"
)
_BEFORE_CREDIT = re.compile("[(|/©]")
_PREPOSITIONS = words("credit_prepositions")
_TOKEN = re.compile(r"\w+")
_CREDITED = re.compile(
    rf"(?:[.!?…»”\"]\s|[—–]\s?)(?:{alternatives(phrases('captions'))})\s?[{COLONS}/]"  # noqa: RUF001
)
_SENTENCE_ENDS = frozenset(".!?")
_ENDS = lines("comments", "sharing", "credits")
_CREDITS = lines("credits")
_CORRECTIONS = lines("corrections")
_END_MARKS = lines("end_marks")
_RIGHTS = within("rights")
_REPORTS = within("contributors")
_PAGERS = lines("pagers")
_TAGS = lines("tags")
_IN_OPENERS = re.compile(r"[\[［【(（]\s?([^\s()\[\]]{2,20})\s?[\]］】)）]\s?(?=\S)")  # noqa: RUF001
_IN_BRACKETS = re.compile(r"[(（][^()]{2,40}[)）]$")  # noqa: RUF001
_THANKS = lines("thanks")
_TALKS = within("talks")
_PIECES = within("pieces")
_MAKING = within("making")
_ACCOUNT = within("account")
_PROMOTION = within("promotion")
_OFFERS = lines("pay_titles")
_EXPLAINS = within("explainer_titles")
_PUT_TO_OTHERS = within("put_to_others")
_PLEASE = within("please")
_REQUESTS = lines("requests")
_ADDRESS = words("address")
_ADDRESSED = re.compile(r"\W{0,3}(?:[^\W\d_][\w.'’-]*\s){0,3}[^\W\d_][\w.'’-]*,\s([^\W\d_]+)\b")  # noqa: RUF001


@lru_cache(KEPT)
def leads_away(text: str) -> bool:
    """Return whether the line is a teaser, an advertisement, or a picture's caption."""
    text = unspaced(text)
    if _ASIDE_OPENINGS.fit(text) and (
        _ASIDES.find(text) or (len(text) <= SHORT_LINE and _SHORT_ASIDES.find(text))
    ):
        return True
    bracketed = _IN_OPENERS.match(text)
    if bracketed is not None and _ASIDES.find(bracketed[1]):
        return True
    mark = _LABEL_MARK.search(text, 0, LABEL_CHARS)
    if mark is not None and _is_label(text[: mark.start()], mark[0]):
        return True
    return text.startswith(_COPYRIGHT) or _ends_with_credit(text)


def _ends_with_credit(text: str) -> bool:
    end = text[-TAIL:]
    is_marked = holds_colon(end) or "/" in end  # if not, as mostly, no credit follows a caption
    found = _CREDITED.search(text, max(0, len(text) - TAIL)) if is_marked else None
    if found is not None and _is_name(text[found.end() :].split()):
        return True
    if text[-1:] in _SENTENCE_ENDS:
        return False
    if _BEFORE_CREDIT.search(end) is None and _PREPOSITIONS.isdisjoint(_words_of(end)):
        return False
    ends = [found.end() for found in _CREDIT.finditer(text, max(0, len(text) - TAIL))]
    return bool(ends) and _SENTENCE_ENDS.isdisjoint(text[ends[-1] :])


def _words_of(text: str) -> list[str]:
    return ascii_words(text) if text.isascii() else _TOKEN.findall(text)


def _is_name(words: list[str]) -> bool:
    """Return whether there are words, and only initials and the last one end with a full stop."""
    return bool(words) and all(len(word) <= INITIAL for word in words[:-1] if word[-1] in _SENTENCE_ENDS)


def _is_label(label: str, mark: str) -> bool:
    if len(label) <= CAPTION_LABEL_CHARS and _CAPTIONS.find(label):
        return True
    return mark in f"{COLONS}|｜" and bool(_LABELS.find(label) or (mark in "|｜" and _RELATED.find(label)))  # noqa: RUF001


def ends_article(text: str) -> bool:
    """Return whether the line ends any answer: comments, sharing, keywords, rights, interviewer."""
    if _ENDS.find(text) or _RIGHTS.find(text[:RIGHTS_CHARS]) or _REPORTS.find(text[:REPORT_CHARS]):
        return True
    if text[:1].isdigit() and _PAGERS.find(text):
        return True
    label, colon, said = text[:LABEL_CHARS].partition(":")
    if colon and (_TAGS.find(label) or _CREDITS.find(said.lstrip())):  # "Note: This interview was ..."
        return True
    return _IN_BRACKETS.match(text) is not None


def leads_on(text: str) -> bool:
    """Return whether the line is the words or signs of a link to a next page: "next", "weiter", "→"."""
    return bool(_PAGERS.find(text)) or (text != "" and not any(map(str.isalnum, text)))


def corrects(text: str) -> bool:
    """Return whether the line corrects an earlier version of the page."""
    return bool(_CORRECTIONS.find(text))


def speaks_of_text(text: str) -> bool:
    """Return whether the text has a word by which texts speak of themselves: "interview", "article"."""
    return bool(_PIECES.find(text))


def speaks_of_making(text: str) -> bool:
    """Return whether the text has a word for how a text is made: "edited", "published"."""
    return bool(_MAKING.find(text))


def marks_end(text: str) -> bool:
    """Return whether the line is the word that stands alone below an article: "END"."""
    return bool(_END_MARKS.find(text))


def thanks(text: str) -> bool:
    """Return whether the interviewer thanks the guest, which ends the interview."""
    for said in (text, text[max(map(text[:NAME_CHARS].rfind, ":,")) + 1 :]):
        if _THANKS.find(said) and (len(said) <= THANKS_CHARS or _TALKS.find(said[:THANKED_CHARS])):
            return True
    return False


def is_of_account(text: str) -> bool:
    """Return whether the text is about signing in and subscriptions."""
    return bool(_ACCOUNT.find(text))


@lru_cache(KEPT)
def invites(text: str) -> bool:
    """Return whether the text invites to a newsletter or a channel of the publisher, or to pay for more."""
    return bool(_PROMOTION.find(text) or _OFFERS.find(text))


def explains(title: str) -> bool:
    """Return whether the title is that of an explainer, whose headings ask without a mark."""
    return bool(_EXPLAINS.find(title))


def puts_to_others(title: str) -> bool:
    """Return whether the title offers questions that readers can put to others: "What to ask ..."."""
    return bool(_PUT_TO_OTHERS.find(title))


def speaks_to_guest(text: str) -> bool:
    """Return whether a turn begins with a name and addresses that person: "Ms Marlow, you have ..."."""
    found = _ADDRESSED.match(text)
    return found is not None and found[1].lower() in _ADDRESS


def addresses_guest(text: str) -> bool:
    """Return whether a sentence begins with the pronoun for the guest: "You begin with a quarrel."."""
    return text.partition(" ")[0].lower() in _ADDRESS


def requests(text: str) -> bool:
    """Return whether the text asks for something without a question: "Tell us ..., please"."""
    return bool(_REQUESTS.find(text) or _PLEASE.find(text))
