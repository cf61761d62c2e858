"""Which announcements of a source are followed: by URL, date, language and depth. Pure."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from harvester.model import Announcement

MAX_DEPTH = 5
"""A sitemap index may name others at most this deep: sitemaps.org allows one level, real sites use two."""

ANYTHING = "*"
END = "$"


class Scope(NamedTuple):
    """What of a source is followed.

    include, exclude: parts of URLs (`matches`); no include stands for all. since: ISO 8601, a day or coarser,
    ``""`` for no limit. depth: how many levels of sitemap indexes are followed. language: BCP 47, ``""`` for
    all.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: str = ""
    depth: int = MAX_DEPTH
    language: str = ""

    def limits(self) -> dict[str, Any]:
        """Return what is limited, by the names of the settings, ready for JSON."""
        return {name: value for name, value in self._asdict().items() if value != _UNLIMITED[name]}

    def as_text(self) -> str:
        """Return the scope as JSON; equal scopes give equal texts."""
        return json.dumps(self.limits(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def of(cls, limits: Mapping[str, Any]) -> "Scope":
        """Return the scope with these limits; others' archives may have some that are of no use."""
        known: dict[str, Any] = {name: limits[name] for name in _UNLIMITED if name in limits}
        known |= {name: tuple(map(str, each)) for name, each in known.items() if isinstance(each, list)}
        return cls(**{name: each for name, each in known.items() if type(each) is type(_UNLIMITED[name])})

    @classmethod
    def from_text(cls, text: str) -> "Scope":
        """Return the scope that `as_text` wrote; a text of another kind limits nothing."""
        try:
            limits = json.loads(text)
        except (ValueError, RecursionError):
            return cls()
        return cls.of(limits) if isinstance(limits, dict) else cls()

    def nested(self) -> "Scope":
        """Return the scope of a sitemap that a sitemap index of this scope names."""
        return self._replace(depth=max(0, self.depth - 1))


_UNLIMITED = Scope()._asdict()


def outside(scope: Scope, announcement: Announcement) -> str:
    """Return the name of the setting by which the announcement is not followed; ``""`` if it is followed.

    A sitemap that an index names is left out by `depth`, `exclude` and `since`. A date counts as far as it is
    stated: publication, else last change. What states no date, or no language, is not left out by them.
    """
    if scope == Scope() and announcement.kind == "article":
        return ""
    tests = _of_sitemap if announcement.kind == "sitemap" else _of_article
    return next((name for name, is_out in tests(scope, announcement) if is_out), "")


def _of_article(scope: Scope, announcement: Announcement) -> Iterable[tuple[str, bool]]:
    yield "include", bool(scope.include) and not _any_matches(scope.include, announcement.url)
    yield "exclude", _any_matches(scope.exclude, announcement.url)
    yield "since", _is_before(announcement.published or announcement.modified, scope.since)
    yield "language", not _is_in(announcement.language, scope.language)


def _of_sitemap(scope: Scope, announcement: Announcement) -> Iterable[tuple[str, bool]]:
    yield "depth", scope.depth < 1
    yield "exclude", _any_matches(scope.exclude, announcement.url)
    yield "since", _is_before(announcement.modified, scope.since)


def _any_matches(patterns: Iterable[str], url: str) -> bool:
    return any(matches(pattern, url) for pattern in patterns)


def matches(pattern: str, url: str) -> bool:
    """Return whether the URL has the pattern somewhere: ``*`` stands for anything, a last ``$`` for the end.

    "/faq/", "*/faq/*" and "https://news.example/*/faq/" all match https://news.example/en/faq/toll.
    Characters count as they are read: "/für-dich/" matches "/f%C3%BCr-dich/". The work grows with the length
    of the URL.
    """
    is_anchored, text = pattern.endswith(END), unquote(url)
    pieces = unquote(pattern.removesuffix(END)).split(ANYTHING)
    *before, last = pieces
    at = 0
    for piece in before:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if is_anchored:
        return text.endswith(last) and len(text) - len(last) >= at
    return last in text[at:]


def _is_before(date: str, since: str) -> bool:
    """Return whether a date is before a day, as far as both are stated: "2026" is not before 2026-06-01."""
    day = date[: len("2026-06-01")]
    return bool(day and since) and day < since[: len(day)]


def _is_in(stated: str, wanted: str) -> bool:
    """Return whether a language is in a range (RFC 4647, 3.3.1): "fr-CA" is in "fr", and "" is in all."""
    tag, of = stated.lower(), wanted.lower()
    return not tag or not of or tag == of or tag.startswith(f"{of}-")
