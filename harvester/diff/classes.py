"""What kind of words an edit touched.

Each rule looks at one edit and stands alone. The first that holds names the class: their order goes from the
most telling to the least, and is not that of the weights.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from rapidfuzz.distance import OSA

from harvester.diff.tokens import cut, is_link, is_number, is_punctuation
from harvester.diff.vocabulary import QUANTITY_SIGNS, Vocabulary, vocabulary
from harvester.languages.signs import SENTENCE_ENDS
from harvester.model import EditClass

CONTEXT_CHARS = 60
"""How much of the text on either side is looked at: some eight words."""

MAX_CHARS = 10_000
"""Longest edit whose words are looked at: a longer one is substantive."""

MAX_NEGATED = 8
"""Most words, old and new together, of an edit whose point can be its negation: "must wear" to "do not have
to wear" has seven. A longer one says more than yes or no."""

MAX_NAME = 4
"""Most words of a name."""

MIN_MISSPELT = 4
"""Shortest word whose one changed letter is taken for spelling: "now" and "not" differ by one too."""

MIN_NEGATED = 4
"""Shortest word that a prefix can turn into its opposite."""

_APOSTROPHES = str.maketrans("", "", "'’ʼ")  # noqa: RUF001
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})"
    r"|\d{1,2}(?::\d{2}|h\d{0,2})|(?:19|20)\d{2}"
)
_SENTENCE_ENDS = ("", ":", *SENTENCE_ENDS)


class Edit(NamedTuple):
    """What stood there, what stands there now, the unchanged text on both sides, and the language."""

    before: str
    after: str
    left: str = ""
    right: str = ""
    language: str = ""


class _Difference(NamedTuple):
    """An edit with its words, signs of quantity among them; removed and added are what they don't share."""

    edit: Edit
    old: list[str]
    new: list[str]
    removed: list[str]
    added: list[str]

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the words that weigh more in the edit's language."""
        return vocabulary(self.edit.language)


def classify(edit: Edit) -> EditClass:
    """Return the class of one edit."""
    if max(len(edit.before), len(edit.after)) > MAX_CHARS:
        return EditClass.SUBSTANTIVE
    old, new = _telling(edit.before), _telling(edit.after)
    difference = _Difference(edit, old, new, less(old, new), less(new, old))
    return next((each for each, holds in RULES if holds(difference)), EditClass.SUBSTANTIVE)


def negates(old: Iterable[str], new: Iterable[str], language: str = "") -> bool:
    """Return whether one side says no where the other does not: by "not", or by a word and its opposite."""
    words = vocabulary(language)
    olds, news = [word.casefold() for word in old], [word.casefold() for word in new]
    if sum(_says_no(word, words) for word in olds) != sum(_says_no(word, words) for word in news):
        return True
    pairs = [(one, other) for one in olds for other in news]
    return any(_opposite(one, other, words) or _opposite(other, one, words) for one, other in pairs)


