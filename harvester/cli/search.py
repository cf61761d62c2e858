"""``harvester search``: questions by the words of any of their versions."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.selecting import selected, selection_options
from harvester.cli.wording import safe
from harvester.search.passages import Passage
from harvester.view.search import HITS, RANKED, Hit, HitRange, SearchHits, search
from harvester.view.wording import moment

NOTHING = (
    "Nothing was found. All words must be there: try fewer, or the beginning of one with a * behind it."
    " Titles are not searched."
)
NOTHING_CHOSEN = "Nothing was found with these options. Try it without them."
MORE = "There are more; --offset {} shows the next ones."
CUT = (
    f"More than {RANKED:,} texts match. Only the {RANKED:,} that the archive learnt last were looked at;"
    " --all looks at all of them."
)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@selection_options
@click.option(
    "--limit", type=click.IntRange(min=1), default=HITS, show_default=True, help="At most this many hits."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out this many of the best hits.")
@click.option("--all", "everything", is_flag=True, help="Rank all texts that match, however long it takes.")
@rows_format(*ROW_FORMATS)
@archive_options
def command(words: tuple[str, ...], form: str, archive: Path | None, config: Path, **options: Any) -> None:
    """Find the questions that had WORDS in any version of question or answer, the best matches first.

    All the words must be there; there is no OR. drought* also finds droughts; a phrase stands in quotes; what
    has a word with a - before it is left out. Case and accents do not count. Chinese, Japanese, Korean, Thai,
    Lao, Khmer and Burmese are found by any part of a text. The shell takes one pair of quotes away, so write
    '"low water" -dam'. What was found stands in [brackets].
    """
    wanted = HitRange(*(options.pop(name) for name in HitRange._fields))
    is_chosen = any(options.values())
    with opened(archive, config) as conn:
        found = search(conn, _typed(" ".join(words)), selected(conn, options), wanted)
    print_rows(map(_row, found.hits), form, _for_a_person)
    if not found.hits:
        click.echo(NOTHING_CHOSEN if is_chosen else NOTHING, err=True)
    for line in _remarks(found, wanted):
        click.echo(line, err=True)


def _typed(words: str) -> str:
    """Return the words as they were typed in UTF-8, in a locale without it, too, such as POSIX.

    Python has stand-ins there for the bytes that it cannot read (PEP 383).
    """
    return os.fsencode(words).decode("utf-8", "replace")


def _remarks(found: SearchHits, wanted: HitRange) -> list[str]:
    lines = [MORE.format(wanted.offset + wanted.limit)] if found.is_more else []
    return lines + ([CUT] if found.is_cut else [])


def _row(hit: Hit) -> Row:
    """Return the hit as a row: what was found stands in brackets in its texts."""
    return asdict(hit) | {
        "question": _marked(hit.question),
        "answer": _marked(hit.answer),
        "stood": [each._asdict() for each in hit.stood],
        "is_current": hit.is_current,
        "rank": round(hit.rank, 3),
    }


def _marked(passages: Sequence[Passage]) -> str:
    return "".join(f"[{each.text}]" if each.is_match else each.text for each in passages)


def _for_a_person(row: Row) -> str:
    stood = "; ".join(map(_stood, row["stood"]))
    question, answer = (safe(" ".join(row[name].split())) for name in ("question", "answer"))
    return f"{click.style(question, bold=True)}\n    {answer}\n    {safe(row['url'])}  {stood}"


def _stood(row: Row) -> str:
    first, last = row["first_version"], row["last_version"]
    if last is None:
        return f"v{first} on, since {moment(row['began_at'])}"
    versions = f"v{first}" if first == last else f"v{first} to v{last}"
    return f"{versions}, {moment(row['began_at'])} to {moment(row['ended_at'])}"
