"""Letters as one Atom feed (RFC 4287), an entry for each change, event and warning. Pure."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from harvester.archive.read import Row
from harvester.notify.letters import ArticleNews, Letter, heading
from harvester.notify.wording import html_of_row
from harvester.view.atom import add, link, new_feed, urn, written
from harvester.view.html import html_text

TITLE_LENGTH = 200
"""A title has at most this many characters; readers show some 80."""


def feed(notice: str, archive: str, letters: Iterable[Letter]) -> bytes:
    """Return the feed of a notice; the letters come newest first.

    archive: the key of the archive, so that its feed has an id of its own.
    """
    root = new_feed()
    add(root, "title", f"Harvester: {notice}")
    add(root, "id", urn("notice", archive, notice))
    updated = add(root, "updated", "1970-01-01T00:00:00.000Z")
    add(add(root, "author"), "name", "Harvester")
    for letter in letters:
        updated.text = max(updated.text or "", letter.made_at)
        for place, words in enumerate(letter.warnings):
            _warning(root, letter, place, words)
        for story in letter.stories:
            for row in story.rows:
                _entry(root, letter, story, row)
    return written(root)


def _entry(root: Element, letter: Letter, story: ArticleNews, row: Row) -> None:
    entry = add(root, "entry")
    words = f"{row['question'] or story.title or story.url}"
    add(entry, "title", f"{heading(row)}: {' '.join(words.split())[:TITLE_LENGTH]}")
    add(entry, "id", urn(row["record"], row["id"]))  # the id of an article may change, by a join
    add(entry, "published", row["changed_at"])
    add(entry, "updated", letter.made_at)
    link(entry, "alternate", story.link or story.url)
    add(add(entry, "author"), "name", story.title or story.url)
    add(entry, "content", html_of_row(row)).set("type", "html")


def _warning(root: Element, letter: Letter, place: int, words: str) -> None:
    entry = add(root, "entry")
    add(entry, "title", words[:TITLE_LENGTH])
    add(entry, "id", urn("warning", letter.key, str(place)))
    add(entry, "updated", letter.made_at)
    add(entry, "content", f"<p>{html_text(words)}</p>").set("type", "html")
