"""Compare texts with the phrases of the language files, after a quick first look.

Words of a phrase are separated by spaces. Marks between words are left out, in the phrase as in the text.
`*` at the beginning or the end of a word stands for any letters there. `…` between words stands for up to
three other words; at the end it stands for the rest of the line. A figure stands for any number, in figures
or in words. Letters with an accent stand for those without. A phrase in a script that writes no spaces
between words (`harvester.languages.signs.UNSPACED`) is found wherever its letters stand.

Texts must be in small letters. A word is looked up by its first letters, and the one that follows it too, and
then compared with the phrases that have both. The look-up tables are made from the phrases, and every
comparison takes linear time.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from harvester.languages.forms import MARK, PIECE, Phrase, means_number, phrase_of, words_of
from harvester.languages.signs import is_unspaced

HEAD = 4
"""A word is looked up by this many letters. Most words differ in them."""

LINE_CHARS = 240
"""This many characters of a line are looked at. The longest phrase has 60; a longer line is prose."""

SPACED_CHARS = 40
"""Letters with a space between each two are one word in a line of at most this many characters."""

_LETTERS = re.compile(r"\w(?:\s\w)+")
_FIRST = re.compile(rf"[\d{MARK}]{{0,20}}([^{MARK}]{{1,{HEAD}}})")
_TWO_WORDS = re.compile(rf"[{MARK}]*([^{MARK}]+)[{MARK}]+([^{MARK}]+)")
_HEAD_LINE = re.compile(rf"^[\"'¿¡]?(\*?[^{MARK}]{{1,{HEAD}}})", re.MULTILINE)
_TAIL = rf"(?=[\d{MARK}]{{0,20}}$)"
_COMMAS = re.compile("[șț]")
_CEDILLAS = (str.maketrans("șț", "şţ"), str.maketrans("ș", "ş"), str.maketrans("ț", "ţ"))
_ACCENT = re.compile("[\u0300-\u036f]")
_ACCENTED = re.compile("[\u00c0-\u04ff\u1e00-\u1fff]")  # Latin, Greek and Cyrillic: no others have accents


def head_of(text: str) -> str:
    """Return the first letters of the first word, by which a phrase is looked up; ``""`` if it has none."""
    head = text[:HEAD]
    if head.isalpha():  # so begin most lines, and no mark is a letter
        return head
    first = _FIRST.match(text)
    return first[1] if first else ""


def unspaced(text: str) -> str:
    """Return the text; if spaces stand between all its letters, "A D V E R T", return it without them."""
    spread = len(text) <= SPACED_CHARS and text[1:2].isspace() and _LETTERS.fullmatch(text)
    return "".join(text.split()) if spread else text


class _Index:
    """An index holds phrases by the first letters of their first word.

    ``heads`` are for scripts with spaces. In ``loose``, the first word may begin with other letters.
    ``unspaced`` has phrases in scripts without spaces. ``read``, ``followed`` and ``sized`` keep what
    was asked for.
    """

    __slots__ = ("followed", "heads", "loose", "read", "sized", "unspaced")

    def __init__(self, phrases: Iterable[str]) -> None:
        listed = tuple(phrases)
        self.unspaced = [phrase for phrase in listed if not phrase.isascii() and is_unspaced(phrase)]
        spaced = dict.fromkeys(listed)
        for phrase in self.unspaced:
            spaced.pop(phrase, None)
        self.heads: dict[str, list[str]] = defaultdict(list)
        self.loose: list[str] = []
        self.read: dict[str, tuple[Phrase, ...]] = {}
        self.followed: dict[str, dict[str, tuple[Phrase, ...]]] = {}
        self.sized: dict[tuple[str, int], tuple[Phrase, ...]] = {}
        for head, phrase in _headed(spaced):
            if head[0] == "*":
                self.loose.append(phrase)
            else:
                self.heads[head].append(phrase)

    def phrases(self, head: str) -> tuple[Phrase, ...]:
        """Return the phrases with that head, which is one of ``heads``."""
        if head not in self.read:
            self.read[head] = tuple(map(phrase_of, self.heads[head]))
        return self.read[head]

    def phrases_before(self, head: str, second: str) -> tuple[Phrase, ...]:
        """Return the phrases with that head that fit before a word that begins with those letters."""
        if head not in self.followed:
            phrases = [(_second(phrase), phrase) for phrase in self.phrases(head)]
            self.followed[head] = {
                each: tuple([phrase for second, phrase in phrases if second in ("", each)])
                for each in {"", *(second for second, _ in phrases)}
            }
        table = self.followed[head]
        return table.get(second, table[""])

    def phrases_of(self, head: str, words: int) -> tuple[Phrase, ...]:
        """Return the phrases with that head that a line of this many words can be, or begin with."""
        found = self.sized.get((head, words))
        if found is None:
            phrases = self.phrases(head) if head in self.heads else ()
            found = tuple(each for each in phrases if each.words in {0, words})
            if phrases:  # other words are without number
                self.sized[head, words] = found
        return found


def _second(phrase: Phrase) -> str:
    """Return the first letters that the second word must have; ``""`` if it may begin with others."""
    if len(phrase.parts) < 2:  # noqa: PLR2004
        return ""
    text, before, after = phrase.parts[1]
    return "" if before or text.isdigit() or (after and len(text) < HEAD) else text[:HEAD]


def _headed(phrases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each phrase with its head, and again without its accents if it has some.

    Romanian is also written with cedillas instead of commas, as old keyboards have them, or with both.
    """
    listed = dict.fromkeys(phrases)
    accented = [phrase for phrase in listed if not phrase.isascii() and _ACCENTED.search(phrase)]
    commas = [phrase for phrase in accented if _COMMAS.search(phrase)]
    cedillas = [phrase.translate(table) for table in _CEDILLAS for phrase in commas]
    listed |= dict.fromkeys(cedillas)
    written = "\n".join(dict.fromkeys([*accented, *cedillas]))
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", written)))
    listed |= dict.fromkeys(bare.splitlines())
    return zip(_HEAD_LINE.findall("\n".join(listed)), listed, strict=True)


