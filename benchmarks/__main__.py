"""Run the benchmarks and print each figure as a ratio beside its target.

Contenders run interleaved in one process or side by side in one run, on CPU seconds where not said
otherwise, so that a busy machine moves both sides alike; single figures vary by some 10 %.
"""

import importlib
import sys

NAMES = (
    "due", "faults",
    "normalise", "parse", "fetch", "store", "evidence", "imports", "diff", "history", "rebuild", "discovery",
    "feeds", "workers", "startup", "memory", "hostile", "walls", "before", "held", "pace", "views", "pages",
    "abuse", "warc", "exports", "million", "derived",
)  # fmt: skip


def main(names: tuple[str, ...]) -> None:
    """Print the rows of each benchmark as they come."""
    for name in names:
        print(f"== {name}", flush=True)
        for row in importlib.import_module(f"benchmarks.{name}").run():
            print(row, flush=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or NAMES)
