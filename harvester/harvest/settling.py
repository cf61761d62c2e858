"""From readings and decisions to articles and their histories: one connected component of URLs at a time.

It is called inside ``with derived(db)``. Live runs, catching up, rebuilds and imports all come here:
`identify` decides which captures an article has, and the fold makes its history of them. If captures were
only added at the end, the fold continues where it stopped. Any other history is removed and folded again as a
whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from harvester.archive import articles, histories
from harvester.archive.captures import chain_urls, confirming
from harvester.archive.components import component, known_urls, note_links, owners, spell, texts_of
from harvester.archive.connection import sqlite3
from harvester.archive.decisions import DecisionKind, decisions_on, verdicts_on
from harvester.archive.folded import Folded, StoredState, known_captures, known_end
from harvester.archive.following import refresh_articles
from harvester.archive.histories import StoredSighting
from harvester.archive.past import StoredPast
from harvester.archive.readings import read_snapshot, read_surroundings
from harvester.archive.refolding import changes_and_events, is_outdated, newest_pair_count
from harvester.archive.sightings import Sightings
from harvester.archive.urls import url_ids
from harvester.harvest.consecutive import Comparisons
from harvester.harvest.pages import ArchivedPages
from harvester.history import past
from harvester.history.evidence import Join, Part
from harvester.history.fold import FoldStep, fold, needs_content, step
from harvester.history.identity import Article, identify
from harvester.history.links import link_key, links_of
from harvester.history.sighting import Sighting
from harvester.history.spelling import spelling
from harvester.history.standing import Standing, standing
from harvester.history.trouble import Trouble, trouble_after
from harvester.model import ANNOUNCING, Snapshot, Verdict

SNAPSHOTS = 16
"""A fold keeps this many snapshots in memory; a page that alternates between contents has a few."""


UNCOMPARED = Comparisons(0)
"""It stands for no comparisons made ahead."""


class Settled(NamedTuple):
    """An article after it was settled.

    steps: the step of the fold for each capture that is new to its history; for every capture, if the history
    was folded again as a whole. folded: whether it was. had: the number of versions before. before: the
    trouble of its newest captures before. pairs: the numbers of questions of its newest version before and
    now, if it was folded again. was_remembered: before, it was only announced, and no explainer. retold: how
    many changes and events its history has now and did not have before, and how many it had before and does
    not have now.
    """

    article_id: str
    steps: Mapping[int, FoldStep]
    folded: bool
    had: int
    before: Trouble
    trouble: Trouble
    pairs: tuple[int, int] = (0, 0)
    was_remembered: bool = False
    retold: tuple[int, int] = (0, 0)


class _How(NamedTuple):
    """How articles are settled. changed: captures that were read again. alone: no other may be connected."""

    changed: frozenset[int]
    alone: bool
    pages: ArchivedPages


def settle_capture(conn: sqlite3.Connection, capture_id: int, *, is_new: bool) -> list[Settled]:
    """Bring the articles that a capture is about up to date with the evidence.

    is_new: it was not read before. Then an article to which it can only add need not be looked at as a whole.
    """
    (shown,) = Sightings(conn).of((capture_id,), asked=False).values() or (None,)
    if shown is None:
        return []
    note_links(conn, {capture_id: links_of(shown)})
    lone = articles.lone_article(conn, capture_id) if is_new else None
    if lone and (lone.newest_at, lone.newest_key) < (shown.at, shown.key):
        end = known_end(conn, lone.article_id)
        new = [StoredSighting(capture_id, shown)]
        return [_continue_fold(conn, lone.article_id, new, end, ArchivedPages(conn, UNCOMPARED))]
    urls = url_ids(conn, dict.fromkeys(hop.url for hop in shown.hops))
    return settle(conn, urls.values(), frozenset() if is_new else frozenset((capture_id,)))


def settle(
    conn: sqlite3.Connection, urls: Iterable[int], changed: frozenset[int] = frozenset()
) -> list[Settled]:
    """Bring the articles of the URLs, and all that may be connected with them, up to date with the evidence.

    changed: captures that were read again or decided about; their articles are folded again as a whole. What
    a 304 shows is read from the capture that it confirms.
    """
    changed = note_links_of(conn, changed)
    urls = dict.fromkeys((*urls, *chain_urls(conn, changed)))
    spell(conn, urls)
    return [each for settled, _ in settle_components(conn, urls, changed) for each in settled]


def settle_components(
    conn: sqlite3.Connection,
    urls: Iterable[int],
    changed: frozenset[int],
    comparisons: Comparisons = UNCOMPARED,
) -> Iterator[tuple[list[Settled], frozenset[int]]]:
    """Settle the components of URLs that are spelt, each once; yield the articles and the URLs of each.

    comparisons: those that were made while the captures were read.
    """
    done: set[int] = set()
    for url in urls:
        if url not in done:
            settled, connected = settle_component(conn, url, changed, comparisons)
            done |= connected
            yield settled, connected


def note_links_of(conn: sqlite3.Connection, changed: frozenset[int]) -> frozenset[int]:
    """Note what the captures, and those that confirm them, connect; return all of these captures."""
    changed = changed.union(confirming(conn, changed))
    found = Sightings(conn).of(changed, asked=False)
    note_links(conn, {capture_id: links_of(sighting) for capture_id, sighting in found.items()})
    return changed


def settle_component(
    conn: sqlite3.Connection, url: int, changed: frozenset[int], comparisons: Comparisons = UNCOMPARED
) -> tuple[list[Settled], frozenset[int]]:
    """Settle all articles that may be connected with a URL that is spelt; return them, and all their URLs.

    comparisons: as `settle_components` takes them.
    """
    whole = component(conn, (url,))
    several = len(set(map(spelling, texts_of(conn, whole.urls)))) > 1
    touching = Sightings(conn).of(whole.captures, asked=several)
    # What only passed through one of the URLs is another component's.
    sightings = {n: each for n, each in touching.items() if not whole.spellings.isdisjoint(links_of(each))}
    identified = _identified(conn, whole.urls, sightings)
    ids = {each.id for each in identified}
    for former in owners(conn, whole.urls):
        if former not in ids:
            articles.drop_article(conn, former)
    by_key = {each.key: StoredSighting(capture_id, each) for capture_id, each in sightings.items()}
    alone = len(identified) == 1 and not _has_left(identified[0], sightings.values())
    how = _How(changed, alone, ArchivedPages(conn, comparisons))
    settled = [_settle_article(conn, each, by_key, how) for each in identified]
    refresh_articles(conn, [each.id for each in identified])
    return settled, whole.urls


def _identified(
    conn: sqlite3.Connection, urls: frozenset[int], sightings: Mapping[int, Sighting]
) -> tuple[Article, ...]:
    """Return the articles of a component, without those that turned out to be sources."""
    texts = texts_of(conn, urls)
    said = decisions_on(conn, "article", texts)
    decisions = [
        Join(each.at, each.target, each.value)
        if each.kind is DecisionKind.JOIN
        else Part(each.at, each.target)
        for each in said
        if each.kind in {DecisionKind.JOIN, DecisionKind.PART}
    ]
    known = known_urls(conn, urls)
    found = identify(sightings.values(), known, decisions, partial(read_snapshot, conn))
    by_key = {each.key: each for each in sightings.values()}
    return tuple(each for each in found if not _is_source([by_key[key] for key in each.sightings]))


def _has_left(article: Article, sightings: Iterable[Sighting]) -> bool:
    """Return whether a redirect ever led away from the article's home, where another article may live now."""
    home = link_key(article.url)
    return any(
        link_key(hop.url) == home != link_key(each.hops[-1].url)
        for each in sightings
        for hop in each.hops[:-1]
    )


