"""Pages of the web interface on a large archive: processor time to make each without HTTP, and largest size.

HARVESTER_LARGE names the archive, as for `benchmarks.views`; without it, one with a fiftieth of the articles
is made. Articles are drawn with a fixed seed; each page is made once before it is timed.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from benchmarks import large
from benchmarks.views import Figure
from harvester.archive.connection import open_readonly, select, sqlite3
from harvester.view.plot import Plot
from harvester.view.plots import PLOTS
from harvester.view.selection import EVERYTHING, Selection
from harvester.web.answers import HtmlPage, WebRequest
from harvester.web.rendering import rendered
from harvester.web.routes import PAGES

DRAWN = 30
"""This many articles are drawn."""

PLOTTED = 4
"""So often each plot is made, the first time untimed."""

MOST_PLOT_MS = 700.0
"""What the numbers of a plot may take; they are kept until the archive changes."""

MOST_MS, MOST_BYTES = 50.0, 250_000
"""What a page may take, and how large it may be."""

MORE_MS = {"/article/{article}/question/{question}/alike": 300.0}
"""Pages that may take longer."""

LEFT_OUT = {"/capture/{capture}/body", "/search"}
"""These are not measured: payloads of the large archive are no pages, and `benchmarks.views` has searches."""

MS = 1e3

Place = Mapping[str, str]


def run() -> Iterator[Figure | str]:
    """Yield a figure for each kind of page, and the size of its largest one."""
    with large.kept_or_made(50) as path:
        yield from _figures(path)


def _figures(path: Path) -> Iterator[Figure | str]:
    with closing(open_readonly(path)) as conn:
        places = _places(conn)
        for pattern in sorted(PAGES.keys() - LEFT_OUT):
            taken, largest = _taken(conn, pattern, places)
            if taken:
                size = "NOT REACHED" if largest > MOST_BYTES else "reached"
                yield Figure(pattern, taken, MORE_MS.get(pattern, MOST_MS))
                yield f"    at most {largest:,} bytes of HTML (target <= {MOST_BYTES:,}, {size})"
        for name, numbers in PLOTS.items():
            yield Figure(f"numbers of the plot {name}, then kept", _plotted(conn, numbers), MOST_PLOT_MS)


def _plotted(
    conn: sqlite3.Connection, numbers: Callable[[sqlite3.Connection, Selection], Plot]
) -> list[float]:
    """Return the milliseconds of a plot of the whole archive, on a warm cache."""
    taken = []
    for _ in range(PLOTTED):
        began = time.process_time()
        numbers(conn, EVERYTHING)
        taken.append((time.process_time() - began) * MS)
    return taken[1:]


def _taken(conn: sqlite3.Connection, pattern: str, places: list[Place]) -> tuple[list[float], int]:
    """Return the milliseconds of each page of that pattern, and the bytes of the largest page."""
    taken, largest = list[float](), 0
    for place in places:
        for is_warm in (False, True):
            began = time.process_time()
            parts = {name: part for name, part in place.items() if f"{{{name}}}" in pattern}
            answer = PAGES[pattern](conn, WebRequest(parts, _query(pattern, place)))
            if not isinstance(answer, HtmlPage):
                return [], 0
            largest = max(largest, len(rendered(answer, {"archive": "large"}).encode()))
            taken += [(time.process_time() - began) * MS] if is_warm else []
    return taken, largest


def _query(pattern: str, place: Place) -> dict[str, str]:
    return {"url": place["source"]} if pattern == "/source" else {}


def _places(conn: sqlite3.Connection) -> list[Place]:
    """Return what fills the addresses, for articles with several versions, drawn by chance."""
    several = (
        "SELECT version.article_id AS article, min(version.began_at) AS older,"
        " max(version.began_at) AS newer, max(version.began_at) AS moment"
        " FROM version GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 20000"
    )
    found = select(conn, several)
    rest = {
        "run": "SELECT lower(hex(key)) FROM run ORDER BY id DESC LIMIT 1",
        "capture": "SELECT lower(hex(key)) FROM capture ORDER BY id DESC LIMIT 1",
        "source": "SELECT url.url FROM source JOIN url ON url.id = source.url_id LIMIT 1",
    }
    same = {name: str(select(conn, sql)[0][0]) for name, sql in rest.items()}
    drawn = random.Random(1).sample(found, min(DRAWN, len(found)))  # noqa: S311  nothing is secret
    asked = "SELECT id FROM question WHERE article_id = ? ORDER BY last_version DESC, id LIMIT 1"
    same |= {"plot": "survival", "form": "bib"}
    return [
        {**row, **same, "number": "1", "question": str(select(conn, asked, [row["article"]])[0][0])}
        for row in map(dict, drawn)
    ]
