"""How many pairs of the gold corpus come out right: the tables of docs/accuracy.md. Needs ../shared.

``python -m benchmarks.accuracy --by kind|pattern|language`` prints a table; ``--settle`` measures all of them
and writes them into tests/parse/floor.json and docs/accuracy.md.
"""

import argparse
import importlib.util
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from benchmarks.corpus import CORPUS, SHARED, digest, judged, stripped
from benchmarks.scoring import FACTS, Gold, Score, facts, score, summary
from harvester.model import Snapshot
from harvester.normalise import normalise
from harvester.parse import parse

SETS = (("news", False), ("agency", False), ("faq", True), ("faq", False))
"""Folder of the corpus, and whether its schema.org markup is taken out first."""
GROUPS = {"kind": "kind", "pattern": "patterns", "language": "language"}
"""What pages can be grouped by, and the field of the gold that says it."""
EVERY = "all"
"""The group of all pages of a set."""
COLUMNS = {
    "pair_f1": "pair F1",
    "question_f1": "question F1",
    "answer_f1": "answer F1",
    "words_kept": "words kept",
    "words_right": "words right",
}
PAGE_COLUMNS = {"title": "title", "lead": "lead", "language": "language", "published": "day"}

ROOT = Path(__file__).parents[1]
FLOOR = ROOT / "tests" / "parse" / "floor.json"
DOCUMENT = ROOT / "docs" / "accuracy.md"

Row = Mapping[str, float]
Table = dict[str, dict[str, float]]
Scored = list[tuple[str, Gold, Score]]


def scorer() -> ModuleType:
    """Return the corpus's own scoring script as a module: `benchmarks.scoring` gives the same figures."""
    spec = importlib.util.spec_from_file_location("score_pairs", SHARED / "eval" / "score_pairs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def snapshot_of(gold: Gold, body: bytes) -> Snapshot:
    """Return what the parser makes of a page."""
    return parse(normalise(body, content_type="text/html", url=gold.get("url") or ""))


def page_score(gold: Gold, body: bytes) -> Score:
    """Return the score of a page's pairs and of what it says about itself."""
    snapshot = snapshot_of(gold, body)
    return replace(score(gold, snapshot.pairs), facts=facts(gold, snapshot))


def measure() -> Scored:
    """Return the set, the gold and the score of every page of the corpus."""
    return [
        (f"{folder} stripped" if strip else folder, gold, page_score(gold, stripped(body) if strip else body))
        for folder, strip in SETS
        for gold, body in judged(folder)
    ]


def table(scored: Scored, by: str = "kind") -> Table:
    """Return {"set, group": figures}, set by set; the last group of a set is all its pages."""
    groups: dict[str, dict[str, list[Score]]] = defaultdict(lambda: defaultdict(list))
    for name, gold, one in scored:
        keys = gold.get(GROUPS[by]) or "none"
        for key in keys if isinstance(keys, list) else [keys]:
            groups[name][key].append(one)
    rows: Table = {}
    for name, kinds in groups.items():
        rows |= {f"{name}, {key}": summary(kinds[key]) for key in sorted(kinds)}
        rows[f"{name}, {EVERY}"] = summary(one for own, _, one in scored if own == name)
    return rows


def printed(rows: Mapping[str, Row]) -> str:
    """Return the figures of pairs as a Markdown table."""
    lines = [
        f"| set | pages | pairs | {' | '.join(COLUMNS.values())} | none invented | leaks |",
        f"|---|{'--:|' * (len(COLUMNS) + 4)}",
    ]
    for name, row in rows.items():
        shares = [f"{row[one]:.3f}" if row["pages"] else "-" for one in COLUMNS]
        none = f"{row['negatives_ok']:.3f} of {row['negatives']:.0f}" if row["negatives"] else "-"
        pages, pairs, leaks = (f"{row[one]:.0f}" for one in ("pages", "pairs", "leaks"))
        lines.append(f"| {' | '.join([name, pages, pairs, *shares, none, leaks])} |")
    return "\n".join(lines)


def printed_facts(rows: Mapping[str, Row]) -> str:
    """Return the figures of what pages say about themselves as a Markdown table."""
    lines = [f"| set | {' | '.join(PAGE_COLUMNS.values())} |", f"|---|{'--:|' * len(PAGE_COLUMNS)}"]
    for name, row in rows.items():
        cells = [f"{row[one]:.3f} of {row[f'{one}_of']:.0f}" if row[f"{one}_of"] else "-" for one in FACTS]
        lines.append(f"| {' | '.join([name, *cells])} |")
    return "\n".join(lines)


def printed_languages(rows: Mapping[str, Row]) -> str:
    """Return pair F1 and, in brackets, pairs: a line for each language, a column for each set."""
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for name, row in rows.items():
        own, language = name.split(", ")
        if row["pairs"]:
            cells[language][own] = f"{row['pair_f1']:.3f} ({row['pairs']:.0f})"
    sets = list(dict.fromkeys(name.split(", ")[0] for name in rows))
    lines = [f"| language | {' | '.join(sets)} |", f"|---|{'--:|' * len(sets)}"]
    lines += [
        f"| {language} | {' | '.join(cells[language].get(one, '-') for one in sets)} |"
        for language in sorted(cells, key=lambda one: (one == EVERY, one))
    ]
    return "\n".join(lines)


def sections(floor: Mapping[str, Table]) -> dict[str, str]:
    """Return the tables of docs/accuracy.md by name, from what tests/parse/floor.json holds."""
    whole = {name: row for name, row in floor["kind"].items() if name.endswith(f", {EVERY}")}
    return {
        "kind": printed(floor["kind"]),
        "pattern": printed(floor["pattern"]),
        "language": printed_languages(floor["language"]),
        "facts": printed_facts({name.removesuffix(f", {EVERY}"): row for name, row in whole.items()}),
    }


def with_sections(text: str, tables: Mapping[str, str]) -> str:
    """Return the document with each table put between its two comments."""
    for name, lines in tables.items():
        between = re.compile(rf"(<!-- figures: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = between.sub(rf"\g<1>{lines}\n\g<2>", text)
    return text


def settle(scored: Scored) -> None:
    """Write what was measured into the floor and the document."""
    tables = {by: rounded(table(scored, by)) for by in GROUPS}
    text = json.dumps({"corpus": digest(), **tables}, indent=1)
    FLOOR.write_text(re.sub(r"\n {3}|\n {2}(?=})", " ", text) + "\n", encoding="utf-8")
    document = with_sections(DOCUMENT.read_text("utf-8"), sections(tables))
    DOCUMENT.write_text(document, encoding="utf-8")


def rounded(rows: Mapping[str, Row]) -> Table:
    """Return the table with figures of three decimals."""
    return {name: {one: round(figure, 3) for one, figure in row.items()} for name, row in rows.items()}


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the table that is asked for, or settle all of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--by", choices=GROUPS, default="kind", help="what to group the pages by")
    options.add_argument("--settle", action="store_true", help="write the floor and the document anew")
    asked = options.parse_args(arguments if arguments is None else list(arguments))
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    scored = measure()
    if asked.settle:
        settle(scored)
    rows = table(scored, asked.by)
    print(printed(rows), printed_facts(rows), f"corpus {digest()[:16]}", sep="\n\n")


if __name__ == "__main__":
    main()