def less(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the words that are not among the others, each of those taking one away, in order."""
    spare = Counter(others)
    left = []
    for word in words:
        if spare[word] > 0:
            spare[word] -= 1
        else:
            left.append(word)
    return left


def _telling(text: str) -> list[str]:
    """Return the tokens of the text that are words, or signs that make a quantity."""
    return [token for token in cut(text) if token in QUANTITY_SIGNS or not is_punctuation(token)]


def _says_no(word: str, words: Vocabulary) -> bool:
    plain = word.replace("’", "'")  # noqa: RUF001
    return plain in words.negations or plain.endswith(words.negating_endings)


def _opposite(word: str, other: str, words: Vocabulary) -> bool:
    """Return whether the other word is the word with a prefix that negates."""
    stem = len(other) - len(word)
    if len(word) < MIN_NEGATED or stem <= 0:
        return False
    return other[:stem] in words.negating_prefixes and other[stem:] == word


def _is_spacing(difference: _Difference) -> bool:
    edit = difference.edit
    return "".join(edit.before.split()) == "".join(edit.after.split()) and _same_numbers(difference)


def _is_punctuation(difference: _Difference) -> bool:
    return _letters(difference.old) == _letters(difference.new) and _same_numbers(difference)


def _same_numbers(difference: _Difference) -> bool:
    """Return whether both sides have the same numbers, however their thousands are set apart."""
    old, new = (
        ["".join(word.split()).translate(_APOSTROPHES) for word in side if is_number(word)]
        for side in (difference.old, difference.new)
    )
    return old == new


def _letters(words: list[str]) -> str:
    return "".join(words).translate(_APOSTROPHES)


def _is_link(difference: _Difference) -> bool:
    return all(map(is_link, difference.removed + difference.added))


def _is_negation(difference: _Difference) -> bool:
    old, new = difference.removed, difference.added
    if len(old) + len(new) > MAX_NEGATED:
        return False
    before, after = difference.edit.before, difference.edit.after
    parts = difference.vocabulary.negating_parts
    return negates(old, new, difference.edit.language) or any(
        before.count(each) != after.count(each) for each in parts
    )


def _is_date(difference: _Difference) -> bool:
    words, spoken = difference.removed + difference.added, difference.vocabulary
    dated = [_is_calendar(word, spoken) for word in words]
    if not all(of_calendar or is_number(word) for word, of_calendar in zip(words, dated, strict=True)):
        return False
    if any(dated) or all(map(_DATE.fullmatch, words)):
        return True
    left, right = _neighbours(difference.edit)
    return any(_is_calendar(word, spoken) for word in left[-1:] + right[:1])


def _is_calendar(word: str, words: Vocabulary) -> bool:
    return word in words.capital_only or word.casefold() in words.calendar


def _is_number(difference: _Difference) -> bool:
    return all(
        is_number(word) or word in QUANTITY_SIGNS or word.casefold() in difference.vocabulary.quantities
        for word in difference.removed + difference.added
    )


def _is_spelling(difference: _Difference) -> bool:
    old, new = difference.removed, difference.added
    return len(old) == len(new) and all(map(_spelt_alike, old, new))


def _spelt_alike(word: str, other: str) -> bool:
    one, two = _unaccented(word), _unaccented(other)
    if one == two:
        return True
    letters = min(len(one), len(two)) >= MIN_MISSPELT and not is_number(one + two)
    return letters and one[0] == two[0] and OSA.distance(one, two, score_cutoff=1) == 1


def _unaccented(word: str) -> str:
    """Return the word without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _is_name(difference: _Difference) -> bool:
    edit = difference.edit
    skip = int(edit.left.rstrip()[-1:] in _SENTENCE_ENDS)  # every sentence begins with a capital
    sides = [side[skip:] for side in (difference.removed, difference.added) if side]
    if not all(0 < len(side) <= MAX_NAME and all(map(_is_capital, side)) for side in sides):
        return False
    return not (difference.vocabulary.capital_nouns or _is_headline(edit))


def _is_headline(edit: Edit) -> bool:
    """Return whether the words around are in capitals too, which then tell nothing."""
    left, right = _neighbours(edit)
    around = left + right
    return 2 * sum(word.islower() for word in around) <= len(around)


def _is_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not is_number(word)


def _neighbours(edit: Edit) -> tuple[list[str], list[str]]:
    """Return the words next to the edit on either side; one that is cut short at the far end is left out."""
    left, right = edit.left[-CONTEXT_CHARS:], edit.right[:CONTEXT_CHARS]
    before, after = _telling(left), _telling(right)
    return before[len(edit.left) > CONTEXT_CHARS :], after[: len(after) - (len(edit.right) > CONTEXT_CHARS)]


RULES: tuple[tuple[EditClass, Callable[[_Difference], bool]], ...] = (
    (EditClass.WHITESPACE, _is_spacing),
    (EditClass.PUNCTUATION, _is_punctuation),
    (EditClass.SUBSTANTIVE, lambda difference: not (difference.removed or difference.added)),  # word order
    (EditClass.LINK, _is_link),
    (EditClass.NEGATION, _is_negation),
    (EditClass.DATE, _is_date),
    (EditClass.NUMBER, _is_number),
    (EditClass.SPELLING, _is_spelling),
    (EditClass.NAME, _is_name),
)
