"""Decide a page's language: compare what it declares with its script and its most frequent words."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from harvester.normalise.few_words import language_of
from harvester.normalise.frequent import FOREIGN_LETTERS, LANGUAGES_OF

SAMPLE_CHARS = 1500
"""This many characters of the page's text are looked at: some 200 words, a third of them frequent ones."""

MIN_WORDS = 30
"""A text with fewer words than this cannot contradict the declared language."""

MIN_SHARE = 0.12
"""A language needs at least this share of its frequent words; running text has 0.2 to 0.5, lists less."""

SMALL_SHARE = 0.08
"""This share is enough if all words of the language files tell the same: Turkish has few small words."""

MIN_FOREIGN = 6
"""A text with this many letters that a language does not have is unlikely to be in it; names have fewer."""

FOREIGN_WEIGHT = 0.2
"""The share of such a language is multiplied by this."""

LEAD_OVER_DECLARED = 2.5
"""A language replaces the declared one if it has more than this many times as many frequent words."""

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z0-9])")
_ALIASES = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
    "cz": "cs",
    "dk": "da",
    "ua": "uk",
}

_SCRIPTS = {
    "ja": re.compile("[\u3041-\u30fa]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "bn": re.compile("[\u0980-\u09ff]"),
    "ta": re.compile("[\u0b80-\u0bff]"),
    "te": re.compile("[\u0c00-\u0c7f]"),
    "gu": re.compile("[\u0a80-\u0aff]"),
    "pa": re.compile("[\u0a00-\u0a7f]"),
    "kn": re.compile("[\u0c80-\u0cff]"),
    "ml": re.compile("[\u0d00-\u0d7f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "km": re.compile("[\u1780-\u17ff]"),
    "my": re.compile("[\u1000-\u109f]"),
    "si": re.compile("[\u0d80-\u0dff]"),
    "am": re.compile("[\u1200-\u137f]"),
    "lo": re.compile("[\u0e80-\u0eff]"),
}
"""Each of these scripts belongs to one language. Japanese comes before Chinese, whose characters it uses."""

_SHARED_SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), "ar fa ur ps ckb ku sd ug"),
    (re.compile("[\u0400-\u04ff]"), "ru uk bg sr mk be kk ky mn tg tt ba"),
    (re.compile("[\u0900-\u097f]"), "hi mr ne sa bho mai"),
)
# These are without Cyrillic, Arabic and Devanagari, which are above.
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0530-\u05ff\u0980-\u1fff\u2e80-\ud7ff\uf900-\ufaff]")
_SHARE_OF_SCRIPT = 0.3
"""A text is in a script if the script has at least this share of its characters; the rest are signs and
names."""

_SHARE_OF_KANA = 0.1
"""A Japanese text has at least this share of kana; the rest may be characters that Chinese has, too."""

KNOWN = {one for some in LANGUAGES_OF.values() for one in some} | set(_SCRIPTS)
"""A text can contradict a declared language only if it is one of these."""

_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "xx"))
_SAME = {
    frozenset(pair)
    for pair in (("no", "nb"), ("no", "nn"), ("hr", "bs"), ("hr", "sr"), ("id", "ms"), ("yi", "he"))
}
"""The table cannot distinguish the languages of these pairs, or has one name for both."""


def language_tag(declared: str) -> str:
    """Return the declared language as a BCP 47 tag of language and region; ``""`` if it is not a language."""
    found = _TAG.match(declared.strip())
    if not found or found[1].lower() in _NO_LANGUAGE:
        return ""
    language = _ALIASES.get(found[1].lower(), found[1].lower())
    return f"{language}-{found[3].upper()}" if found[3] else language


def choose_language(declared: Iterable[str], texts: Iterable[str]) -> str:
    """Return the first declared language that the texts do not contradict, or else the texts' language."""
    tags = [tag for tag in map(language_tag, declared) if tag]
    sample = _sample(texts)
    shares = _shares(sample)
    best = max(shares, key=lambda language: shares[language], default="")
    for tag in tags:
        language = tag.partition("-")[0]
        if not best or _agrees(language, best, shares):
            return tag
    return best or language_of(sample)


def _agrees(declared: str, best: str, shares: dict[str, float]) -> bool:
    if declared == best or frozenset((declared, best)) in _SAME:
        return True
    if declared not in KNOWN:
        return best not in _SCRIPTS
    return shares.get(declared, 0.0) * LEAD_OVER_DECLARED >= shares[best]


def _shares(sample: str) -> dict[str, float]:
    """Return the share of each language's frequent words in the text; {} if no language has enough."""
    if language := _by_script(sample):
        return {language: 1.0}
    words = sample.lower().split()  # frequent words seldom touch a comma
    if len(words) < MIN_WORDS:
        return {}
    counts = Counter(chain.from_iterable(filter(None, map(LANGUAGES_OF.get, words))))
    found = {language: count / len(words) for language, count in counts.items()}
    for language in () if sample.isascii() else found.keys() & FOREIGN_LETTERS.keys():
        if sum(map(sample.count, FOREIGN_LETTERS[language])) >= MIN_FOREIGN:
            found[language] *= FOREIGN_WEIGHT
    best = max(found, key=lambda language: found[language], default="")
    share = found.get(best, 0.0)
    if share >= MIN_SHARE or (share >= SMALL_SHARE and language_of(sample) == best):
        return found
    return {} if sample.isascii() else _by_shared_script(sample)


def _by_shared_script(sample: str) -> dict[str, float]:
    """Return the languages of the sample's script, the most spoken first, all with an equal share."""
    for script, languages in _SHARED_SCRIPTS:
        if len(script.findall(sample)) >= len(sample) / 2:
            return dict.fromkeys(languages.split(), MIN_SHARE)
    return {}


def _by_script(sample: str) -> str:
    """Return the only language of the sample's script; ``""`` if several languages use the script."""
    if sample.isascii():
        return ""
    other = _OTHER_SCRIPT.findall(sample)
    if not other or len(other) < _SHARE_OF_SCRIPT * len(sample):
        return ""
    letters = "".join(other)
    for language, script in _SCRIPTS.items():
        least = _SHARE_OF_KANA if language == "ja" else _SHARE_OF_SCRIPT
        if len(script.findall(letters)) >= least * len(letters):
            return language
    return ""


def _sample(texts: Iterable[str]) -> str:
    taken, length = [], 0
    for text in texts:
        taken.append(text[: SAMPLE_CHARS - length])
        length += len(taken[-1])
        if length >= SAMPLE_CHARS:
            break
    return " ".join(taken)
