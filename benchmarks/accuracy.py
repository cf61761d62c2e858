"""How many pairs of the gold corpus come out right: the table of docs/accuracy.md. Needs ../shared."""

import gzip
import hashlib
import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from harvester.model import Snapshot
from harvester.normalise import normalise
from harvester.parse import parse

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = SHARED / "corpus"
SETS = (("news", False), ("agency", False), ("faq", True), ("faq", False))
"""Folder of the corpus, and whether its schema.org markup is taken out first."""
FIGURES = ("pair_f1", "question_f1", "answer_f1", "negatives_ok", "leaks")

Row = tuple[dict[str, Any], Snapshot, dict[str, Any]]


def scorer() -> ModuleType:
    """Return the corpus's own scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score_pairs", SHARED / "eval" / "score_pairs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest() -> str:
    """Return the SHA-256 of the corpus: file names and bytes in order."""
    sha = hashlib.sha256()
    for path in sorted(CORPUS.glob("*/*/*")):
        sha.update(path.relative_to(CORPUS).as_posix().encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()


def read(folder: str, *, strip: bool) -> Iterator[Row]:
    """Yield the gold, the snapshot and the score of each page of a set."""
    score = scorer()
    for _, gold, packed in score.load([CORPUS / folder]):
        body = gzip.decompress(packed.read_bytes())
        if strip:
            body = score.MICRODATA.sub(b"", score.LDJSON.sub(b"", body))
        snapshot = parse(normalise(body, content_type="text/html", url=gold["url"] or ""))
        pairs = [{"question": pair.question, "answer": pair.answer} for pair in snapshot.pairs]
        yield gold, snapshot, score.score_page(gold, pairs)


def scores(by: str = "kind") -> dict[str, dict[str, float]]:
    """Return {set and group: figures}, grouped by "kind", "language" or "patterns"."""
    score = scorer()
    table: dict[str, dict[str, float]] = {}
    for folder, strip in SETS:
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for gold, _, row in read(folder, strip=strip):
            keys = gold.get(by) or "none"
            for key in keys if isinstance(keys, list) else [keys]:
                groups[key].append(row)
        for key, rows in sorted(groups.items()):
            figures = score.summary(rows)
            name = f"{folder}{' stripped' if strip else ''}, {key}"
            table[name] = {one: figures[one] for one in ("pages", "pairs", "negatives", *FIGURES)}
    return table


def main() -> None:
    """Print the table as Markdown; the argument is what to group by."""
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    by = sys.argv[1] if len(sys.argv) > 1 else "kind"
    print("| set | pages | pairs | pair F1 | question F1 | answer F1 | none invented | leaks |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, row in scores(by).items():
        none = f"{row['negatives_ok']:.3f} of {row['negatives']:.0f}" if row["negatives"] else "-"
        f1 = [f"{row[one]:.3f}" if row["pages"] else "-" for one in FIGURES[:3]]
        counts = [f"{row[one]:.0f}" for one in ("pages", "pairs")]
        print(f"| {' | '.join([name, *counts, *f1, none, str(row['leaks'])])} |")
    print(f"\ncorpus {digest()[:16]}", json.dumps({"by": by}))


if __name__ == "__main__":
    main()
