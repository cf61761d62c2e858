"""``harvester politeness``: how politely hosts were asked, proved from the captures alone."""

from pathlib import Path
from typing import Any

import click

from harvester.cli.articles import opened
from harvester.cli.options import MOMENT, archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe
from harvester.view.politeness import politeness, totals
from harvester.view.wording import counted

_UNITS = ("B", "kB", "MB", "GB", "TB")


@click.command()
@click.option("--since", type=MOMENT, metavar="TIME", help="Count requests from then on.")
@click.option("--until", type=MOMENT, metavar="TIME", help="Count requests before that.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Show this host only; may be repeated.")
@rows_format(*ROW_FORMATS)
@archive_options
def command(form: str, archive: Path | None, config: Path, **options: Any) -> None:
    """Show for each host how it was asked: requests, gaps, what it asked for, and what was saved.

    Everything is computed from the captures: the gaps between requests beside the delay that held, the
    rules of each robots.txt at the time of each request, each Retry-After. A request that broke one of
    them is named in a line of its own. The exit code is 0 all the same.
    """
    with opened(archive, config) as conn:
        rows = politeness(conn, options["since"] or "", options["until"] or "", options["hosts"])
    print_rows(rows, form, _line)
    if form == "text":
        click.echo(_summary(totals(rows)))


def _line(row: Row) -> str:
    """Return what is printed about a host: one line, and one for each violation."""
    requests = counted(row["requests"], "request")
    parts = [f"{requests}, {row['unchanged']} unchanged" if row["requests"] else "was not asked for pages"]
    if row["parts"]:
        parts.append(f"{counted(row['parts'], 'part')} of rendered pages")
    if row["smallest_gap_s"] is not None:
        parts.append(f"gap {row['smallest_gap_s']:.2f} s or more, delay {row['delay_s']:g} s")
    if row["crawl_delay_s"] > row["crawl_delay_kept_s"]:
        parts.append(f"Crawl-delay of {row['crawl_delay_s']:g} s, {row['crawl_delay_kept_s']:g} s are kept")
    if row["wire_bytes"]:
        parts.append(f"{_size(row['wire_bytes'])} received")
    if row["robots_refused"]:
        parts.append(f"{counted(row['robots_refused'], 'URL')} not asked for, by robots.txt")
    if row["retry_after"]:
        parts.append(f"{counted(row['retry_after'], 'Retry-After')}")
    lines = [f"{safe(row['host'])}  {'; '.join(parts)}"]
    lines += map(_violation, row["violations"])
    return "\n".join(lines)


def _violation(row: Row) -> str:
    return f"violation  {row['at']}  {safe(row['url'])}: {row['what']}"


def _summary(sums: Row) -> str:
    if not sums["requests"]:
        return "No requests were made."
    share = sums["unchanged"] / sums["requests"]
    return (
        f"{counted(sums['requests'], 'request')} to {counted(sums['hosts'], 'host')}, {share:.0%} of them"
        f" answered by 304; {_size(sums['wire_bytes'])} received, 304 saved {_size(sums['saved_by_304'])}"
        f" and compression {_size(sums['saved_by_coding'])}; {counted(sums['violations'], 'violation')}"
    )


def _size(count: float) -> str:
    """Return bytes for people: "12.3 MB"."""
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004  SI
        count, unit = count / 1000, unit + 1
    return f"{count:.1f} {_UNITS[unit]}" if unit else f"{count:.0f} B"
