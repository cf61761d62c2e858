"""Links as sources give them: each once, and those of a plain list."""

from collections.abc import Iterable
from dataclasses import replace

from harvester.discover.unpacking import SourceDocument
from harvester.errors import BadInput
from harvester.http.urls import absolute
from harvester.model import Announcement


def unique(links: Iterable[Announcement]) -> tuple[Announcement, ...]:
    """Return the links that have a URL, each once, in order, with the first title and date given.

    Of several last changes of one URL, the latest counts.
    """
    seen: dict[str, Announcement] = {}
    for link in links:
        if not link.url:
            continue
        first = seen.setdefault(link.url, link)
        if first is not link:
            seen[link.url] = replace(
                first,
                title=first.title or link.title,
                published=first.published or link.published,
                modified=max(first.modified, link.modified),
                language=first.language or link.language,
            )
    return tuple(seen.values())


def list_links(source: SourceDocument) -> tuple[Announcement, ...]:
    """Return the URLs of a plain list, one a line; blank lines and those that begin with ``#`` say nothing.

    BadInput where there are lines but none is an http(s) URL, and for markup, whose URLs say nothing.
    """
    if source.text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise BadInput(source.url, "no list of URLs: it begins with an element")
    lines = listed_lines(source.text)
    links = unique(Announcement(absolute(line, "")) for line in lines)
    if lines and not links:
        raise BadInput(source.url, "no line of it is an http(s) URL")
    return links


def listed_lines(text: str) -> list[str]:
    """Return the lines of a plain list that say something."""
    lines = (line.strip() for line in text.lstrip("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
