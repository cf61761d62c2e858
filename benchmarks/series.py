"""Histories of real pages, kept beside the checkout where there are some, as captures with headers."""

import random
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from harvester.archive.payload import digest_of
from harvester.model import Capture, Outcome

SERIES = Path(__file__).parents[2] / "shared" / "series"
ABSENT = f"skipped: there are no histories of real pages in {SERIES}"
"""What a benchmark says that needs them."""

_STEP = timedelta(seconds=1)
_REQUEST = (
    ("User-Agent", "harvester/1.0 (desk@archive.example)"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Accept", "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"),
    ("Accept-Language", "fr, en;q=0.5"),
    ("Connection", "keep-alive"),
)
_COMMENT = "\n<!-- {} -->\n"
"""What makes a copy of a page other bytes with the same content; an HTML comment is Markdown too."""


def names() -> list[str]:
    """Return the names of the series, in order; [] where there are none."""
    return [path.name.removesuffix(".tar.xz") for path in sorted(SERIES.glob("*.tar.xz"))]


def captures(name: str) -> Iterator[Capture]:
    """Yield the files of a series in their order, as answers of a press site's cache.

    Their times grow: a file whose name has no later time than the one before it comes a second after that.
    """
    last = datetime.min.replace(tzinfo=UTC)
    chance = random.Random(name)  # noqa: S311  headers, no secret
    with tarfile.open(SERIES / f"{name}.tar.xz") as archive:
        for member in archive:
            stem, _, kind = Path(member.name).name.partition(".")
            source = archive.extractfile(member) if kind in {"html", "md"} else None
            if source is not None:
                at = datetime.strptime(stem.partition("-")[2], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
                last = max(at, last + _STEP)
                yield _capture(f"https://series.example/{name}", last, (kind, source.read()), chance)


def repeated(name: str, number: int) -> Iterator[Capture]:
    """Yield that many captures of a series; after its last one, of copies at other URLs, with other bytes."""
    left = number
    for copy in count():
        for capture in captures(name):
            if not left:
                return
            left -= 1
            body = capture.body + _COMMENT.format(copy).encode() if copy else capture.body
            yield replace(capture, url=f"{capture.url}/{copy}", body=body)


def _capture(url: str, at: datetime, file: tuple[str, bytes], chance: random.Random) -> Capture:
    kind, body = file
    return Capture(
        url=url,
        captured_at=at,
        outcome=Outcome.OK,
        status=200,
        reason="OK",
        http_version="1.1",
        ip="203.0.113.7",
        request_headers=_REQUEST,
        headers=_headers(at, kind, body, chance),
        body=body,
        wire_bytes=len(body) // 4,
        elapsed_ms=240,
    )


def _headers(at: datetime, kind: str, body: bytes, chance: random.Random) -> tuple[tuple[str, str], ...]:
    """Return 14 response headers, four of which are new each time; the ETag goes with the body."""
    return (
        ("Date", at.strftime("%a, %d %b %Y %H:%M:%S GMT")),
        ("Content-Type", f"text/{'html' if kind == 'html' else 'markdown'}; charset=utf-8"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Security-Policy", "frame-ancestors 'self' https://*.press.example; object-src 'none'"),
        ("Server", "nginx"),
        ("Cache-Control", "public, max-age=60, stale-while-revalidate=300"),
        ("ETag", f'W/"{digest_of(body).hex()[:32]}"'),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Request-Id", f"{chance.getrandbits(128):032x}"),
        ("Age", str(chance.randrange(60))),
        ("X-Cache", "HIT from edge-3.cache.example"),
        ("Content-Encoding", "gzip"),
    )
