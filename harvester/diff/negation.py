"""Whether two texts differ in saying no."""

from collections.abc import Iterable

from harvester.diff.vocabulary import Vocabulary, vocabulary

MIN_NEGATED = 4
"""A prefix can turn a word of at least this many letters into its opposite."""


def negates(old: Iterable[str], new: Iterable[str], language: str = "") -> bool:
    """Return whether one side says no where the other does not: by "not", or by a word and its opposite."""
    words = vocabulary(language)
    olds, news = [word.casefold() for word in old], [word.casefold() for word in new]
    if sum(says_no(word, words) for word in olds) != sum(says_no(word, words) for word in news):
        return True
    return _opposed(olds, news, words) or _opposed(news, olds, words)


def _opposed(olds: Iterable[str], news: Iterable[str], words: Vocabulary) -> bool:
    """Return whether one of the newer words is the opposite of one of the older ones."""
    prefixed = [word for word in news if word.startswith(words.negating_prefixes)]
    return any(opposite(old, word, words) for word in prefixed for old in olds)


def says_no(word: str, words: Vocabulary) -> bool:
    """Return whether the word, in small letters, says no."""
    plain = word.replace("’", "'")  # noqa: RUF001
    return plain in words.negations or plain.endswith(words.negating_endings)


def opposite(word: str, other: str, words: Vocabulary) -> bool:
    """Return whether the other word is the word with a prefix that negates, both in small letters."""
    stem = len(other) - len(word)
    if len(word) < MIN_NEGATED or stem <= 0:
        return False
    return other[:stem] in words.negating_prefixes and other[stem:] == word
