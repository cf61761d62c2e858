"""Real pages with gold, in a folder beside the checkout where there is one."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.scoring import Gold

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = SHARED / "corpus"
FOLDERS = ("news", "agency", "faq")
LDJSON = re.compile(rb"<script[^>]*application/ld\+json[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)
MICRODATA = re.compile(
    rb"\s(?:itemscope|itemtype|itemprop|itemid|typeof|property|vocab)"
    rb"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?",
    re.IGNORECASE,
)


def pages(every: int = 1) -> list[bytes]:
    """Return the bodies of every n-th page of the corpus; [] where it is absent."""
    return [gzip.decompress(path.read_bytes()) for path in sorted(CORPUS.glob("*/*/page.html.gz"))[::every]]


def judged(folder: str) -> Iterator[tuple[Gold, bytes]]:
    """Yield the gold and the body of each page of a folder of the corpus."""
    for path in sorted((CORPUS / folder).glob("*/gold.json")):
        yield (
            json.loads(path.read_text("utf-8")),
            gzip.decompress(path.with_name("page.html.gz").read_bytes()),
        )


def stripped(body: bytes) -> bytes:
    """Return the page without its schema.org markup, so that only what it shows can tell its questions."""
    return MICRODATA.sub(b"", LDJSON.sub(b"", body))


def digest() -> str:
    """Return the SHA-256 of the corpus: file names and bytes in order."""
    sha = hashlib.sha256()
    for path in sorted(CORPUS.glob("*/*/*")):
        sha.update(path.relative_to(CORPUS).as_posix().encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()
