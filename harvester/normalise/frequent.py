"""Frequent words and foreign letters of the language files, as the choice of a language looks them up."""

from harvester.languages.files import known

LANGUAGES_OF: dict[str, list[str]] = {}
"""Word to the languages that it is frequent in."""

FOREIGN_LETTERS: dict[str, str] = {}
"""Language to letters that it does not write, but its next of kin does."""

for _tag in known().tags:
    _file = known().of(_tag)
    if _letters := _file.get("foreign_letters"):
        FOREIGN_LETTERS[_tag] = "".join(_letters)
    for _word in _file.get("frequent", ()):
        LANGUAGES_OF.setdefault(_word, []).append(_tag)
