"""The keys of ``[[notice]]`` and ``[notify]``: what each may say, and what it means."""

import importlib
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from harvester.change import ChangeKind, EditClass
from harvester.config import checks
from harvester.config.access import GIVEN_ELSEWHERE, IndirectValue, given, secret
from harvester.config.keys import SettingKey
from harvester.config.notices import EVENT_KINDS, EVERY_WORD, HOW, SECURITY, NoticeTarget

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_SERVER = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?")
_MOST_PORT = 65_535  # ports have 16 bits


def _one_of(words: Collection[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return check


def _some_of(words: Collection[str]) -> Callable[[Any], tuple[str, ...]]:
    """Return a check for a list of some of the words, or "all"."""

    def check(value: Any) -> tuple[str, ...]:
        if value == EVERY_WORD:
            return (EVERY_WORD,)
        found = _texts(value)
        if not set(found) <= {*words}:
            raise ValueError
        return found

    return check


def _texts(value: Any) -> tuple[str, ...]:
    found = tuple(map(checks.text, value)) if isinstance(value, list) else ()
    if not found or not all(each.strip() for each in found):
        raise ValueError
    return found


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not pattern.fullmatch(checks.text(value)):
            raise ValueError
        return str(value)

    return check


_address = _matching(_EMAIL)


def _addresses(value: Any) -> tuple[str, ...]:
    return tuple(map(_address, value if isinstance(value, list) else [value]))


def _path(value: Any) -> Path:
    if not checks.text(value).strip():
        raise ValueError
    return Path(value)


def _webhook(value: Any) -> IndirectValue:
    """Return the address of a webhook; one that stands elsewhere is checked when something is sent."""
    found = given(value)
    if found.text:
        try:
            checks.url(found.text)
        except ValueError as error:
            raise checks.BadSetting("its webhook is no http or https address without a password") from error
    return found


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "email": _addresses,
    "webhook": _webhook,
    "atom": _path,
    "command": _texts,
    "apprise": given,
}
"""A target is one of these; each has its check."""


def _target(value: Any) -> NoticeTarget:
    if not isinstance(value, dict):
        raise TypeError
    kinds = [name for name in value if name in _FIELDS]
    if len(kinds) != 1 or {*value} - {"secret", *kinds}:
        raise ValueError
    if ("secret" in value) is not (kinds == ["webhook"]):
        raise checks.BadSetting("a webhook needs a secret that signs its messages, and nothing else has one")
    (kind,) = kinds
    made: dict[str, Any] = {kind: _FIELDS[kind](value[kind])}
    if "secret" in value:
        made["secret"] = secret(value["secret"])
    return NoticeTarget(kind, **made)


def _server(value: Any) -> tuple[str, int]:
    found = _SERVER.fullmatch(checks.text(value))
    port = int(found[2] or 0) if found else 0
    if not found or not 0 < port <= _MOST_PORT:
        raise ValueError
    return found[1].strip("[]"), port


def _zone(value: Any) -> str:
    name = checks.text(value)
    if name != "local":
        zones = importlib.import_module("zoneinfo")  # only who names a zone needs it
        try:
            zones.ZoneInfo(name)
        except (OSError, LookupError) as error:
            raise ValueError(name) from error
    return name


def _significance(value: Any) -> float:
    return checks.number(0, 1)(value)


_WORDS = 'Give a list of them, or "all"'
OF_NOTICES = {
    "name": SettingKey(
        "name",
        _matching(_NAME),
        "Give up to 60 letters, digits, spaces, dots, hyphens and underscores, in quotes.",
        "The archive and `harvester notify log` call it by this name. A new name is a new notice.",
    ),
    "to": SettingKey(
        "to",
        _target,
        'Give one of { email = "a@b.example" }, { webhook = "https://…", secret = … }, { atom = "file" },'
        f' {{ command = ["program", "argument"] }}, {{ apprise = … }}; secrets as {GIVEN_ELSEWHERE}.',
        "It says where messages go.",
    ),
    "how": SettingKey(
        "how",
        _one_of(HOW),
        'Give "each", "hourly" or "daily".',
        "A message goes out for each edition of an article, or a digest when an hour or a day is over.",
    ),
    "picture": SettingKey(
        "picture",
        checks.switch,
        "Give true or false.",
        "A picture of the changes goes with each message to Apprise, as PNG, with its words as description.",
    ),
    "articles": SettingKey(
        "articles",
        _texts,
        "Give a list of URLs or ids of articles.",
        "Only what happens to these articles is reported.",
    ),
    "sources": SettingKey(
        "sources",
        _texts,
        "Give a list of URLs or names of sources.",
        "Only what happens to the articles that they announced is reported.",
    ),
    "search": SettingKey(
        "search",
        lambda value: _texts([value])[0],
        "Give what you would type after `harvester search`: 'dam -\"dam busters\"'.",
        "Only changes of questions whose words match this search, before or after the change, are reported.",
    ),
    "kinds": SettingKey(
        "kinds",
        _some_of([*map(str, ChangeKind)]),
        f"{_WORDS}: {', '.join(ChangeKind)}.",
        "Only changes of these kinds are reported.",
    ),
    "classes": SettingKey(
        "classes",
        _some_of([*map(str, EditClass)]),
        f"{_WORDS}: {', '.join(EditClass)}.",
        "Only edits that have one of these classes are reported.",
    ),
    "significance": SettingKey(
        "significance",
        _significance,
        "Give a number, 0 to 1.",
        "Only changes of at least this significance are reported; `harvester diff` shows it.",
    ),
    "events": SettingKey(
        "events",
        _some_of(EVENT_KINDS),
        f"{_WORDS}: {', '.join(EVENT_KINDS)}.",
        "These events are reported. If no key limits what is reported, all changes and events are.",
    ),
    "warnings": SettingKey(
        "warnings",
        lambda value: (EVERY_WORD,) if value == EVERY_WORD else _texts(value),
        f"{_WORDS}; `harvester status` shows the words.",
        "These warnings of `harvester status` are reported when they come up.",
    ),
}
"""``[[notice]]`` may have these keys."""

OF_NOTIFY = {
    "public": SettingKey(
        "public",
        checks.base,
        checks.AN_ADDRESS,
        "`harvester serve` can be reached at this address. Messages then link to it.",
    ),
    "zone": SettingKey(
        "zone",
        _zone,
        'Give "UTC", "local", or a name such as "Europe/Stockholm".',
        "Hours and days of digests, and the times in messages, are of this zone.",
    ),
    "mail_server": SettingKey(
        "mail_server", _server, 'Give "host:port".', "E-mail is handed to this server by SMTP."
    ),
    "mail_security": SettingKey(
        "mail_security",
        _one_of(SECURITY),
        'Give "starttls", "tls" or "none".',
        "The connection to the server is secured so. With `none`, no password is sent.",
    ),
    "mail_user": SettingKey(
        "mail_user", checks.text, "Give a text in quotes.", "It is the user of the mail server."
    ),
    "mail_password": SettingKey(
        "mail_password",
        secret,
        f"Give {GIVEN_ELSEWHERE}.",
        "It is the password of the user of the mail server.",
    ),
    "mail_from": SettingKey(
        "mail_from",
        _address,
        'Give an e-mail address: "archive@news.example".',
        "E-mail comes from this address. It is needed for e-mail.",
    ),
}
"""``[notify]`` may have these keys."""
