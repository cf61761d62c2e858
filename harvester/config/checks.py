"""What a value of ``harvester.toml`` may be: each check returns the value as the program uses it."""

import importlib
import re
import warnings
from collections.abc import Callable
from datetime import date, datetime
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from harvester.http.addresses import Network
from harvester.site_rule import host_asked

AN_ADDRESS = 'Give an address that begins with "http://" or "https://".'
"""People are told this where a value must be a URL."""

SOURCE_KINDS = ("page", "feed", "sitemap", "listing", "list")

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_HOST = re.compile(r"(?:\*\.)?[^\W_](?:[\w.-]*\w)?")  # no scheme, port or path
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_DURATION = re.compile(r"(\d{1,5})\s*([smhdw])")  # up to 1,900 years: what SQLite can add to a date


def duration(text: str) -> int:
    """Return the seconds that "90s", "30m", "6h", "1d" or "2w" stand for; ValueError for anything else."""
    if not (found := _DURATION.fullmatch(text.strip())):
        raise ValueError(text)
    return int(found[1]) * _SECONDS[found[2]]


class BadSetting(ValueError):
    """A value will not do, for a reason that is worth telling."""


def text(value: Any) -> str:
    """Return the value if it is a text; TypeError otherwise."""
    if not isinstance(value, str):
        raise TypeError
    return value


def switch(value: Any) -> bool:
    """Return true or false; raises TypeError for anything else."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def number(low: float, high: float) -> Callable[[Any], float]:
    """Return a check for numbers from low to high; it raises ValueError for any other value."""

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError
        return float(value)

    return check


def whole(low: int, high: int) -> Callable[[Any], int]:
    """Return a check for whole numbers from low to high; it raises ValueError for any other value."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return check


def kind(value: Any) -> str:
    """Return the value if it is a word of SOURCE_KINDS; ValueError otherwise."""
    if value not in SOURCE_KINDS:
        raise ValueError
    return str(value)


def url(value: Any) -> str:
    """Return the value if it is an http(s) URL with a host; TypeError or ValueError otherwise."""
    parts = urlsplit(text(value))
    if "@" in parts.netloc:
        raise BadSetting(
            "a password in it would be stored and printed; put it in a header of the source instead"
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return str(value)


def base(value: Any) -> str:
    """Return an http(s) URL to which paths are added, without slashes at its end; raises as `url` does."""
    return url(value).rstrip("/")


def hosts(value: Any) -> tuple[str, ...]:
    """Return a list of host names as they are asked for, in lower case and IDNA; ValueError otherwise."""
    hosts = tuple(text(each).lower() for each in value) if isinstance(value, list) else ()
    if not hosts or not all(map(_HOST.fullmatch, hosts)):
        raise ValueError
    try:
        return tuple(map(host_asked, hosts))
    except UnicodeError as error:
        raise BadSetting("no host can have such a name") from error


def network(text: str) -> Network:
    """Return the network "10.1.0.0/16", or an address as a network of its own; ValueError otherwise."""
    try:
        return ip_network(text.strip())
    except ValueError as error:
        raise BadSetting(str(error)) from error


def networks(value: Any) -> tuple[Network, ...]:
    """Return a list of networks; ValueError or TypeError otherwise."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(network(text(each)) for each in value)


def selector(value: Any) -> str:
    """Return the value if it is a CSS selector; BadSetting, with what is wrong in it, otherwise."""
    # A third of a second to import, and only who has a selector needs it.
    soupsieve = importlib.import_module("soupsieve")
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)  # of a pseudo-class that will go: else at every page
        try:
            soupsieve.compile(text(value))
        except (soupsieve.SelectorSyntaxError, NotImplementedError, FutureWarning) as error:
            raise BadSetting(str(error).splitlines()[0].rstrip(".")) from error
    return str(value)


def patterns(value: Any) -> tuple[str, ...]:
    """Return a list of parts of URLs, or one, as a tuple; TypeError or ValueError for anything else."""
    found = tuple(map(text, value if isinstance(value, list) else [value]))
    if not found or not all(each.strip() for each in found):
        raise ValueError
    return found


def since(value: Any) -> str:
    """Return a day, as TOML has it or as a text, in ISO 8601; TypeError or ValueError otherwise."""
    return (date.fromisoformat(value) if isinstance(value, str) else day(value)).isoformat()


def language(value: Any) -> str:
    """Return the value if it looks like a language tag (BCP 47); TypeError or ValueError otherwise."""
    if not _LANGUAGE.fullmatch(text(value)):
        raise ValueError
    return str(value)


def day(value: Any) -> date:
    """Return the value if it is a day without a time; TypeError otherwise."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError
    return value
