"""Months, weekdays, number words and relative times of the language files, from CLDR and num2words.

``python -m benchmarks.cldr`` adds the forms that a file lacks, and writes all files in one form. The
dependency group "data" has the sources; the program itself never reads them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product, takewhile
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from num2words import CONVERTER_CLASSES, num2words

from harvester.languages.files import FOLDER, known
from harvester.languages.forms import words_of
from harvester.languages.schema import KEYS, TABLES
from harvester.languages.signs import is_unspaced

ALIASES = {"no": "nb", "tl": "fil"}
"""BCP 47 tags of files that CLDR has under another tag."""

LEAST_LETTERS = 3
"""Letters of the shortest abbreviation that is taken: shorter ones are ordinary words of some language."""

LEAST_NUMBER, NUMBERS = 2, (*range(2, 21), 30, 40, 50, 60, 70, 80, 90, 100, 1000)
"""Numbers whose words are taken. The word for one is an article in many languages."""

PREPOSITIONS = ("de ", "d’")  # noqa: RUF001
"""Words that CLDR writes before a Catalan month."""

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
SECONDS: dict[Unit, int] = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_592_000,
    "year": 31_536_000,
}
"""The units of relative times, each with its length."""

COUNTS = (1, 2, 3, 5, 11, 20, 100)
"""These numbers have all plural forms of CLDR's languages among them (Unicode TR 35, 5)."""

WIDTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")

NEVER = 10**9
"""With this threshold no unit is replaced by a larger one."""

TAKEN_OTHERWISE = frozenset(("초 전", "주 전", "년 전"))
"""These are no times in a byline: "전" after a name is "former", and names end with these syllables."""

LINE_CHARS = 110
SHORT_LIST = 90
"""Characters of a line, and of the longest list on one line."""

Words = dict[str, list[str]]


def cldr_words(tag: str) -> Iterator[tuple[str, str]]:
    """Yield (key, word) for the months and weekdays of a language; nothing for one that CLDR lacks."""
    try:
        locale = Locale.parse(ALIASES.get(tag, tag))
    except UnknownLocaleError:
        return
    for context in ("format", "stand-alone"):
        for width, table in (("wide", "months"), ("abbreviated", "short_months")):
            for number, word in locale.months[context].get(width, {}).items():
                yield f"{table}.{number}", word
        for word in locale.days[context].get("wide", {}).values():
            yield "weekdays", word


def number_words(tag: str) -> Iterator[tuple[str, str]]:
    """Yield (key, word) for the number words of a language; nothing for one that num2words lacks."""
    if tag in CONVERTER_CLASSES:
        for number in NUMBERS:
            word = num2words(number, lang=tag)
            if " " not in word:
                yield f"numbers.{number}", word


def relative_times(tag: str) -> Iterator[tuple[str, str]]:
    """Yield (key, phrase) for times that count from now; nothing for a language that CLDR lacks.

    A number that opens or ends the phrase is left out, since it may stand beside the phrase. One within the
    phrase is 1, which stands for any number.
    """
    try:
        locale = Locale.parse(ALIASES.get(tag, tag))
    except UnknownLocaleError:
        return
    for unit, count, width in product(SECONDS, COUNTS, WIDTHS):
        passed = timedelta(seconds=-SECONDS[unit] * count)
        written = format_timedelta(passed, unit, NEVER, add_direction=True, format=width, locale=locale)
        for text in {re.sub(r"\(\w+\)", " ", written), written}:  # "viru(n)", "לפני דקה (1)"
            phrase = _phrase(text.replace("(", "").replace(")", ""))
            if phrase and phrase not in TAKEN_OTHERWISE:
                yield "relative_times", phrase


def _phrase(text: str) -> str:
    """Return the text as a phrase of a language file; ``""`` if it has no word beside that of its unit."""
    words = words_of(re.sub(r"\d+", " 1 ", text.lower()))
    while words and words[0] == "1":
        del words[0]
    while words and words[-1] == "1":
        del words[-1]
    if text[0] in "-−" or (len(words) < 2 and not is_unspaced(text)):  # noqa: PLR2004, RUF001
        return ""
    return " ".join(words)


def plain(word: str) -> str:
    """Return the word as language files write it, ``""`` for an abbreviation of two letters."""
    word = " ".join(unicodedata.normalize("NFC", word.lower()).strip(".॰").split())
    for preposition in PREPOSITIONS:
        word = word.removeprefix(preposition)
    return word if len(word) >= LEAST_LETTERS or not word.isascii() else ""


def is_name(word: str) -> bool:
    """Return whether the word tells a month without looking at a figure: no digit in it, unless words do."""
    return not any(char.isdigit() for char in word) or " " in word


def with_sources(tag: str, words: Words) -> Words:
    """Return the words of a language with those that it lacks."""
    found = {key: list(phrases) for key, phrases in words.items()}
    other = {
        word: key.partition(".")
        for each in known().tags
        for key, phrases in known().of(each).items()
        if key.partition(".")[0] in TABLES
        for word in phrases
    }
    for key, word in (*cldr_words(tag), *number_words(tag), *relative_times(tag)):
        name = plain(word)
        table, dot, value = key.partition(".")
        taken = other.get(name, (table, dot, value))
        if not name or not is_name(name) or (dot and taken[0] == table and taken[2] != value):
            continue  # the word has another value in another language
        if table == "short_months" and name in found.get(f"months.{value}", ()):
            continue
        if name not in found.setdefault(key, []):
            found[key].append(name)
    return {key: phrases for key, phrases in found.items() if phrases}


def written(head: Iterable[str], words: Words) -> str:
    """Return the text of a language file: its comments, lists in the order of the schema, then tables."""
    order = list(KEYS)
    lines = [*head]
    keys = sorted((key for key in words if "." not in key), key=order.index)
    lines += [f"{key} = {_listed(words[key])}" for key in keys]
    for table in TABLES:
        values = sorted(int(key.partition(".")[2]) for key in words if key.partition(".")[0] == table)
        if values:
            lines += ["", f"[{table}]"]
            lines += [f"{value} = {_listed(words[f'{table}.{value}'])}" for value in values]
    return "\n".join(lines) + "\n"


def _listed(phrases: list[str]) -> str:
    quoted = [f'"{phrase}"' for phrase in phrases]
    if len(", ".join(quoted)) <= SHORT_LIST:
        return f"[{', '.join(quoted)}]"
    lines, line = ["["], "   "
    for phrase in quoted:
        if len(line) + len(phrase) + 2 > LINE_CHARS:
            lines.append(line)
            line = "   "
        line += f" {phrase},"
    return "\n".join([*lines, line, "]"])


def main() -> None:
    """Add what the files lack."""
    for tag in known().tags:
        path = FOLDER / f"{tag}.toml"
        head = takewhile(lambda line: line.startswith("#"), path.read_text("utf-8").splitlines())
        words = {key: list(phrases) for key, phrases in known().of(tag).items()}
        path.write_text(written(head, with_sources(tag, words)), "utf-8")


if __name__ == "__main__":
    main()
