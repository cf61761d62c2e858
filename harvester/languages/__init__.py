"""What is known of each language, as data: one TOML file a language, and one loader.

A language file is named by its BCP 47 tag and holds keys of `harvester.languages.schema.KEYS`. Every key may
be missing. All languages are applied to every page. Words that belong to no language alone ("FAQ") are in
`mul.toml`. `harvester.languages.phrases` says how phrases are written and compared, `docs/languages.md` how a
language is added.
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
    """Return what a line is compared with to see whether it is one of the keys' phrases, or begins so."""
    return Lines(known().phrases(*keys), known().phrases(*fillers))


def within(*keys: str) -> Within:
    """Return what a text is compared with to see whether it holds one of the keys' phrases."""
    return Within(known().phrases(*keys))
