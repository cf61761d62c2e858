"""Knowledge of each language is data here: one TOML file for each language, and one loader.

A language file is named by its BCP 47 tag and holds keys of `harvester.languages.schema.KEYS`. Every key may
be missing. All languages are applied to every page. Words that several languages share ("FAQ") are in
`mul.toml`. `harvester.languages.phrases` says how phrases are written and compared. `docs/languages.md` says
how to add a language.
"""

from collections.abc import Sequence

from harvester.languages.files import known
from harvester.languages.phrases import Lines, Within

__all__ = ["lines", "phrases", "within", "words"]


def phrases(*keys: str) -> tuple[str, ...]:
    """Return the phrases of the keys in all languages."""
    return known().phrases(*keys)


def words(*keys: str) -> frozenset[str]:
    """Return the words of the keys in all languages."""
    return frozenset(known().phrases(*keys))


def lines(*keys: str, fillers: Sequence[str] = ()) -> Lines:
    """Return a matcher for lines that are one of the keys' phrases, or begin with one."""
    return Lines(known().phrases(*keys), known().phrases(*fillers))


def within(*keys: str) -> Within:
    """Return a matcher for texts that hold one of the keys' phrases."""
    return Within(known().phrases(*keys))
