"""How sites are asked, by ``[fetch]`` and ``[[source]]``: headers, cookies, proxy and so on.

Their values may be secrets. A value stands in ``harvester.toml`` as text, or in a variable of the environment
or a file that it names. It is read when something is about to be fetched, and it is never printed, in no
message and in no repr.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harvester.config.checks import BadSetting, hosts, number, text
from harvester.config.keys import SettingKey
from harvester.errors import ConfigError
from harvester.http.headers import SECRETS, WITHHELD

MOST_BYTES = 8_192
"""One value has at most this many bytes: servers refuse longer headers."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110, 5.6.2
_VALUE = re.compile(r"[\x21-\x7e\xa1-\xff](?:[\x20-\x7e\xa1-\xff]*[\x21-\x7e\xa1-\xff])?")
# RFC 6265, 4.1.1: a cookie has no space, comma or semicolon.
_COOKIE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*")
_AGENT = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?")

OURS = frozenset(
    {"host", "user-agent", "accept-encoding", "cookie", "connection", "keep-alive", "content-length"}
    | {"transfer-encoding", "te", "trailer", "upgrade", "expect", "range", "if-range", "if-match"}
    | {"if-none-match", "if-modified-since", "if-unmodified-since", "proxy-authorization", "proxy-connection"}
)
"""No setting gives these headers: they frame the message, make it conditional, or have a key of their own."""


@dataclass(frozen=True, slots=True, repr=False)
class IndirectValue:
    """A value as the file has it: text, or the name of what has it."""

    text: str = ""
    env: str = ""
    file: Path | None = None

    def __repr__(self) -> str:
        return WITHHELD

    def read(self, where: str) -> str:
        """Return the value; raises ConfigError, without the value, if it is not there."""
        try:
            value = os.environ[self.env] if self.env else self._read_file() if self.file else self.text
        except KeyError as error:
            raise ConfigError(where, f"the environment has no {self.env}", "Set it, or export it.") from error
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8"
            raise ConfigError(where, f"{self.file} cannot be read: {why}") from error
        return value

    def _read_file(self) -> str:
        assert self.file is not None
        with self.file.open("rb") as file:
            return file.read(MOST_BYTES + 2).decode().rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class SiteAccess:
    """What ``[fetch]`` says for all sites, or a ``[[source]]`` for its own. None: not said.

    hosts: further hosts of the source's own, besides that of its URL. proxy: ``Given()`` for none.
    conditional: False if requests never say what is known already, so that no 304 can hide an edit.
    timeout_s: 0 for what [fetch] says. browser: whether a browser renders the articles. browser_hosts: hosts
    that rendered pages may ask besides their own, "*.news.example" for all below one.
    """

    headers: tuple[tuple[str, IndirectValue], ...] = ()
    cookies: tuple[tuple[str, IndirectValue], ...] = ()
    proxy: IndirectValue | None = None
    proxy_resolves: bool | None = None
    conditional: bool | None = None
    ca_bundle: IndirectValue | None = None
    user_agent_suffix: str = ""
    timeout_s: float = 0.0
    hosts: tuple[str, ...] = ()
    browser: bool = False
    browser_hosts: tuple[str, ...] = ()

    def as_setting(self) -> dict[str, Any]:
        """Return what evidence keeps of it: what is set, without any value that may be a secret."""
        plain = ("user_agent_suffix", "timeout_s", "hosts", "browser", "browser_hosts")
        said = {name: getattr(self, name) for name in plain if getattr(self, name)}
        names = {name: [each for each, _ in getattr(self, name)] for name in ("headers", "cookies")}
        hidden = {name: WITHHELD for name in ("proxy", "ca_bundle") if getattr(self, name)}
        flags = {name: getattr(self, name) for name in ("proxy_resolves", "conditional")}
        switched = {name: flag for name, flag in flags.items() if flag is not None}
        return {**{name: each for name, each in names.items() if each}, **hidden, **switched, **said}


def given(value: Any) -> IndirectValue:
    """Return a value as the file has it; raises ValueError for what is not a value."""
    if isinstance(value, str):
        return IndirectValue(value)
    if isinstance(value, dict) and len(value) == 1:
        ((how, name),) = value.items()
        if how in {"env", "file"} and isinstance(name, str) and name:
            return IndirectValue(env=name) if how == "env" else IndirectValue(file=Path(name))
    raise ValueError


def secret(value: Any) -> IndirectValue:
    """Return a value that stands elsewhere; raises ValueError for one in the file itself, and for none."""
    found = given(value)
    if not (found.env or found.file):
        raise ValueError
    return found


GIVEN_ELSEWHERE = '{ env = "NAME" } or { file = "path" }'
"""A value that may be secret is given in one of these forms."""


def _named(value: Any) -> tuple[tuple[str, IndirectValue], ...]:
    if not isinstance(value, dict) or not all(map(_TOKEN.fullmatch, value)):
        raise ValueError
    return tuple((name, given(each)) for name, each in value.items())


def _headers(value: Any) -> tuple[tuple[str, IndirectValue], ...]:
    named = _named(value)
    if len({name.lower() for name, _ in named} - OURS) < len(named):
        raise ValueError
    return named


