"""The pages that the benchmarks read: a folder of real pages beside the checkout, where there is one."""

import gzip
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def pages(every: int = 1) -> list[bytes]:
    """Return the bodies of every n-th page of the corpus; [] where it is absent."""
    return [gzip.decompress(path.read_bytes()) for path in sorted(CORPUS.glob("*/*/page.html.gz"))[::every]]
