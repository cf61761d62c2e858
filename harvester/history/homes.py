"""Where an article lives now, and at which URLs to ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from harvester.history.belonging import Belonging
from harvester.history.evidence import Evidence, Order, order, path, permanent_run, shows_content
from harvester.history.links import Node
from harvester.history.sighting import Sighting
from harvester.history.spelling import same_site, writing
from harvester.http.status import PERMANENT
from harvester.model import SUCCESSES


class LastExchange(NamedTuple):
    """What came of asking for a URL last. usable: it neither failed nor redirected permanently."""

    when: Order
    usable: bool


def exchanges(evidence: Evidence) -> dict[str, LastExchange]:
    """Return the last exchange of each URL."""
    found: dict[str, LastExchange] = {}
    for sighting in evidence.sightings:
        *led, end = sighting.hops
        usable = {hop.url: hop.status not in PERMANENT for hop in led}
        usable[end.url] = sighting.outcome in SUCCESSES
        found.update((url, LastExchange(order(sighting), usable[url])) for url in path(sighting))
    return found


@dataclass(frozen=True)
class HomeEvidence:
    """What decides where to ask for an article."""

    found: Belonging
    exchanges: dict[str, LastExchange]

    @cached_property
    def announced(self) -> dict[str, str]:
        """When each URL was announced last."""
        return dict(self.found.evidence.known)

    def home(self, top: Node, own: Iterable[Sighting], urls: Iterable[str]) -> str:
        """Return where the article lives now; own: its sightings in order of time, urls: its members'.

        The newest content decides: the end of the permanent redirects that led to it. A URL that redirects
        temporarily stays the home. The canonical URL takes its place if it is spelled like it or proved to
        show this article, and if it did not fail when it was asked for last. Without any content, the home is
        the URL that was asked for last, or else announced last.
        """
        newest, asked = None, ""
        for sighting in own:
            asked = sighting.hops[0].url
            if shows_content(sighting) and self.found.shown(sighting) == top:
                newest = sighting
        if newest is None:
            return asked or max(urls, key=lambda url: (self.announced.get(url, ""), url))
        home = permanent_run(newest)[-1]
        if self.found.at(home, order(newest)) != top or self.found.is_rolling(home):
            home = newest.hops[-1].url
        return self._canonical(top, newest, home) or home

    def _canonical(self, top: Node, newest: Sighting, home: str) -> str:
        """Return the URL that the content names as its own, ``""`` if that cannot be the home."""
        url, evidence = urldefrag(newest.canonical).url, self.found.evidence
        if not (url and evidence.links(url) and same_site(url, newest.hops[-1].url)):
            return ""
        if url in self.exchanges and not self.exchanges[url].usable:
            return ""
        group = evidence.group(url)
        alike = group in {evidence.group(home), evidence.group(newest.hops[-1].url)}
        proved = group in self.found.timelines and self.found.at(url, order(newest)) == top
        return url if alike or proved else ""

    def asks(self, home: str, urls: Iterable[str]) -> tuple[str, ...]:
        """Return the URLs to ask for, the best one first.

        After the home come those that were announced but never captured, newest first, then those that were
        captured, newest first. If URLs differ only in what never says which page is meant, the first one is
        in the list.
        """

        def rank(url: str) -> tuple[bool, bool, str, str]:
            captured = url in self.exchanges
            at = self.exchanges[url].when[0] if captured else self.announced.get(url, "")
            return url == home, not captured, at, url

        listed: dict[tuple[str, str, str], str] = {}
        for url in sorted({home, *urls}, key=rank, reverse=True):
            listed.setdefault(_address(url), url)
        return tuple(listed.values())


def _address(url: str) -> tuple[str, str, str]:
    """Return what URLs share that lead to one place on one server."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bad IPv6 literal
        return "", "", url
    return parts.scheme.lower(), parts.netloc.lower(), writing(url).spelling