def _open_headers(value: Any) -> tuple[tuple[str, IndirectValue], ...]:
    """Return headers for every host, none of which may be secret."""
    named = _headers(value)
    if any(not given.text or name.lower() in SECRETS for name, given in named):
        raise BadSetting("every host would get a secret; say it in a [[source]], whose own hosts get it")
    return named


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _agent(value: Any) -> str:
    if not _AGENT.fullmatch(text(value)):
        raise ValueError
    return str(value)


_NAMES = f"Not {', '.join(sorted(OURS))}."
EVERYWHERE = {
    "headers": SettingKey(
        "headers",
        _open_headers,
        f'Give names with values: {{ "X-Name" = "value" }}. {_NAMES}',
        "These headers are sent to every host. Secrets have no place here.",
    ),
    "proxy": SettingKey(
        "proxy",
        given,
        f'Give "http://host:port", "" for none, or {GIVEN_ELSEWHERE}.',
        "This http proxy connects for Harvester.",
    ),
    "proxy_resolves": SettingKey(
        "proxy_resolves", _flag, "Give true or false.", "If true, only the proxy looks names up."
    ),
    "conditional": SettingKey(
        "conditional",
        _flag,
        "Give true or false.",
        'If false, no request says what is known already, so no "not modified" can hide an edit.',
    ),
    "ca_bundle": SettingKey(
        "ca_bundle",
        given,
        f"Give the path of a PEM file, or {GIVEN_ELSEWHERE}.",
        "These authorities are trusted instead of the public ones.",
    ),
    "user_agent_suffix": SettingKey(
        "user_agent_suffix",
        _agent,
        "Give up to 200 characters of ASCII, in quotes.",
        "This text stands behind Harvester's own User-Agent.",
    ),
}
"""``[fetch]`` has these keys."""

OF_A_SOURCE = {
    **EVERYWHERE,
    "headers": SettingKey(
        "headers",
        _headers,
        f'Give names with values: {{ "X-Name" = "value" }}; a value may be {GIVEN_ELSEWHERE}. {_NAMES}',
        "These headers are sent to the source's own hosts.",
    ),
    "cookies": SettingKey(
        "cookies",
        _named,
        f'Give names with values: {{ session = "value" }}; a value may be {GIVEN_ELSEWHERE}.',
        "These cookies are sent to the source's own hosts.",
    ),
    "timeout": SettingKey(
        "timeout_s",
        number(1, 3600),
        "Give seconds, 1 to 3600.",
        "An exchange with the source's own hosts ends after this many seconds; it overrules `[fetch]`.",
    ),
    "hosts": SettingKey(
        "hosts",
        hosts,
        'Give a list of hosts without scheme, port or path: ["www.news.example"].',
        "These hosts are the source's own, too, besides the one of its URL.",
    ),
    "browser": SettingKey(
        "browser",
        _flag,
        "Give true or false.",
        "If true, a browser renders the articles, and what their scripts write is read.",
    ),
    "browser_hosts": SettingKey(
        "browser_hosts",
        hosts,
        'Give a list of hosts without scheme, port or path: ["api.news.example", "*.cdn.example"].',
        "Rendered pages may ask these hosts for scripts and data, besides their own.",
    ),
}
"""``[[source]]`` has these keys."""


def beside(access: SiteAccess, folder: Path) -> SiteAccess:
    """Return the settings with the paths of files resolved against the folder."""

    def resolved(given: IndirectValue) -> IndirectValue:
        return replace(given, file=folder / given.file) if given.file else given

    def all_resolved(named: tuple[tuple[str, IndirectValue], ...]) -> tuple[tuple[str, IndirectValue], ...]:
        return tuple((name, resolved(each)) for name, each in named)

    bundle = access.ca_bundle and resolved(access.ca_bundle)
    if bundle and bundle.text:
        bundle = IndirectValue(str(folder / bundle.text))
    return replace(
        access,
        headers=all_resolved(access.headers),
        cookies=all_resolved(access.cookies),
        proxy=access.proxy and resolved(access.proxy),
        ca_bundle=bundle,
    )


def header_values(named: tuple[tuple[str, IndirectValue], ...], where: str) -> tuple[tuple[str, str], ...]:
    """Return the headers with their values read; raises ConfigError for one that will not do."""
    return tuple((name, _fit(given, _VALUE, f"{where}: {name}")) for name, given in named)


def cookie_header(named: tuple[tuple[str, IndirectValue], ...], where: str) -> str:
    """Return the cookies as one header; raises ConfigError as `header_values` does."""
    return "; ".join(f"{name}={_fit(given, _COOKIE, f'{where}: {name}')}" for name, given in named)


def _fit(given: IndirectValue, pattern: re.Pattern[str], where: str) -> str:
    value = given.read(where)
    if len(value) > MOST_BYTES or not pattern.fullmatch(value):
        raise ConfigError(where, "the value has characters that it may not have, is empty, or is too long")
    return value


def parted(raw: dict[str, Any], keys: Mapping[str, SettingKey]) -> dict[str, Any]:
    """Take what these keys say out of a table of the file, and return it."""
    return {name: raw.pop(name) for name in tuple(raw) if name in keys}
