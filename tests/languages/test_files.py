"""The language files: what may stand in them, and that they are read as a TOML reader reads them."""

import importlib
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from harvester.languages.files import FOLDER, Languages, known, read_file
from harvester.languages.forms import phrase_of
from harvester.languages.phrases import HEAD
from harvester.languages.schema import KEYS, TABLES, Use
from harvester.languages.signs import is_unspaced
from harvester.normalise.frequent import LANGUAGES_OF

TAGS = known().tags
HELD = (Use.LINE, Use.WITHIN)
DOCUMENT = (Path(__file__).parents[2] / "docs" / "languages.md").read_text("utf-8")


def as_toml(tag):
    """The file as tomllib reads it, tables flattened as the loader flattens them."""
    found = {}
    for key, value in tomllib.loads((FOLDER / f"{tag}.toml").read_text("utf-8")).items():
        if isinstance(value, dict):
            found |= {f"{key}.{number}": tuple(words) for number, words in value.items()}
        else:
            found[key] = tuple(value)
    return found


@pytest.mark.parametrize("tag", TAGS)
def test_a_toml_reader_reads_the_same(tag):
    assert known().of(tag) == as_toml(tag)


@pytest.mark.parametrize("tag", TAGS)
def test_keys_are_known(tag):
    for name in known().of(tag):
        key, _, value = name.partition(".")
        assert key in KEYS, name
        assert bool(value) == (key in TABLES), name
        assert not value or value.isdigit(), name


@pytest.mark.parametrize("tag", TAGS)
def test_phrases_are_plain(tag):
    for name, phrases in known().of(tag).items():
        assert phrases, name
        assert [phrase for phrase, count in Counter(phrases).items() if count > 1] == [], name
        for phrase in phrases:
            assert phrase, name
            assert phrase[0].isalnum() or phrase[0] in "*¿'", phrase
            assert phrase == " ".join(phrase.split()), phrase
            assert phrase == unicodedata.normalize("NFC", phrase), phrase
            assert phrase == phrase.lower(), phrase
            assert not set(phrase) & set("[]{}()|\\^$"), phrase


@pytest.mark.parametrize("tag", TAGS)
def test_phrases_can_be_looked_up(tag):
    for name, phrases in known().of(tag).items():
        use = KEYS[name.partition(".")[0]].use
        for phrase in phrases:
            if use not in HELD:
                assert "…" not in phrase, phrase
                assert "*" not in phrase, phrase
                continue
            first = phrase_of(phrase).parts[0]
            assert use is Use.LINE or not phrase.endswith("…"), phrase
            assert is_unspaced(phrase) or use is Use.WITHIN or not first.text.isdigit(), phrase
            assert not first.after or first.before or len(first.text) >= HEAD, phrase
            assert not first.before or len(first.text) >= HEAD - 1, phrase
            assert phrase.count("…") <= 3, phrase


BROKEN = {
    "a number": 'labels = ["a", 1]',
    "an escape": 'labels = ["a\\"b"]',
    "a single string": 'labels = "a"',
    "a comment in a list": 'labels = [  # here\n "a"]',
    "no value": "labels =",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"must follow line 1$"):
        read_file(f"# a comment\n{text}\n")


def test_no_word_of_a_language_has_two_values():
    for tag in TAGS:
        for table in TABLES:
            named = known().of(tag).items()
            words = [word for name, listed in named if name.startswith(f"{table}.") for word in listed]
            assert len(words) == len(set(words)), (tag, table)


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"own_numbers", "magnitudes"}))
def test_no_word_has_two_values(table):
    values = {}
    for tag in TAGS:
        for name, words in known().of(tag).items():
            if name.partition(".")[0] == table:
                for word in words:
                    values.setdefault(word, set()).add(name.partition(".")[2])
    assert {word: found for word, found in values.items() if len(found) > 1} == {}


def test_values():
    values = known().values("numbers")
    assert values["five"] == values["cinq"] == 5


def test_the_digest_is_of_all_files(tmp_path):
    for text in ('question_labels = ["vo"]\n', 'question_labels = ["va"]\n'):
        (tmp_path / "xx.toml").write_text(text, "utf-8")
        assert Languages((FOLDER, tmp_path)).digest != known().digest
    assert Languages((FOLDER,)).digest == known().digest


def test_the_document_has_the_tables_of_today():
    written = importlib.import_module("benchmarks.languages").written
    assert written(DOCUMENT) == DOCUMENT, "run: python -m benchmarks.languages --write"


COMMON_OPENINGS = frozenset(
    ("er", "is", "do", "y", "que", "ki", "mi", "kas", "kad", "como", "ali", "што")
) | {
    *("ne", "ile", "де", "як"),
}
"""Openings that are frequent words of other languages too, and earn more than they cost."""


def test_openings_are_no_frequent_words_of_other_languages():
    found = {}
    for tag in TAGS:
        for word in known().of(tag).get("question_openings", ()):
            others = {other for other in LANGUAGES_OF.get(word, ()) if other != tag}
            asking = {other for other in TAGS if word in known().of(other).get("question_openings", ())}
            if others - asking and word not in COMMON_OPENINGS:
                found[word] = (tag, others - asking)
    assert found == {}
