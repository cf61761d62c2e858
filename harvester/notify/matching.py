"""Which changes, events and warnings a notice wants. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from harvester.config.notices import EVERY_WORD, Notice
from harvester.errors import ConfigError
from harvester.view.warning import WARNINGS


def wants(notice: Notice, row: Mapping[str, Any]) -> bool:
    """Return whether the notice wants a change or event, by its kind, classes and significance.

    A notice that says which changes it wants reports no events, and the other way round, unless it says
    both. One that says neither, and no warnings, reports all changes and events.
    """
    of_changes = bool(notice.kinds or notice.classes or notice.significance or notice.search)
    if row["record"] == "event":
        says_other = of_changes or notice.warnings
        return _has(notice.events, row["kind"]) if notice.events else not says_other
    if not of_changes:
        return not (notice.events or notice.warnings)
    return (
        _has(notice.kinds or (EVERY_WORD,), row["kind"])
        and (not notice.classes or any(_has(notice.classes, each) for each in row["classes"]))
        and row["significance"] >= notice.significance
    )


def check_words(notice: Notice) -> None:
    """Raise ConfigError if the notice names a warning that does not exist."""
    if unknown := {*notice.warnings} - {*WARNINGS, EVERY_WORD}:
        where = f"notice {notice.name!r}: warnings"
        raise ConfigError(where, f"{min(unknown)!r} is not a warning", f"Known are {', '.join(WARNINGS)}.")


def wants_warning(notice: Notice, word: str) -> bool:
    """Return whether the notice wants that warning."""
    return _has(notice.warnings, word)


def _has(words: Collection[str], word: str) -> bool:
    return EVERY_WORD in words or word in words