def alternatives(phrases: Iterable[str]) -> str:
    """Return the phrases as a pattern, the longest first; space between their words may be missing."""
    return "|".join(map(_spaceless, sorted(phrases, key=len, reverse=True)))


def whole_words(phrases: Iterable[str]) -> str:
    """Return the phrases as a pattern; a word of a script with spaces is not found inside another word."""
    return "|".join(each if is_unspaced(each) else rf"(?<!\w)(?:{each})" for each in map(_spaceless, phrases))


def _spaceless(phrase: str) -> str:
    """Return the pattern of a phrase in which the space between words may be missing."""
    return r"\s{0,2}".join(map(re.escape, phrase.strip("*…").split()))


class Lines:
    """Lines match if they equal a phrase, or begin with a phrase that ends in `…`.

    ``fillers`` are words that do not count, in the phrases as in the line. Nor do figures around a line.
    The phrases are read when the first line is compared.
    """

    def __init__(self, phrases: Iterable[str], fillers: Collection[str] = ()) -> None:
        self._fillers = frozenset(words_of(" ".join(fillers)))
        self._phrases = tuple(phrases)

    @cached_property
    def _index(self) -> _Index:
        return _Index(map(self._filled, self._phrases) if self._fillers else self._phrases)

    def _filled(self, phrase: str) -> str:
        return " ".join(piece for piece in PIECE.findall(phrase) if piece not in self._fillers)

    @cached_property
    def _unspaced(self) -> re.Pattern[str] | None:
        whole = [phrase for phrase in self._index.unspaced if not phrase.endswith("…")]
        begun = [phrase for phrase in self._index.unspaced if phrase.endswith("…")]
        if not self._index.unspaced:
            return None
        forms = [
            rf"(?:{alternatives(phrases)}){end}" for phrases, end in ((whole, _TAIL), (begun, "")) if phrases
        ]
        return re.compile(rf"[\d{MARK}]{{0,20}}({'|'.join(forms)})")

    @cached_property
    def signs(self) -> frozenset[str]:
        """The first signs of the phrases in scripts without spaces."""
        return frozenset(head_of(phrase)[:1] for phrase in self._index.unspaced)

    @property
    def heads(self) -> Collection[str]:
        """Return the `head_of` each phrase, except those in scripts without spaces."""
        return self._index.heads.keys()

    def may_open(self, head: str) -> bool:
        """Return whether a line may be one of the phrases, by its `head_of`: a first look."""
        return bool(self._fillers) or head in self._index.heads or head[:1] in self.signs

    def find(self, text: str) -> str:
        """Return the phrase that the line in small letters equals or begins with; ``""`` if none fits."""
        head = head_of(text)
        if not head:
            return ""
        if self._fillers or head in self._index.heads:
            found = self._spaced(text)
            if found:
                return found
        if head[0] not in self.signs or self._unspaced is None:
            return ""
        match = self._unspaced.match(text[:LINE_CHARS])
        return match[1] if match else ""

    def _may_begin(self, text: str) -> bool:
        """Return whether the first two words of the line can open a phrase: a first look, as most cannot."""
        two = _TWO_WORDS.match(text, 0, LINE_CHARS)
        if two is None or two[1].isdigit() or two[2].isdigit():  # figures around a line do not count
            return True
        head = two[1][:HEAD]
        phrases = self._index.phrases_before(head, two[2][:HEAD]) if head in self._index.heads else ()
        return any(phrase.words != 1 for phrase in phrases)

    def _spaced(self, text: str) -> str:
        if not (self._fillers or self._may_begin(text)):
            return ""
        words = words_of(text[:LINE_CHARS])
        if self._fillers:
            words = [word for word in words if word not in self._fillers]
        while words and words[0].isdigit():
            del words[0]
        while words and words[-1].isdigit():
            del words[-1]
        if not words:
            return ""
        count = len(words)
        for phrase in self._index.phrases_of(words[0][:HEAD], count):
            end = phrase.end(words, 0)
            if end and (phrase.is_open or (end == count and len(text) <= LINE_CHARS)):
                return phrase.text
        return ""


