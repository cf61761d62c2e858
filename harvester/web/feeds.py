"""Lists of changes as Atom feeds (RFC 4287), whose ids are the same in every archive."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from harvester.archive.read import Row
from harvester.view.atom import add, link, new_feed, urn, written
from harvester.view.happenings import kind_of, sentence
from harvester.web import links
from harvester.web.rendering import edited
from harvester.web.showing import Happening
from harvester.web.words import part

_TITLE = 300
"""A title has at most this many bytes."""


def atom(found: Sequence[Happening], given: dict[str, str]) -> bytes:
    """Return a feed of changes, events and decisions; given: the filters that chose them."""
    feed = new_feed()
    add(feed, "title", " · ".join(["Changes", *given.values()]))
    add(feed, "id", urn("feed", *sorted(map(":".join, given.items()))))
    newest = found[0].row["changed_at"] if found else datetime.fromtimestamp(0, UTC).isoformat()
    add(feed, "updated", newest)
    add(add(feed, "author"), "name", "Harvester")
    link(feed, "self", links.listed("changes.atom", **given))
    link(feed, "alternate", links.listed("changes", **given))
    for each in found:
        _entry(feed, each)
    return written(feed)


def _entry(feed: Element, each: Happening) -> None:
    row = each.row
    entry = add(feed, "entry")
    what = row["question"] or each.title
    add(entry, "title", f"{kind_of(row)}: {part(' '.join(what[:_TITLE].split()), _TITLE).text}")
    add(entry, "id", urn(row["record"], row["article_id"] or "", row["id"]))
    add(entry, "updated", row["changed_at"])
    if row["article_id"]:
        link(entry, "alternate", _address(row))
    add(add(entry, "author"), "name", each.title)
    content = add(entry, "content", _told(each))
    content.set("type", "html")


def _address(row: Row) -> str:
    """Return where a row of the log is told in full."""
    if row["record"] == "change":
        return links.step(row["article_id"], row["version"])
    return links.article(row["article_id"])


def _told(each: Happening) -> str:
    """Return a happening as HTML."""
    if each.sign is None:
        told = f"<p>{edited((('equal', sentence(each.row), sentence(each.row)),))}.</p>"
        return "\n".join([told, *(f"<p>{edited(place)}</p>" for place in each.edits)])
    return "\n".join(f"<p>{edited(place)}</p>" for place in each.edits)
