"""What the verbs for decisions share: who decides and why, the archive open to write, and what came of it."""

import getpass
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlite_utils import Database

from harvester.archive.decisions import DecisionKind, Voice, decision_faults
from harvester.archive.lock import run_lock
from harvester.archive.manifests import seal
from harvester.cli.options import archive_options, archive_path
from harvester.cli.wording import safe
from harvester.cli.writing import writing
from harvester.harvest.deciding import ArticleOutcome, change_following, judge_article, judge_capture
from harvester.view.subjects import followable, subject
from harvester.view.wording import counted

WHY = click.option("--why", default="", metavar="TEXT", help="The reason; it is kept with the decision.")
FOLLOWED = click.argument("names", nargs=-1, required=True, metavar="ARTICLE|SOURCE…")


def voice(why: str) -> Voice:
    """Return who decides, now, and why."""
    return Voice(login_name(), datetime.now(UTC), why)


def login_name() -> str:
    """Return who sits at this machine, "unknown" where it has no name for them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, as in a container
        return "unknown"


@contextmanager
def opened(archive: Path | None, config: Path) -> Iterator[Database]:
    """Open the archive that the options name to write to it, held as for a run."""
    path = archive_path(archive, config)
    with writing(path) as db, run_lock(path):
        yield db
        seal(db, datetime.now(UTC))
        for fault in decision_faults(db.conn):
            message = f"harvester: the decision is kept, but it could not be applied: {safe(fault)}"
            click.echo(f"{message}. 'harvester rebuild' tries it again.", err=True)


def following_verb(kind: DecisionKind, text: str) -> click.Command:
    """Return the verb that pauses, resumes or ends; text: its help."""

    @click.command(help=text)
    @FOLLOWED
    @WHY
    @archive_options
    def command(names: tuple[str, ...], why: str, archive: Path | None, config: Path) -> None:
        with opened(archive, config) as db:
            for name in names:
                found = followable(db.conn, name)
                target = ("article" if found.article_id else "source", found.url)
                made = change_following(db, kind, target, voice(why))
                change = "is" if made.after != made.before else "is already"
                change = "is still" if made.after == made.before != _AIMS[kind] else change
                click.echo(f"{safe(found.url)} {change} {made.after}")

    return command


_AIMS = {DecisionKind.PAUSE: "paused", DecisionKind.RESUME: "followed", DecisionKind.END: "ended"}


def judging_verb(kind: DecisionKind, text: str) -> click.Command:
    """Return the verb that accepts or rejects; text: its help."""

    @click.command(help=text)
    @click.argument("name", metavar="CAPTURE|ARTICLE")
    @WHY
    @archive_options
    def command(name: str, why: str, archive: Path | None, config: Path) -> None:
        with opened(archive, config) as db:
            article_id, capture_id = subject(db.conn, name)
            if article_id:
                judged = judge_article(db, kind, article_id, voice(why))
            else:
                judged = judge_capture(db, kind, capture_id, voice(why))
        click.echo(f"{counted(len(judged.captures), 'capture')} {kind}ed")
        for line in outcomes(judged.outcomes):
            click.echo(line)

    return command


def outcomes(articles: Iterable[ArticleOutcome]) -> Iterator[str]:
    """Yield a sentence for each article: how many versions it has, and which one is current.

    Versions are numbered in the order of time, so one that is removed or added in the middle moves the later
    numbers. The sentence names none of them.
    """
    for each in articles:
        url = safe(each.url)
        if each.has == each.had:
            current = f"version {each.has} is still current" if each.has else "it has no version"
            yield f"{url}: {current}"
        else:
            change = "made" if each.has > each.had else "removed"
            changed = counted(abs(each.has - each.had), "version")
            current = f"version {each.has} is current now" if each.has else "it has no version now"
            yield f"{url}: {changed} {change}; {current}"
