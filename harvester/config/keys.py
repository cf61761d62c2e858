"""The keys of ``harvester.toml`` table by table: which field each sets, and what it may say."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvester.config import checks
from harvester.scope import MAX_DEPTH


@dataclass(frozen=True, slots=True)
class SettingKey:
    """A key of the file: the field that it sets, the check of its value, what is allowed, what it means.

    allowed and meaning are sentences for people: messages, and docs/reference/settings.md.
    """

    field: str
    check: Callable[[Any], Any]
    allowed: str
    meaning: str


_TEXT = "Give a text in quotes."
TOP = {
    "archive": SettingKey(
        "archive",
        lambda value: Path(checks.text(value)),
        _TEXT,
        "The archive is this file; its path begins at the folder of `harvester.toml`.",
    ),
    "contact": SettingKey(
        "contact",
        checks.text,
        "Give an e-mail address or a web page in quotes.",
        "It says who is asking. It stands in the User-Agent of every request, so that a site can reach you.",
    ),
    "timestamp": SettingKey(
        "timestamp",
        checks.url,
        checks.AN_ADDRESS,
        "This time-stamping authority (RFC 3161) confirms the head of each run.",
    ),
    "timestamp_root": SettingKey(
        "timestamp_root",
        lambda value: Path(checks.text(value)),
        _TEXT,
        "This file has the authority's root certificate, in PEM. It goes with `timestamp`.",
    ),
}
MOST_REQUESTS = 10_000_000
"""A larger budget of one run is taken for a slip of the finger."""

_REQUESTS = f"Give a whole number of requests, 1 to {MOST_REQUESTS}, or 0 for any number."
FETCH = {
    "delay": SettingKey(
        "delay_s",
        checks.number(0, 3600),
        "Give seconds, 0 to 3600.",
        "Two requests to one host are at least this many seconds apart, and more if robots.txt asks for it.",
    ),
    "timeout": SettingKey(
        "timeout_s",
        checks.number(1, 3600),
        "Give seconds, 1 to 3600.",
        "An exchange, redirects included, ends after this many seconds.",
    ),
    "max_body_mib": SettingKey(
        "max_body_mib",
        checks.whole(1, 1024),
        "Give a whole number of MiB, 1 to 1024.",
        "A larger body is cut. It is kept as evidence and never becomes a version.",
    ),
    "workers": SettingKey(
        "workers",
        checks.whole(1, 64),
        "Give a whole number, 1 to 64.",
        "At most this many hosts are asked at the same time.",
    ),
    "per_host": SettingKey(
        "per_host",
        checks.whole(0, MOST_REQUESTS),
        _REQUESTS,
        "One run asks one host for at most this many sources and articles; the rest stays due.",
    ),
    "per_run": SettingKey(
        "per_run",
        checks.whole(0, MOST_REQUESTS),
        _REQUESTS,
        "One run asks for at most this many sources and articles of all hosts together.",
    ),
    "obey_noarchive": SettingKey(
        "obey_noarchive",
        checks.switch,
        "Give true or false.",
        "If true, no body is kept of a page that asks for no copy (meta robots, X-Robots-Tag).",
    ),
    "allow_net": SettingKey(
        "allow_net",
        checks.networks,
        'Give a list of networks or addresses, such as ["10.1.0.0/16", "fd12::/16"].',
        "Addresses in these networks may be asked besides public ones, at any port.",
    ),
    "chromium": SettingKey(
        "chromium",
        checks.text,
        "Give a path in quotes.",
        "This Chromium renders articles of sources with `browser`. The usual one is found on the path.",
    ),
    "chromium_sandbox": SettingKey(
        "chromium_sandbox",
        checks.switch,
        "Give true or false.",
        "If false, Chromium runs without its sandbox. It has none as root, as in many containers.",
    ),
}
_PATTERNS = 'Give parts of URLs, such as ["/faq/", "*.example/*/explainers/", ".html$"].'
SOURCE = {
    "url": SettingKey(
        "url",
        checks.url,
        checks.AN_ADDRESS,
        "It is the address of the article, feed, sitemap, listing page or list that is followed.",
    ),
    "kind": SettingKey(
        "kind",
        checks.kind,
        f"Give one of {', '.join(checks.SOURCE_KINDS)}.",
        "It says what the URL is. If it is left out, the body shows it; a listing must be declared.",
    ),
    "name": SettingKey("name", checks.text, _TEXT, "People see this name."),
    "every": SettingKey(
        "every_s",
        lambda value: checks.duration(checks.text(value)),
        'Give a number and s, m, h, d or w, such as "6h".',
        "The source and its articles are asked for at this interval, in place of a pace of their own.",
    ),
    "links": SettingKey(
        "links",
        checks.selector,
        'Give a CSS selector, such as "main h3 a".',
        "These links of a listing lead to articles. If it is left out, those do that read as headlines.",
    ),
    "include": SettingKey(
        "include",
        checks.patterns,
        _PATTERNS,
        "Only URLs that match one of these are followed. `*` stands for anything, a last `$` for the end.",
    ),
    "exclude": SettingKey(
        "exclude", checks.patterns, _PATTERNS, "URLs that match one of these are not followed."
    ),
    "since": SettingKey(
        "since",
        checks.since,
        "Give a day without quotes, such as 2025-06-30.",
        "Nothing is followed that was published before that day.",
    ),
    "depth": SettingKey(
        "depth",
        checks.whole(0, MAX_DEPTH),
        f"Give a whole number, 0 to {MAX_DEPTH}.",
        "At most this many levels of sitemaps below a sitemap are followed.",
    ),
    "language": SettingKey(
        "language",
        checks.language,
        'Give a language tag, such as "fr" or "pt-BR".',
        "Nothing is followed that is announced in another language.",
    ),
}
_HOSTS = 'Give a list of hosts without scheme, port or path: ["news.example", "*.news.example"].'
_CSS = 'Give a CSS selector, such as "main h3.question".'
RULE = {
    "hosts": SettingKey("hosts", checks.hosts, _HOSTS, "Pages of these hosts are read by this rule."),
    "content": SettingKey("content", checks.selector, _CSS, "Nothing outside of these elements is read."),
    "question": SettingKey(
        "question",
        checks.selector,
        _CSS,
        "Each of these elements is one question. If it is left out, the parser finds the questions.",
    ),
    "answer": SettingKey(
        "answer",
        checks.selector,
        _CSS,
        "These elements are the answer. If it is left out, everything up to the next question is.",
    ),
    "drop": SettingKey("drop", checks.selector, _CSS, "These elements are removed before the page is read."),
    "valid_until": SettingKey(
        "valid_until",
        checks.day,
        "Give a day without quotes, such as 2025-06-30.",
        "The rule is for captures up to that day. If it is left out, it is for all.",
    ),
}
SECTIONS = ("fetch", "archives", "source", "rule", "notify", "notice")
