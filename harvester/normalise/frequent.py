"""The choice of a language looks up frequent words and foreign letters of the language files here."""

from harvester.languages.files import known

LANGUAGES_OF: dict[str, list[str]] = {}
"""Each word has the languages in which it is frequent."""

FOREIGN_LETTERS: dict[str, str] = {}
"""Each language has the letters that a related language writes and it does not."""

for _tag in known().tags:
    _file = known().of(_tag)
    if _letters := _file.get("foreign_letters"):
        FOREIGN_LETTERS[_tag] = "".join(_letters)
    for _word in _file.get("frequent", ()):
        LANGUAGES_OF.setdefault(_word, []).append(_tag)
