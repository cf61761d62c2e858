"""``harvester list``: the articles."""

from pathlib import Path

import click

from harvester.cli.articles import opened
from harvester.cli.opml import OPML, as_opml
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import next_words, shortened
from harvester.view.articles import articles
from harvester.view.explainers import remembered, remembered_by_reason
from harvester.view.followed import followed_sources
from harvester.view.wording import counted, moment

TITLE_LENGTH = 60
"""At most this many characters of a title are shown, so that it stays on one line with the id."""

REASON_LENGTH = 100
"""At most this many characters of a reason are shown in the text."""


@click.command(name="list")
@click.option(
    "--not-followed",
    is_flag=True,
    help="List the announced articles that are not explainers, with the reason.",
)
@rows_format(*ROW_FORMATS, OPML)
@archive_options
def command(form: str, *, not_followed: bool, archive: Path | None, config: Path) -> None:
    """List the articles: what was last seen of each, and whether it is followed, paused or ended.

    An announced article is followed if it has questions and answers. The others are only remembered: runs ask
    for them again after 2, 4, 8 … days, and follow each as soon as it has questions.

    --format opml lists the sources that are followed, for a feed reader or for another archive.
    """
    with opened(archive, config) as conn:
        if form == OPML:
            click.echo(as_opml(followed_sources(conn)), nl=False)
            return
        found = remembered(conn) if not_followed else articles(conn)
        sources = followed_sources(conn)
        others = sum(row["articles"] for row in remembered_by_reason(conn))
    print_rows(found, form, _not_followed if not_followed else _for_a_person)
    if others and not not_followed:
        click.echo(
            f"Not followed: {counted(others, 'article')}; see 'harvester list --not-followed'.", err=True
        )
    elif not found:
        click.echo(_NOT_YET if sources and not not_followed else _NOTHING[not_followed], err=True)


_NOT_YET = "There are no articles yet; 'harvester run' captures those that the sources announce."
_NOTHING = {
    False: "There are no articles yet; follow one with 'harvester add URL'.",
    True: "Every announced article that was read is an explainer.",
}


def _not_followed(row: Row) -> str:
    title = shortened(row["title"], TITLE_LENGTH) or "(no title)"
    detail = shortened(row["detail"], REASON_LENGTH).rstrip(".")
    reason = ": ".join(filter(None, (row["reason"].replace("_", " "), detail)))
    when = f"known since {moment(row['since'])}, asked for again from {moment(row['next_at'])}"
    return f"{row['article_id']}  {title}\n    {row['url']}\n    {reason}; {when}"


def _for_a_person(row: Row) -> str:
    title = shortened(row["title"], TITLE_LENGTH) or "(no title yet)"
    word = (row["trouble"] or row["last_outcome"] or "").replace("_", " ")
    parts = [
        f"{counted(row['questions'], 'question')}, {counted(row['versions'], 'version')}",
        f"last captured {moment(row['last_captured_at'])}: {word}" if word else "not captured yet",
    ]
    if row["gone_since"]:
        parts.append(f"gone since {moment(row['gone_since'])}")
    if row["state"] != "followed":
        parts.append(row["state"])
    else:
        parts.append(next_words(row["next_at"]))
    return f"{row['article_id']}  {title}\n    {row['url']}\n    {'; '.join(parts)}"