class Within:
    """Texts match if they hold a phrase. The phrases are read when the first text is compared."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)

    @cached_property
    def _index(self) -> _Index:
        return _Index(self._phrases)

    @cached_property
    def _stems(self) -> list[tuple[str, str]]:
        return [(phrase_of(each).parts[0].text, each) for each in self._index.loose]

    @cached_property
    def _numbered(self) -> list[tuple[str, Phrase]]:
        """Return the phrases that begin with a number, each with what must follow it (`_second`)."""
        index = self._index
        numbered = [each for head in index.heads if head.isdigit() for each in index.phrases(head)]
        return [(_second(each), each) for each in numbered]

    @cached_property
    def _unspaced(self) -> re.Pattern[str] | None:
        return re.compile(alternatives(self._index.unspaced)) if self._index.unspaced else None

    def find(self, text: str) -> str:
        """Return a phrase that the text in small letters holds; ``""`` if it holds no phrase."""
        words = words_of(text)
        index = self._index
        heads = index.heads
        for at in [at for at, word in enumerate(words) if word[:HEAD] in heads]:
            for phrase in index.phrases_before(words[at][:HEAD], _head_at(words, at + 1)):
                if phrase.end(words, at):
                    return phrase.text
        if (self._stems or self._numbered) and (found := self._anywhere(text, words)):
            return found
        if not is_unspaced(text) or self._unspaced is None:
            return ""
        match = self._unspaced.search(text)
        return match[0] if match else ""

    def _anywhere(self, text: str, words: list[str]) -> str:
        """Return a phrase that cannot be looked up by its first letters."""
        numbers = [at for at, word in enumerate(words) if means_number(word)] if self._numbered else []
        followers = {"", *(_head_at(words, at + 1) for at in numbers)}
        for second, phrase in self._numbered if numbers else ():
            if second in followers and any(phrase.end(words, at) for at in numbers):
                return phrase.text
        for written in (written for stem, written in self._stems if stem in text):
            phrase = phrase_of(written)
            if any(phrase.end(words, at) for at in range(len(words))):
                return phrase.text
        return ""


def _head_at(words: list[str], at: int) -> str:
    return words[at][:HEAD] if at < len(words) else ""
