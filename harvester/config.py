"""``harvester.toml``: what it may say, checked key by key, as one frozen value."""

import importlib
import re
import tomllib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harvester.errors import ConfigError
from harvester.site_rule import SiteRule, host_asked

FILE_NAME = "harvester.toml"
ARCHIVE_NAME = "harvester.db"
SOURCE_KINDS = ("page", "feed", "sitemap", "listing", "list")

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_HOST = re.compile(r"(?:\*\.)?[^\W_](?:[\w.-]*\w)?")  # no scheme, port or path
_DURATION = re.compile(r"(\d{1,5})\s*([smhdw])")  # up to 1,900 years: what SQLite can add to a date

TEMPLATE = """\
# Harvester's settings. Every key may be left out; what stands here are the defaults.

archive = "harvester.db"

# Who is asking: goes into the User-Agent of every request, so that a site can reach you.
contact = "{contact}"

# timestamp = "https://tsa.example/"      # an authority (RFC 3161) that stamps the head of each run
# timestamp_root = "tsa-root.pem"         # its root certificate

[fetch]
delay = 1.0          # seconds between two requests to one host, at least
timeout = 60         # seconds for a whole exchange, redirects included
max_body_mib = 32    # a larger body is cut and kept as evidence only
workers = 8          # hosts fetched at the same time

# What to follow; `harvester add URL` does the same from the command line.
# [[source]]
# url = "https://news.example/explainers.xml"
# kind = "feed"        # page, feed, sitemap, listing or list (of URLs); left out: told from the URL
# every = "6h"         # not oftener than this, however often cron calls; left out: at every run
# links = "main h3 a"  # listing only: a CSS selector for the links to articles

# How to read a site whose pages come out wrong; `harvester rules check` tries it on what is stored.
# [[rule]]
# hosts = ["news.example", "*.news.example"]
# drop = ".teaser, .newsletter"  # CSS selectors: removed first,
# content = "main article"       # nothing else is read,
# question = "h3.q"              # each is one question,
# answer = "h3.q ~ p"            # its answer; left out: all up to the next question
# valid_until = 2025-06-30       # for captures up to that day; left out: for all
"""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One ``[[source]]``: kind is ``""`` where it is to be told from the URL, every_s 0 for every run."""

    url: str
    kind: str = ""
    name: str = ""
    every_s: int = 0
    links: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file, defaults filled in.

    archive, timestamp_root: resolved against the file's own folder. is_declared: whether there is a file.
    timestamp: URL of the authority that stamps the head of each run, ``""`` for none.
    """

    archive: Path = Path(ARCHIVE_NAME)
    is_declared: bool = False
    contact: str = ""
    delay_s: float = 1.0
    timeout_s: float = 60.0
    max_body_mib: int = 32
    workers: int = 8
    timestamp: str = ""
    timestamp_root: Path = Path()
    sources: tuple[SourceSettings, ...] = ()
    rules: tuple[SiteRule, ...] = ()


def as_setting(settings: Settings) -> dict[str, Any]:
    """Return the settings as evidence keeps them: what was asked for, how, and how it was read."""
    return {
        "delay_s": settings.delay_s,
        "timeout_s": settings.timeout_s,
        "max_body_mib": settings.max_body_mib,
        "workers": settings.workers,
        "sources": [asdict(each) for each in settings.sources],
        "rules": [asdict(each) | {"valid_until": str(each.valid_until or "")} for each in settings.rules],
    }


def duration(text: str) -> int:
    """Return the seconds that "90s", "30m", "6h", "1d" or "2w" stand for; ValueError for anything else."""
    if not (found := _DURATION.fullmatch(text.strip())):
        raise ValueError(text)
    return int(found[1]) * _SECONDS[found[2]]


