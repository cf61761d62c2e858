"""Guess the encoding of bytes that declare none or a wrong one, as Firefox does, with chardetng."""

import re

from chardetng_py import EncodingDetector

GUESSED_BYTES = 64 * 1024
"""The guess uses this many bytes from the first non-ASCII one. A tenth of them decides; all take 5 ms."""

_HIGH = re.compile(rb"[\x80-\xff\x1b]")  # ESC begins the shifts of ISO-2022-JP
_LANG = re.compile(
    rb"<html(?=[\s/])[^>]{0,500}?\slang\s*+=\s*+[\"']?\s*+([a-z]{2})(?:[-_]([a-z]{2})(?![a-z]))?",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096  # the html element stands within this many bytes
_DOMAINS = {
    b"ar": b"sa",
    b"be": b"by",
    b"ca": b"es",
    b"cs": b"cz",
    b"da": b"dk",
    b"el": b"gr",
    b"en": b"us",
    b"et": b"ee",
    b"eu": b"es",
    b"fa": b"ir",
    b"he": b"il",
    b"ja": b"jp",
    b"kk": b"kz",
    b"ko": b"kr",
    b"nb": b"no",
    b"nn": b"no",
    b"sl": b"si",
    b"sr": b"rs",
    b"sv": b"se",
    b"uk": b"ua",
    b"ur": b"pk",
    b"vi": b"vn",
}
"""Each language has the domain of a country that writes it, if that differs from the language's name."""

_LABELS = {"cp874": "windows-874", "mac_cyrillic": "x-mac-cyrillic"}
"""The library chardetng-py returns these Python names instead of the standard's names."""

_SEVERAL = {b"zh": frozenset((b"tw", b"hk", b"cn", b"mo", b"sg"))}
"""The encoding of these languages depends on the region."""


def guess(body: bytes) -> str:
    """Return a label of the bytes' most likely encoding, which is never UTF-8.

    A browser knows the top-level domain; here the language that the html element declares replaces it.
    """
    first = _HIGH.search(body)
    at = first.start() if first else 0
    detector = EncodingDetector()
    detector.feed(body[max(0, at - 1) : at + GUESSED_BYTES], last=True)  # the letter before decides too
    name: str = detector.guess(tld=_domain(body[:_HEAD_BYTES]), allow_utf8=False)
    return _LABELS.get(name, name)


def _domain(head: bytes) -> bytes | None:
    found = _LANG.search(head)
    if not found:
        return None
    language, region = found[1].lower(), (found[2] or b"").lower()
    if language in _SEVERAL:
        return region if region in _SEVERAL[language] else None
    return _DOMAINS.get(language, language)
