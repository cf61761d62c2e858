"""The documents of a WACZ file, version 1.1.1: its package with the digests, and the list of pages. Pure.

https://specs.webrecorder.net/wacz/1.1.1/
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

VERSION = "1.1.1"

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
"""The first has the names of all files with their digests (5.2), the second its own digest, maybe signed
(5.3)."""

ARCHIVES, INDEXES, PAGES = "archive", "indexes", "pages/pages.jsonl"

INDEX_NAME = "index.cdx.gz"

BLOCK = 300
"""This many lines of an index are packed as one, as py-wacz and cdxj-indexer do it."""


class WaczResource(NamedTuple):
    """A file of the package. digest: SHA-256 in hexadecimal digits. size: in bytes."""

    path: str
    digest: str
    size: int


class WaczDescription(NamedTuple):
    """What a package says of itself. created: when what it holds was captured last, to the second."""

    title: str
    description: str
    created: str
    software: str


class WaczPage(NamedTuple):
    """A page that a reader lists. at: when it was captured. text: all that can be searched."""

    id: str
    url: str
    at: str
    title: str
    text: str


def data_package(resources: Sequence[WaczResource], about: WaczDescription) -> bytes:
    """Return ``datapackage.json``: a Data Package with the digest of every file."""
    said = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": about.title,
        "description": about.description,
        "created": about.created,
        "software": about.software,
        "resources": [_resource(each) for each in resources],
    }
    return _json(said)


def _resource(resource: WaczResource) -> dict[str, Any]:
    return {
        "name": resource.path.rpartition("/")[2],
        "path": resource.path,
        "hash": f"sha256:{resource.digest}",
        "bytes": resource.size,
    }


def package_digest(package: bytes, signed: Mapping[str, str] | None = None) -> bytes:
    """Return ``datapackage-digest.json``. signed: who signed that digest, where somebody did."""
    said: dict[str, Any] = {"path": PACKAGE, "hash": digest_of(package)}
    return _json(said | ({"signedData": dict(signed)} if signed else {}))


def digest_of(data: bytes) -> str:
    """Return a digest as WACZ writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def pages_header(title: str) -> bytes:
    """Return the first line of ``pages/pages.jsonl``."""
    said = {"format": "json-pages-1.0", "id": "pages", "title": title, "hasText": True}
    return _line(said)


def page_line(page: WaczPage) -> bytes:
    """Return a line of ``pages/pages.jsonl``."""
    said = {"id": page.id, "url": page.url, "ts": page.at, "title": page.title, "text": page.text}
    return _line(said)


def _line(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8", "replace")
