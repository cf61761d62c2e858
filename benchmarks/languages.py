"""What the language files may say, have and lack: the tables of docs/languages.md.

``python -m benchmarks.languages`` prints them; ``--write`` writes them into the document.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from harvester.languages.files import Languages, known
from harvester.languages.schema import GROUPS, KEYS

DOCUMENT = Path(__file__).parents[1] / "docs" / "languages.md"


def keys() -> Iterator[str]:
    """Yield the lines of the table of keys."""
    yield "| key | how its phrases are compared | what they are |"
    yield "|---|---|---|"
    for name, key in KEYS.items():
        yield f"| `{name}` | {key.use} | {key.about} |"


def coverage(languages: Languages) -> Iterator[str]:
    """Yield the lines of two tables: how many keys of each group a language has, and who has a key."""
    yield f"| language | {' | '.join(GROUPS)} |"
    yield f"|---|{'--:|' * len(GROUPS)}"
    had = {tag: {name.partition(".")[0] for name in languages.of(tag)} for tag in languages.tags}
    for tag in languages.tags:
        counts = (f"{len(had[tag].intersection(keys))} of {len(keys)}" for keys in GROUPS.values())
        yield f"| {tag} | {' | '.join(counts)} |"
    yield ""
    yield "| key | languages |"
    yield "|---|---|"
    for key in KEYS:
        yield f"| `{key}` | {' '.join(tag for tag in languages.tags if key in had[tag])} |"


def written(document: str) -> str:
    """Return the document with the tables of today in it."""
    for name, lines in (("keys", keys()), ("coverage", coverage(known()))):
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        before, _, rest = document.partition(begin)
        table = "".join(f"{line}\n" for line in lines)
        document = before + begin + table + end + rest.partition(end)[2]
    return document


def main() -> None:
    """Write the tables into the document, or print it."""
    document = written(DOCUMENT.read_text("utf-8"))
    if "--write" in sys.argv[1:]:
        DOCUMENT.write_text(document, "utf-8")
    else:
        print(document, end="")


if __name__ == "__main__":
    main()
