"""Warnings about articles: what hosts do to many alike, questions that went, what a person must decide."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from harvester.archive.read import Row
from harvester.model import ANNOUNCING, SUCCESSES, Outcome, Verdict
from harvester.view.warning import StatusWarning, about_url, grouped, said
from harvester.view.wording import counted

Facts = Mapping[str, Any]

REFUSING = frozenset({Outcome.REFUSED, Outcome.ROBOTS_REFUSED, Outcome.RATE_LIMITED})

NOT_OF_THE_HOST = frozenset({Outcome.GONE, Outcome.BAD_URL, Outcome.FAULT, Outcome.EMPTY, Outcome.TOO_LARGE})
"""These are failures of one page, whatever its host does."""

MANY = 3
"""This many articles of one host with the same failure are a matter of the host."""


def of_hosts(trouble: Iterable[Row]) -> Iterator[StatusWarning]:
    """Yield what hosts do to many of their articles alike, and walls."""
    by_host = grouped(trouble, lambda row: (row["trouble"], urlsplit(row["url"]).hostname or ""))
    for (word, host), some in by_host:
        rows = tuple(about_url(row["url"], row["since"], row["reason"] or row["detail"]) for row in some)
        number = counted(len(some), "article")
        if kind := _host_word(word, len(some)):
            yield StatusWarning(kind, f"{host}: {number}: {said(word)}", rows)


def _host_word(word: str, number: int) -> str:
    """Return the word of the warning about this many articles of a host; ``""``: each is told by itself."""
    if word in _WALLS:
        return "walled"
    if word == Outcome.ADDRESS_REFUSED:
        return "address_refused"
    if word in REFUSING and number >= MANY:
        return "host_refusing"
    is_hosts = word in {*Outcome} - SUCCESSES - REFUSING - NOT_OF_THE_HOST
    return "host_failing" if is_hosts and number >= MANY else ""


_PAGES = frozenset({Verdict.CONTENT, Verdict.UNREADABLE, Verdict.SOFT_404, Verdict.EMPTY}) | ANNOUNCING
_WALLS = frozenset(Verdict) - _PAGES - {Verdict.ERROR_PAGE}


LEAST_NEW = 5
"""With fewer new articles than this, nothing is said about a source's yield."""


def of_yields(facts: Facts) -> Iterator[StatusWarning]:
    """Yield the articles that lost most of their questions, and the sources whose new articles have none."""
    for row in facts["sources"]:
        new, had = (
            (row["new_articles"], row["new_explainers"]),
            (row["new_articles_before"], row["new_explainers_before"]),
        )
        if _has_collapsed(new, had):
            about = f"of {new[0]} new articles {new[1]} have questions; before, {had[1]} of {had[0]}"
            yield StatusWarning("yield_collapsed", f"{row['url']}: {about}", (about_url(row["url"], ""),))
    emptied = [row for row in facts["trouble"] if row["trouble"] == "suspect" and not row["pairs"]]
    for source, some in grouped([*facts["losses"], *emptied], lambda row: row["source"] or ""):
        of = f"{source}: {len(some)} of {counted(some[0]['articles'], 'article')}" if source else ""
        about = f"{of or counted(len(some), 'article')} lost all or most questions"
        yield StatusWarning("yield_collapsed", about, tuple(map(_loss, some)))
    if misread := facts["losses_by_reading"]:
        about = f"{counted(len(misread), 'article')} lost all or most questions when read again"
        yield StatusWarning("reading_lost", about, tuple(map(_loss, misread)))
    for row in facts["together"]:
        of = f"{row['changed']} of {counted(row['captured'], 'article')}"
        about = f"{row['host']}: {of} changed in run {row['run_id']}"
        yield StatusWarning("changed_together", about, (about_url("", row["at"], row["shared"]),))


def _has_collapsed(new: tuple[int, int], before: tuple[int, int]) -> bool:
    """Return whether the share of explainers fell to less than a third; each: (articles, explainers)."""
    if min(new[0], before[0]) < LEAST_NEW:
        return False
    return 3 * new[1] * before[0] < before[1] * new[0]


def of_articles(facts: Facts) -> Iterator[StatusWarning]:
    """Yield what is to be decided, and what else is wrong with articles that no host does to many."""
    told = {row["url"] for each in of_hosts(facts["trouble"]) for row in each.rows}
    others = [row for row in facts["trouble"] if row["url"] not in told]
    waiting = [row for row in others if row["trouble"] == "waiting"]
    strangers = [row for row in others if row["trouble"] == "suspect" and row["pairs"]]
    if waiting:
        about = (
            f"{counted(len(waiting), 'article')} lost many questions at once: part of the page may be missing"
        )
        yield StatusWarning("waiting", about, tuple(map(_loss, waiting)))
    if strangers:
        about = f"{counted(len(strangers), 'URL')} may show another article now"
        yield StatusWarning("another_article", about, tuple(map(_judged, strangers)))
    failing = (row for row in others if row["trouble"] not in {"waiting", "suspect", "rejected"})
    for word, some in grouped(failing, lambda row: row["trouble"]):
        about = f"{counted(len(some), 'article')}: {said(word)}"
        yield StatusWarning("article_failing", about, tuple(map(_kept, some)))
    if alternating := facts["alternating"]:
        about = f"{counted(len(alternating), 'article')} with several contents by turns"
        rows = tuple(about_url(row["url"], row["since"]) for row in alternating)
        yield StatusWarning("alternating", about, rows)
    if questionless := facts["questionless"]:
        about = f"{counted(len(questionless), 'article')} that a person follows, without questions"
        rows = tuple(
            about_url(row["url"], row["since"], row["detail"] or said(row["reason"])) for row in questionless
        )
        yield StatusWarning("without_questions", about, rows)
    if rejected := tuple(_kept(row) for row in others if row["trouble"] == "rejected"):
        about = f"{counted(len(rejected), 'article')} of which somebody rejected what the page shows"
        yield StatusWarning("rejected", about, rejected)
    if left_out := facts["left_out"]:
        about = f"{counted(len(left_out), 'article')} with much text between questions in no answer"
        rows = tuple(about_url(row["url"], "", f"{row['left_out']:.0%} of the text") for row in left_out)
        yield StatusWarning("text_left_out", about, rows)


def _kept(row: Row) -> Row:
    why = row["reason"] or row["detail"] or ""
    parts = [why.rstrip("."), f"version {row['version']} is kept" if row["version"] else ""]
    return about_url(row["url"], row["since"], "; ".join(filter(None, parts)))


def _loss(row: Row) -> Row:
    """Return what is said of questions that went, with the commands where somebody must decide."""
    numbers = f"{row['pairs_before']} → {row['pairs']} questions"
    if "capture" not in row:
        shown = f"; version {row['version']} shows it, it may be a rewrite" if "version" in row else ""
        return about_url(row["url"], row["since"], numbers + shown)
    detail = f"{numbers}; version {row['version']} is kept, what came is {row['trouble']}"
    return about_url(row["url"], row["since"], detail, _accept(row))


def _judged(row: Row) -> Row:
    return about_url(row["url"], row["since"], row["reason"] or row["detail"], _accept(row))


def _accept(row: Row) -> str:
    key = row["capture"][:KEY_DIGITS]
    return f"harvester show --raw {key}; harvester accept {key}"


KEY_DIGITS = 16
"""A command has this many digits of a capture's key: no two of a billion captures begin alike."""
