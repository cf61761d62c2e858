"""The keys of ``harvester.toml`` table by table: which field each sets, and what it may say."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvester.config import checks
from harvester.scope import MAX_DEPTH


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: the field of the settings, the check of the value, and what is allowed."""

    field: str
    check: Callable[[Any], Any]
    allowed: str


_TEXT = "Give a text in quotes."
TOP = {
    "archive": Key("archive", lambda value: Path(checks.text(value)), _TEXT),
    "contact": Key("contact", checks.text, "Give an e-mail address or a web page in quotes."),
    "timestamp": Key("timestamp", checks.url, 'Give an address that begins with "http://" or "https://".'),
    "timestamp_root": Key("timestamp_root", lambda value: Path(checks.text(value)), _TEXT),
}
MOST_REQUESTS = 10_000_000
"""A larger budget of one run is taken for a slip of the finger."""

_REQUESTS = f"Give a whole number of requests, 1 to {MOST_REQUESTS}, or 0 for any number."
FETCH = {
    "delay": Key("delay_s", checks.number(0, 3600), "Give seconds, 0 to 3600."),
    "timeout": Key("timeout_s", checks.number(1, 3600), "Give seconds, 1 to 3600."),
    "max_body_mib": Key("max_body_mib", checks.whole(1, 1024), "Give a whole number of MiB, 1 to 1024."),
    "workers": Key("workers", checks.whole(1, 64), "Give a whole number, 1 to 64."),
    "per_host": Key("per_host", checks.whole(0, MOST_REQUESTS), _REQUESTS),
    "per_run": Key("per_run", checks.whole(0, MOST_REQUESTS), _REQUESTS),
    "obey_noarchive": Key("obey_noarchive", checks.switch, "Give true or false."),
    "allow_net": Key(
        "allow_net", checks.nets, 'Give a list of nets or addresses, such as ["10.1.0.0/16", "fd12::/16"].'
    ),
}
_PATTERNS = 'Give parts of URLs, such as ["/faq/", "*.example/*/explainers/", ".html$"].'
SOURCE = {
    "url": Key("url", checks.url, 'Give an address that begins with "http://" or "https://".'),
    "kind": Key("kind", checks.kind, f"Give one of {', '.join(checks.SOURCE_KINDS)}."),
    "name": Key("name", checks.text, _TEXT),
    "every": Key(
        "every_s",
        lambda value: checks.duration(checks.text(value)),
        'Give a number and s, m, h, d or w, such as "6h".',
    ),
    "links": Key("links", checks.selector, 'Give a CSS selector, such as "main h3 a".'),
    "include": Key("include", checks.patterns, _PATTERNS),
    "exclude": Key("exclude", checks.patterns, _PATTERNS),
    "since": Key("since", checks.since, "Give a day without quotes, such as 2025-06-30."),
    "depth": Key("depth", checks.whole(0, MAX_DEPTH), f"Give a whole number, 0 to {MAX_DEPTH}."),
    "language": Key("language", checks.language, 'Give a language tag, such as "fr" or "pt-BR".'),
}
_HOSTS = 'Give a list of hosts without scheme, port or path: ["news.example", "*.news.example"].'
_CSS = 'Give a CSS selector, such as "main h3.question".'
RULE = {
    "hosts": Key("hosts", checks.hosts, _HOSTS),
    "content": Key("content", checks.selector, _CSS),
    "question": Key("question", checks.selector, _CSS),
    "answer": Key("answer", checks.selector, _CSS),
    "drop": Key("drop", checks.selector, _CSS),
    "valid_until": Key("valid_until", checks.day, "Give a day without quotes, such as 2025-06-30."),
}
SECTIONS = ("fetch", "archives", "source", "rule")