def _is_source(sightings: list[Sighting]) -> bool:
    """Return whether what was asked for as an article announces articles, and never was one."""
    verdicts = [each.verdict for each in sightings if each.verdict]
    return bool(verdicts) and verdicts[-1] in ANNOUNCING and Verdict.CONTENT not in verdicts


def _settle_article(
    conn: sqlite3.Connection,
    article: Article,
    by_key: Mapping[str, StoredSighting],
    how: _How,
) -> Settled:
    changed, alone, pages = how
    shown = sorted(_shown(article, by_key), key=lambda each: (each.sighting.at, each.sighting.key))
    since = min(
        [each.since for each in article.members if each.since] + [each.sighting.at for each in shown[:1]]
    )
    articles.store_article(conn, article, since, alone=alone)
    known = known_captures(conn, article.id)
    new = [each for each in shown if known.get(each.capture_id) != _as_folded(each)]
    end = known_end(conn, article.id)
    grew = shown[len(known) :] == new and len(shown) == len(known) + len(new)
    grew = grew and (end.newest is not None or not known)  # else where it stands cannot be read
    grew = grew and not is_outdated(conn, article.id)
    if grew and not changed.intersection(known):
        return _continue_fold(conn, article.id, new, end, pages)
    had, told = newest_pair_count(conn, article.id), changes_and_events(conn, article.id)
    histories.drop_history(conn, article.id)
    settled = _continue_fold(conn, article.id, shown, StoredState(), pages)
    tells = changes_and_events(conn, article.id)
    return settled._replace(
        folded=True,
        had=end.state.version,
        before=end.trouble,
        pairs=(had, newest_pair_count(conn, article.id)),
        retold=(len(tells - told), len(told - tells)),
    )


