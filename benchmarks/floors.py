"""The least that the project's own pages must reach when they are written otherwise."""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

PATH = Path(__file__).parents[1] / "tests" / "parse" / "own_floor.json"
DECIMALS = 2
"""Decimals of a floor, rounded down: one page more or less among the own pages is no fall."""

Rows = Mapping[str, Mapping[str, float]]


def settle(benchmark: str, rows: Rows, figures: Iterable[str]) -> None:
    """Write some figures of a benchmark as its floor."""
    unit = 10**DECIMALS
    least = {
        name: {figure: math.floor(row[figure] * unit) / unit for figure in figures}
        for name, row in rows.items()
    }
    floors = json.loads(PATH.read_text("utf-8")) | {benchmark: least}
    PATH.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def fallen(benchmark: str, rows: Rows) -> dict[str, tuple[float, float]]:
    """Return what lies below the floor of a benchmark: {"name: figure": (found, least)}."""
    return {
        f"{name}: {figure}": (rows[name][figure], least)
        for name, figures in json.loads(PATH.read_text("utf-8"))[benchmark].items()
        for figure, least in figures.items()
        if rows[name][figure] < least
    }