class _Unfit(ValueError):
    """A value will not do, for a reason that is worth telling."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(low: float, high: float) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError
        return float(value)

    return check


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return check


def _kind(value: Any) -> str:
    if value not in SOURCE_KINDS:
        raise ValueError
    return str(value)


def _url(value: Any) -> str:
    parts = urlsplit(_text(value))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return str(value)


def _hosts(value: Any) -> tuple[str, ...]:
    hosts = tuple(_text(each).lower() for each in value) if isinstance(value, list) else ()
    if not hosts or not all(map(_HOST.fullmatch, hosts)):
        raise ValueError
    try:
        return tuple(map(host_asked, hosts))
    except UnicodeError as error:
        raise _Unfit("no host can have such a name") from error


def _selector(value: Any) -> str:
    # A third of a second to import, and only who has a selector needs it.
    soupsieve = importlib.import_module("soupsieve")
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)  # of a pseudo-class that will go: else at every page
        try:
            soupsieve.compile(_text(value))
        except (soupsieve.SelectorSyntaxError, NotImplementedError, FutureWarning) as error:
            raise _Unfit(str(error).splitlines()[0].rstrip(".")) from error
    return str(value)


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError
    return value


@dataclass(frozen=True, slots=True)
class _Key:
    field: str
    check: Callable[[Any], Any]
    allowed: str


_TEXT = "Give a text in quotes."
_TOP = {
    "archive": _Key("archive", lambda value: Path(_text(value)), _TEXT),
    "contact": _Key("contact", _text, "Give an e-mail address or a web page in quotes."),
    "timestamp": _Key("timestamp", _url, 'Give an address that begins with "http://" or "https://".'),
    "timestamp_root": _Key("timestamp_root", lambda value: Path(_text(value)), _TEXT),
}
_FETCH = {
    "delay": _Key("delay_s", _number(0, 3600), "Give seconds, 0 to 3600."),
    "timeout": _Key("timeout_s", _number(1, 3600), "Give seconds, 1 to 3600."),
    "max_body_mib": _Key("max_body_mib", _whole(1, 1024), "Give a whole number of MiB, 1 to 1024."),
    "workers": _Key("workers", _whole(1, 64), "Give a whole number, 1 to 64."),
}
_SOURCE = {
    "url": _Key("url", _url, 'Give an address that begins with "http://" or "https://".'),
    "kind": _Key("kind", _kind, f"Give one of {', '.join(SOURCE_KINDS)}."),
    "name": _Key("name", _text, _TEXT),
    "every": _Key(
        "every_s", lambda value: duration(_text(value)), 'Give a number and s, m, h, d or w, such as "6h".'
    ),
    "links": _Key("links", _selector, 'Give a CSS selector, such as "main h3 a".'),
}
_HOSTS = 'Give a list of hosts without scheme, port or path: ["news.example", "*.news.example"].'
_CSS = 'Give a CSS selector, such as "main h3.question".'
_RULE = {
    "hosts": _Key("hosts", _hosts, _HOSTS),
    "content": _Key("content", _selector, _CSS),
    "question": _Key("question", _selector, _CSS),
    "answer": _Key("answer", _selector, _CSS),
    "drop": _Key("drop", _selector, _CSS),
    "valid_until": _Key("valid_until", _day, "Give a day without quotes, such as 2025-06-30."),
}
_SECTIONS = ("fetch", "source", "rule")


def load(path: Path) -> Settings:
    """Return the settings in the file; all defaults when there is no such file.

    Raises ConfigError with the file, the line or key, what is wrong and what is allowed.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), f"is not TOML: {error}") from error
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror}") from error
    return _settings(raw, path)


def _settings(raw: dict[str, Any], path: Path) -> Settings:
    fetch = raw.pop("fetch", {})
    if not isinstance(fetch, dict):
        raise ConfigError(f"{path}: fetch", "is not a table", "Write [fetch].")
    sources, rules = _tables(raw, "source", path), _tables(raw, "rule", path)
    top = _read(raw, _TOP, str(path), others=_SECTIONS)
    top["archive"] = path.parent / top.get("archive", ARCHIVE_NAME)
    if ("timestamp" in top) is not ("timestamp_root" in top):
        raise ConfigError(f"{path}: timestamp", "goes with timestamp_root, the authority's root certificate")
    top |= {name: path.parent / each for name, each in top.items() if name == "timestamp_root"}
    return Settings(
        **top,
        is_declared=True,
        **_read(fetch, _FETCH, f"{path}: fetch"),
        sources=tuple(_source(each, f"{path}: source {n}") for n, each in enumerate(sources, 1)),
        rules=tuple(_rule(each, f"{path}: rule {n}") for n, each in enumerate(rules, 1)),
    )


def _tables(raw: dict[str, Any], name: str, path: Path) -> list[dict[str, Any]]:
    tables = raw.pop(name, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise ConfigError(f"{path}: {name}", "is not a list of tables", f"Write [[{name}]], once for each.")
    return tables


def _source(raw: dict[str, Any], where: str) -> SourceSettings:
    if "url" not in raw:
        raise ConfigError(where, "has no url", _SOURCE["url"].allowed)
    source = SourceSettings(**_read(raw, _SOURCE, where))
    if source.links and source.kind != "listing":
        raise ConfigError(f"{where}: links", 'goes with kind = "listing" only')
    return source


def _rule(raw: dict[str, Any], where: str) -> SiteRule:
    if "hosts" not in raw:
        raise ConfigError(where, "has no hosts", _RULE["hosts"].allowed)
    rule = SiteRule(**_read(raw, _RULE, where))
    if not (rule.content or rule.question or rule.drop):
        raise ConfigError(where, "selects nothing", "Give at least one of content, question, drop.")
    if rule.answer and not rule.question:
        raise ConfigError(f"{where}: answer", "goes with question only")
    return rule


def _read(
    raw: Mapping[str, Any], keys: Mapping[str, _Key], where: str, others: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return {field: value} for the keys given, each checked."""
    values = {}
    for name, value in raw.items():
        if name not in keys:
            raise ConfigError(
                f"{where}: {name}", "is no setting", f"Known are {', '.join([*keys, *others])}."
            )
        key = keys[name]
        try:
            values[key.field] = key.check(value)
        except (TypeError, ValueError) as error:
            why = f": {error}" if isinstance(error, _Unfit) else ""
            raise ConfigError(f"{where}: {name}", f"{value!r} will not do{why}", key.allowed) from error
    return values