def _as_folded(shown: StoredSighting) -> Folded:
    """Return the sighting as `known_captures` has it, once it is folded."""
    return Folded(shown.sighting.at, shown.is_astray, standing(shown.sighting) is Standing.GONE)


def _shown(article: Article, by_key: Mapping[str, StoredSighting]) -> Iterator[StoredSighting]:
    """Yield the sightings of an article; one that led to another article only shows that this one is gone."""
    own, astray = set(article.sightings), set(article.astray)
    for key in own | astray:
        shown = by_key[key]
        if key in astray:
            away = shown.sighting._replace(verdict=Verdict.SOFT_404, snapshot="", canonical="", text="")
            shown = StoredSighting(shown.capture_id, away, is_astray=key not in own)
        yield shown


def _continue_fold(
    conn: sqlite3.Connection,
    article_id: str,
    new: Sequence[StoredSighting],
    end: StoredState,
    pages: ArchivedPages,
) -> Settled:
    """Fold the new sightings from ``end`` on, and store the steps; return the article."""
    snapshots = lru_cache(maxsize=SNAPSHOTS)(partial(read_snapshot, conn))
    steps: dict[int, FoldStep] = {}
    state, trouble = end.state, end.trouble
    remembered = articles.is_remembered(conn, article_id)
    for shown, done in zip(new, _steps(conn, article_id, new, (end, snapshots, pages)), strict=True):
        pairs = snapshots(done.version.snapshot).pairs if done.version else ()
        histories.store_step(conn, article_id, shown, done, pairs)
        trouble = trouble_after(trouble, shown.sighting, done.stood.standing)
        steps[shown.capture_id], state = done, done.state
    if new:
        histories.store_end(conn, article_id, StoredState(state, new[-1].capture_id, trouble))
    return Settled(
        article_id,
        steps,
        folded=False,
        had=end.state.version,
        before=end.trouble,
        trouble=trouble,
        was_remembered=remembered,
    )


def _steps(
    conn: sqlite3.Connection,
    article_id: str,
    new: Sequence[StoredSighting],
    how: tuple[StoredState, Callable[[str], Snapshot], ArchivedPages],
) -> Iterator[FoldStep]:
    """Yield the step of each sighting: a whole history in memory, a few more captures from the tables."""
    end, snapshots, pages = how
    known = past.PageLookups(pages.page, pages.found, partial(read_surroundings, conn))
    sightings = [each.sighting for each in new]
    decided = verdicts_on(conn, (each.key for each in sightings))
    if end.newest is None:
        yield from fold(sightings, snapshots, decided, known)
        return
    stored, state = StoredPast(conn, article_id, known), end.state
    for sighting in sightings:
        snapshot = snapshots(sighting.snapshot) if needs_content(state, sighting) else None
        done = step(state, sighting, snapshot, stored, decided)
        state = done.state
        yield done
