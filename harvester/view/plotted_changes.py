"""Plots of changes as numbers: changes a day, when edits come, and what they touch."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from urllib.parse import urlsplit

from harvester.archive.connection import select, sqlite3
from harvester.change import ChangeKind, EditClass
from harvester.view.plot import Cell, Column, Plot, PlotTable, share
from harvester.view.selection import Columns, Selection, conditions
from harvester.view.wording import counted

SHOWN_DAYS = 60
"""A page lists this many days with changes."""

SHOWN_OUTLETS = 30
"""A page lists this many outlets."""

_OF_CHANGE = Columns(
    article="told.article_id",
    began="told.changed_at",
    ended="told.changed_at",
    language="shown.language",
    told="",
    question="told.question_id, told.other_question_id",
)

_STATE = "JOIN article_state AS shown ON shown.article_id = told.article_id"

KINDS: Mapping[str, tuple[ChangeKind, ...]] = {
    "answer edited": (ChangeKind.ANSWER_EDITED,),
    "question reworded": (ChangeKind.REWORDED,),
    "asked or restored": (ChangeKind.ASKED, ChangeKind.RESTORED, ChangeKind.SPLIT),
    "dropped": (ChangeKind.DROPPED, ChangeKind.MERGED),
    "other": (ChangeKind.MOVED, ChangeKind.TITLE_EDITED, ChangeKind.LEAD_EDITED),
}
"""A picture shows the kinds of changes in these groups, which readers can tell apart."""

CLASSES: Mapping[str, tuple[EditClass, ...]] = {
    "form": (
        EditClass.WHITESPACE, EditClass.PUNCTUATION, EditClass.SPELLING, EditClass.EMPHASIS, EditClass.IMAGE,
    ),
    "words": (EditClass.SUBSTANTIVE, EditClass.LINK, EditClass.QUOTATION),
    "facts": (EditClass.NAME, EditClass.FORMULA, EditClass.DATE, EditClass.NUMBER),
    "negation": (EditClass.NEGATION,),
    "correction": (EditClass.CORRECTION,),
}  # fmt: skip
"""A picture shows the classes of edits in these groups."""

EDITS = (ChangeKind.ANSWER_EDITED, ChangeKind.REWORDED, ChangeKind.TITLE_EDITED, ChangeKind.LEAD_EDITED)
"""Changes of these kinds are edits of a text."""


def group_of(groups: Mapping[str, Sequence[str]], word: str) -> str:
    """Return the group that has a word; the last one for a word that none has."""
    return next((name for name, words in groups.items() if word in words), [*groups][-1])


def _rows(conn: sqlite3.Connection, sql: str, selection: Selection, more: str = "1") -> Sequence[sqlite3.Row]:
    """Return the rows of a query about changes; {joins} and {where} stand where the filters go."""
    where = conditions(selection, _OF_CHANGE)
    joins = _STATE if "shown." in where.sql else ""
    return select(conn, sql.format(joins=joins, where=f"{where.sql} AND {more}"), where.values)


_DAYS = """
    SELECT substr(told.changed_at, 1, 10) AS day, told.kind, count(*) FROM change AS told {joins}
    WHERE {where} GROUP BY 1, 2"""


def changes(conn: sqlite3.Connection, selection: Selection) -> Plot:
    """Return how many changes of each kind were seen on each day, UTC."""
    rows = tuple(tuple(row) for row in _rows(conn, _DAYS, selection))
    days: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for day, kind, number in rows:
        days[day][group_of(KINDS, kind)] += number
    newest = sorted(days.items(), reverse=True)
    table = tuple((day, *(found[each] for each in KINDS), found.total()) for day, found in newest)
    rest = f"{counted(len(table) - SHOWN_DAYS, 'earlier day')} with changes: see the CSV."
    return Plot(
        "changes",
        _busiest(days),
        (
            "A change counts on the day (UTC) on which it was first seen.",
            "It was made at some time since the capture before.",
            "A day without changes may be one without captures.",
        ),
        (
            Column("day", "day on which the change was first seen, UTC"),
            Column("kind", "kind of the change"),
            Column("changes", "how many there were"),
        ),
        rows,
        PlotTable(("day", *KINDS, "all"), table[:SHOWN_DAYS], rest if len(table) > SHOWN_DAYS else ""),
    )


def _busiest(days: Mapping[str, Counter[str]]) -> str:
    if not days:
        return ""
    totals = {day: found.total() for day, found in days.items()}
    most = max(sorted(totals), key=lambda day: totals[day])
    every = sum(totals.values())
    if len(totals) == 1:
        return f"{counted(every, 'change')} on {most}."
    return f"{every:,} changes from {min(totals)} to {max(totals)}; the most on {most}: {totals[most]:,}."


_MOMENTS = """
    WITH told AS MATERIALIZED (
        SELECT told.article_id, told.changed_at, count(*) AS edits FROM change AS told {joins}
        WHERE {where} GROUP BY told.article_id, told.version
    )
    SELECT unixepoch(told.changed_at), unixepoch(version.began_at), coalesce(reading.published, (
        SELECT first.published FROM capture JOIN reading AS first ON first.capture_id = capture.confirms
        WHERE capture.id = version.first_capture_id
    ), ''), told.edits
    FROM told
    JOIN version ON version.article_id = told.article_id AND version.n = 1
    LEFT JOIN reading ON reading.capture_id = version.first_capture_id"""

BASES = {
    "published": "the time of publication that the page tells",
    "published on": "the beginning of the day of publication, where the page tells no time",
    "first seen": "the first capture, where the page does not say when it was published",
}
"""A delay is counted from one of these."""

_DAY_S = 86_400
DELAYS: Mapping[str, float] = {
    "before": 0, "1 hour": 3_600, "6 hours": 6 * 3_600, "1 day": _DAY_S, "3 days": 3 * _DAY_S,
    "7 days": 7 * _DAY_S, "30 days": 30 * _DAY_S, "90 days": 90 * _DAY_S, "1 year": 365 * _DAY_S,
    "longer": float("inf"),
}  # fmt: skip
"""Delays are counted into these spans; each has a name, and the seconds up to which it reaches."""

_SPANS, _REACH = [*DELAYS], [*DELAYS.values()][:-1]


def delays(conn: sqlite3.Connection, selection: Selection) -> Plot:
    """Return how long after publication edits were first seen."""
    kinds = ", ".join(f"'{kind}'" for kind in EDITS)
    found = _rows(conn, _MOMENTS, selection, "1" if selection.kinds else f"told.kind IN ({kinds})")
    counts = {basis: Counter[str]() for basis in BASES}
    for changed_s, first_seen_s, published, number in found:
        basis, began_s = _begun(first_seen_s, published)
        counts[basis][_span(changed_s - began_s)] += number
    used = [basis for basis in BASES if counts[basis]]
    rows = tuple((basis, span, counts[basis][span]) for basis in used for span in DELAYS)
    table = [(span, *(counts[basis][span] for basis in used)) for span in DELAYS]
    return Plot(
        "delays",
        _half(sum(counts.values(), Counter[str]())),
        tuple(
            [f"“{basis}”: the delay counts from {words}." for basis, words in BASES.items() if basis in used]
            + ["An edit counts when it is first seen; it was made at some time since the capture before."]
        ),
        (
            Column("counted_from", "what the delay counts from: " + "; ".join(map(": ".join, BASES.items()))),
            Column(
                "up_to", "the span in which the edit was first seen: longer than the one before, up to this"
            ),
            Column("edits", "how many there were"),
        ),
        rows,
        PlotTable(("up to", *used), tuple(row for row in table if any(row[1:]) or row[0] != "before")),
    )


def _begun(first_seen_s: int, published: str) -> tuple[str, float]:
    """Return what delays of an article count from, and that time in seconds since 1970."""
    if not published:
        return "first seen", first_seen_s
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return "first seen", first_seen_s
    told = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return "published" if ":" in published else "published on", told.timestamp()


def _span(delay_s: float) -> str:
    return _SPANS[bisect_right(_REACH, delay_s)]


def _half(counts: Counter[str]) -> str:
    """Return by when half of the edits had come."""
    total, sofar = counts.total(), 0
    for before, span in pairwise(DELAYS):
        sofar += counts[before]
        if total and 2 * (sofar + counts[span]) >= total:
            when = f"more than {before} after" if span == "longer" else f"within {span} of"
            return f"Half of {total:,} edits were first seen {when} publication, or the first capture."
    return ""


_TOUCHED = """
    SELECT
        CASE WHEN told.source_id IS NULL THEN url.url ELSE source_url.url END AS url,
        coalesce(source.name, '') AS name, told.classes ->> '$[#-1]' AS class, sum(told.number)
    FROM (
        SELECT told.source_id, told.classes, count(*) AS number,
            CASE WHEN told.source_id IS NULL THEN told.article_id END AS article_id
        FROM change AS told {joins} WHERE {where} GROUP BY 1, 2, 4
    ) AS told
    LEFT JOIN source ON source.id = told.source_id
    LEFT JOIN url AS source_url ON source_url.id = source.url_id
    LEFT JOIN article ON article.id = told.article_id
    LEFT JOIN url ON url.id = article.url_id
    GROUP BY 1, 2, 3"""


def edits(conn: sqlite3.Connection, selection: Selection) -> Plot:
    """Return how many edits there were at each outlet, by the weightiest class of each."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for url, name, word, number in _rows(conn, _TOUCHED, selection, "told.classes <> '[]'"):
        counts[name or urlsplit(url).hostname or url][word] += number
    outlets = sorted(counts, key=lambda outlet: (-counts[outlet].total(), outlet))
    rows = tuple(
        (outlet, str(word), counts[outlet][word])
        for outlet in outlets
        for word in EditClass
        if counts[outlet][word]
    )
    table = tuple((outlet, *_grouped(counts[outlet]), counts[outlet].total()) for outlet in outlets)
    rest = f"{counted(len(table) - SHOWN_OUTLETS, 'more outlet')}: see the CSV."
    return Plot(
        "edits",
        _mostly(sum(counts.values(), Counter[str]())),
        (
            "An edit counts once, by the weightiest class of words that it touched. Form: "
            + "; ".join(f"{group}: {', '.join(words)}" for group, words in CLASSES.items()).removeprefix(
                "form: "
            )
            + ".",
            "An outlet is the source that announced the article first, by its name, else by its host.",
        ),
        (
            Column("outlet", "name of the source that announced the article first, else its host"),
            Column("class", "weightiest class of words that the edit touched"),
            Column("edits", "how many there were"),
        ),
        rows,
        PlotTable(
            ("outlet", *CLASSES, "all"), table[:SHOWN_OUTLETS], rest if len(table) > SHOWN_OUTLETS else ""
        ),
    )


def _grouped(counts: Counter[str]) -> Iterator[Cell]:
    for words in CLASSES.values():
        yield sum(counts[word] for word in words)


def _mostly(counts: Counter[str]) -> str:
    if not counts:
        return ""
    groups = Counter({group: sum(counts[word] for word in words) for group, words in CLASSES.items()})
    said = ", ".join(
        f"{share(number, counts.total())} {group}" for group, number in groups.most_common() if number
    )
    return f"{counts.total():,} {'edit' if counts.total() == 1 else 'edits'}: {said}."
