"""The rule by which URLs are one article, derived from what was captured and decided, in no order of arrival.

`docs/identity.md` has the rule with an example of each kind. In short:

1. URLs of one spelling are one (`spelling`), unless a person parted them.
2. A URL may stand for one article after another (`tenures`).
3. Redirects, canonical links and twin spellings join tenures that share a question (`links`), be it in other
   words (`rewordings`).
4. A URL without content of its own belongs to the article to which its redirects lead (`belonging`).
5. Where an article lives now, and where to ask for it (`homes`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from harvester.history.belonging import belonging
from harvester.history.evidence import Join, Part, alike, gathered
from harvester.history.homes import HomeEvidence, exchanges
from harvester.history.links import Node, links
from harvester.history.members import Member, reasons, spells
from harvester.history.names import aliases, firsts
from harvester.history.rewordings import ContentOf, unknown, with_rewordings
from harvester.history.sighting import Sighting
from harvester.history.tenures import later_ids, timelines


@dataclass(frozen=True, slots=True)
class Article:
    """One resource under all its URLs.

    id: of the URL where its content was read first; without content, of the URL that was captured first.
    url: where it lives now. sightings: keys, in order of time. astray: keys of the sightings that asked for
    it and showed content that is not its own, in order of time; they open no version of it. Those that
    show another article are among that article's sightings, the rest among this one's.
    aliases: all other ids that stand for it, sorted. asks: the URLs to ask for, the best one first; each is
    asked only if the one before it fails.
    """

    id: str
    url: str
    members: tuple[Member, ...]
    sightings: tuple[str, ...]
    astray: tuple[str, ...]
    aliases: tuple[str, ...]
    asks: tuple[str, ...]


def identify(
    sightings: Iterable[Sighting],
    known: Iterable[tuple[str, str]] = (),
    decisions: Iterable[Join | Part] = (),
    content: ContentOf = unknown,
) -> tuple[Article, ...]:
    """Return the articles, sorted by id: each sighting belongs to one of them.

    known: (URL, time) for each URL that was followed or announced, captured or not. content: it is asked
    where a link leads to a page that has no question in the same words. The result depends on the order of no
    argument, and is the same for a whole archive and for each connected component of it (`links_of`). Every
    id that a part of the same sightings would have given is an id or an alias.
    """
    runs = alike(sightings)
    as_read = gathered((end for run in runs for end in (run[0], run[-1])), known, decisions)
    evidence = with_rewordings(as_read, content)
    along = {run[0].key: tuple(each.key for each in run[: max(1, len(run) - 1)]) for run in runs}
    lines = timelines(evidence)
    held = tuple(links(evidence, lines))
    found = belonging(evidence, lines, held)
    owned: dict[Node, list[Sighting]] = {}
    for sighting in evidence.sightings:
        owned.setdefault(found.owners[sighting.key], []).append(sighting)

    def keys(ends: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for end in ends for key in along.get(end, (end,)))

    asking, why = HomeEvidence(found, exchanges(evidence)), reasons(evidence, held)
    named, ids, urls = firsts(found), aliases(found, later_ids(as_read)), spells(found)
    articles = []
    for top in found.followed:
        (id_, first), own = named[top], owned.get(top, [])
        members = why.members(first, urls[top])
        home = asking.home(top, own, urls[top])
        articles.append(
            Article(
                id=id_,
                url=home,
                members=members,
                sightings=keys(sighting.key for sighting in own),
                astray=keys(found.astray.get(top, ())),
                aliases=tuple(sorted(ids[top] - {id_})),
                asks=asking.asks(home, (member.url for member in members if not member.until)),
            )
        )
    return tuple(sorted(articles, key=lambda article: article.id))
