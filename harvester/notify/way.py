"""What every kind of target is given: the notice, the settings, and words without secrets."""

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from harvester.config import Settings
from harvester.config.access import IndirectValue
from harvester.config.notices import Notice
from harvester.errors import MAX_MESSAGE, ConfigError, NoticeUnsent
from harvester.http.headers import WITHHELD
from harvester.notify.letters import Letter

PATIENCE_S = 15.0
"""A target gets this many seconds for each step; those that answer do so within one."""

LEAST_SECRET = 4
"""Shorter parts of a secret are no secrets: replacing them would make words unreadable."""

Begin = Callable[[], None]
"""It notes on the disk that the message is about to go out. It is called right before that."""

Deliver = Callable[[Letter, Begin], None]
"""It hands a letter to the target; raises NoticeUnsent where the target does not take it."""

Open = Callable[["DeliveryRoute"], AbstractContextManager[Deliver]]
"""It opens a target for several letters; raises NoticeUnsent and ConfigError."""


@dataclass(frozen=True, slots=True)
class DeliveryRoute:
    """How letters of one notice go out. now: the clock."""

    notice: Notice
    settings: Settings
    now: Callable[[], datetime]

    @property
    def where(self) -> str:
        """Return how a message names the notice."""
        return f"notice {self.notice.name!r}"

    def read(self, given: IndirectValue, name: str) -> str:
        """Return a value of the settings; raises ConfigError, without the value, if it is not there."""
        value = given.read(f"{self.where}: {name}").strip()
        if not value:
            raise ConfigError(f"{self.where}: {name}", "is empty", "Give it a value.")
        return value

    def unsent(
        self, words: str, secrets: Iterable[str] = (), *, is_refusal: bool = False, may_have_it: bool = False
    ) -> NoticeUnsent:
        """Return the error that says why a letter did not go out, with nothing in it that is secret."""
        return NoticeUnsent(self.notice.name, without(words, secrets), is_refusal, may_have_it)


def without(words: str, secrets: Iterable[str]) -> str:
    """Return words on one line, not too long, with "withheld" for each secret and each part of one."""
    parts = {part for secret in secrets for part in (secret, *re.split(r"[^\w.-]+", secret))}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= LEAST_SECRET:
            words = words.replace(part, WITHHELD)
    return " ".join(words.split())[:MAX_MESSAGE].rstrip(". ")
