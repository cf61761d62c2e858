"""One thing followed, and what came of it, said in a line."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import click
from sqlite_utils import Database

from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.harvest.enacting import enact
from harvester.harvest.kinds import PAGE
from harvester.scope import Scope
from harvester.view.followed import Followed, followed_article, followed_source
from harvester.view.wording import moment

_ALREADY = "already followed"


class FollowRequest(NamedTuple):
    """How somebody asks for something to be followed. None, and an empty tuple: they do not say.

    known: articles as they were before they were looked at, by URL.
    """

    voice: Voice
    kind: str | None = None
    every_s: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: str | None = None
    depth: int | None = None
    language: str | None = None
    known: Mapping[str, Followed | None] = {}

    @property
    def limits(self) -> dict[str, Any]:
        """Return what limits a source, by the names of the settings."""
        named = {name: getattr(self, name) for name in Scope._fields}
        return {name: value for name, value in named.items() if value not in {None, ()}}


def follow(db: Database, target: tuple[str, str], asked: FollowRequest, name: str = "") -> None:
    """Decide that one URL is followed, unless that is so on the same terms, and say what came of it.

    target: its kind, "page" for an article, and the URL. name: of a source, if a list gives it one.
    """
    kind, url = target
    look = followed_article if kind == PAGE else followed_source
    before = asked.known[url] if kind == PAGE and url in asked.known else look(db.conn, url)
    wanted = _terms(kind, asked, before)
    wanted = wanted._replace(name=wanted.name or name)
    if not _holds(before, kind, wanted):
        about = ("article" if kind == PAGE else "source", url)
        decide(db, DecisionKind.FOLLOW, about, asked.voice, wanted.as_text())
        enact(db)
    words = _said(before, look(db.conn, url), url)
    is_otherwise = words.startswith(_ALREADY) and before is not None and wanted != _known(kind, before)
    click.echo(f"{kind:<8} {url}  {words}{', otherwise from now on' if is_otherwise else ''}")


def _holds(before: Followed | None, kind: str, wanted: Terms) -> bool:
    """Return whether a person has said just that before, and it is so."""
    if before is None or not before.is_said or before.state != "followed":
        return False
    return before.kind == kind and wanted == _known(kind, before)


def _known(kind: str, before: Followed | None) -> Terms:
    """Return the terms on which the URL was followed before, as that kind."""
    as_kind = "" if kind == PAGE else kind
    if before is None:
        return Terms(as_kind)
    return Terms(as_kind, before.name, before.every_s, before.links, Scope.from_text(before.scope))


def _terms(kind: str, asked: FollowRequest, before: Followed | None) -> Terms:
    """Return how the URL is to be followed; what nobody names stays as it was."""
    known = _known(kind, before)
    scope = Scope() if kind == PAGE else known.scope._replace(**asked.limits)
    terms = known._replace(scope=scope)
    return terms if asked.every_s is None else terms._replace(every_s=asked.every_s)


def _said(before: Followed | None, after: Followed | None, url: str) -> str:
    if before is None or after is None or after.article_id != before.article_id:
        return "new"
    if after.kind != before.kind:
        return f"followed as {after.kind} from now on, before as {before.kind}"
    name = " ".join(filter(None, (before.article_id, before.url if before.url != url else "")))
    named = f" as {name}" if name else ""
    if before.state == "followed":
        known = ", known" if before.article_id else ""  # its captures may have been imported since
        return f"{_ALREADY}{named}{known} since {moment(before.since)}"
    return f"known{named}, followed again"
