"""Whether a page goes on in another one beyond its questions: by its title, by its site's name, by its frame.

A domain that was sold shows a page of its own at the same URL. It shares no text with the page before.
Where a publisher rewrites a page, the menu, the footer or the name of the site stay.
"""

import re

from harvester.diff.tokens import token_places
from harvester.model import WholeText
from harvester.text import content_key

LEAST = 0.01
"""A page goes on if this part of its words stands in texts of the new page.

In 150 pairs of pages of different sites, 144 share less, and 142 share no title or name either. Of 70 pairs
of two articles of one site, 8 go on in nothing: they are in other languages, or from other decades. It was
set on these pairs, so it fits them and is not proved by them.
"""

WORDS = 2
"""A text of fewer words says nothing: "Contact" and "Home" are on pages of all sites."""

_SEPARATOR = re.compile(r"\s[|•·–—-]\s")  # noqa: RUF001  dashes of typographers
"""It stands between a title and the name of the site: "The harbour | Norra Posten"."""


def continues(old: WholeText, new: WholeText, titles: tuple[str, str]) -> bool:
    """Return whether the new page has the title, the site's name or the frame of the old one.

    titles: of what was read from the old and the new page; an empty one says nothing.
    """
    was, now = map(content_key, titles)
    if not was or not now or _says(new, was) or _says(old, now):
        return True
    if not _site_names(old).isdisjoint(_site_names(new)):
        return True
    return _share(old, new) >= LEAST


def _says(page: WholeText, title: str) -> bool:
    return any(title in content_key(text) for text in (*page.blocks, *page.stated))


def _site_names(page: WholeText) -> set[str]:
    """Return what stands at the end of stated titles, behind a separator, with a letter in it."""
    parts = (_SEPARATOR.split(content_key(text)) for text in page.stated)
    return {ends[-1] for ends in parts if len(ends) > 1 and any(map(str.isalpha, ends[-1]))}


def _share(old: WholeText, new: WholeText) -> float:
    """Return the part of the old page's words that the new page shows too; 1 if it has no words."""
    known = set(map(content_key, new.blocks))
    shared = total = 0
    for text in map(content_key, old.blocks):
        words = sum(text[start].isalpha() for start, _ in token_places(text))
        total += words
        shared += words if words >= WORDS and text in known else 0
    return shared / total if total else 1.0
