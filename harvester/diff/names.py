"""Names in an edited text, as far as capitals show them."""

from harvester.diff.edit import EditSide, is_telling
from harvester.diff.tokens import is_number, token_places
from harvester.diff.vocabulary import Vocabulary
from harvester.languages.signs import SENTENCE_ENDS

_BEFORE_SENTENCE = frozenset(("", ":", *SENTENCE_ENDS))
_OPENING = " \n\"'“„«»‘‚([-–—•*"  # noqa: RUF001


def names(side: EditSide, words: Vocabulary) -> list[str]:
    """Return the words of names in the run; every noun has a capital in some languages, which tells nothing.

    A sentence's first word is one only if the next is.
    """
    run = side.run
    if words.capital_nouns or run == run.lower():
        return []
    found: list[str] = []
    first = ""
    for start, end in token_places(run):
        word = run[start:end]
        if not _is_capital(word) or words.is_calendar(word):
            first = ""
            continue
        if _begins_sentence(side.text[max(0, side.start + start - 8) : side.start + start]):
            first = word
            continue
        found += [first, word] if first else [word]
        first = ""
    return [] if found and _is_headline(side) else found


def _begins_sentence(left: str) -> bool:
    return left.rstrip(_OPENING)[-1:] in _BEFORE_SENTENCE


def _is_headline(side: EditSide) -> bool:
    """Return whether the words around are in capitals too, which then tell nothing.

    Where a whole text came, went or was replaced, there are none, and its own words are looked at.
    """
    around = [word for part in (side.left, side.right) for word in _whole_words(part)]
    around = around or _whole_words(side.run)
    return 2 * sum(word.islower() for word in around) <= len(around)


def _whole_words(text: str) -> list[str]:
    words = [text[start:end] for start, end in token_places(text)]
    return [word for word in words if is_telling(word) and not is_number(word)]


def _is_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not is_number(word)
