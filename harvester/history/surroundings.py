"""What changed on a page beside its pairs: titles of sections, notes, lists, text before and after.

It makes no version, for a version is about title, lead, questions and answers. But the article shows it, so
it must not change in silence: the event "surroundings edited" tells it. Both texts are held against both
pages. So text that only another reading leaves in no pair is not told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from harvester.diff.datelines import is_dateline
from harvester.diff.passing import is_passing, lasting_key
from harvester.diff.written import without_notes
from harvester.model import WholeText
from harvester.text import digest_id, match_key

REMEMBERED = 64
"""This many passages that went are remembered, and as many that come and go. A page has fewer of either."""


class Restless(NamedTuple):
    """Passages that went, and those that came back after that, as ids, the latest last.

    What came back once is told, and not when it goes or comes again: two texts are shown in turn, or a box
    shows another one of a few texts each time.
    """

    gone: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


NOT_RESTLESS = Restless()


class Edited(NamedTuple):
    """Passages that one page shows more often. removed: the older page does. added: the newer page does."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def detail(self) -> str:
        """Return how many passages went and came: "1 went, 2 came"."""
        counts = ((len(self.removed), "went"), (len(self.added), "came"))
        return ", ".join(f"{count} {what}" for count, what in counts if count)


def surroundings_id(texts: Iterable[str]) -> str:
    """Return the id of what a page shows beside its pairs, of which only the lasting passages count."""
    return digest_id(*texts)


def lasting_passages(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts without those that say only when or how often something was done."""
    return tuple(text for text in texts if not is_passing(text) and not is_dateline(text))


def surroundings_edited(
    texts: tuple[Sequence[str], Sequence[str]], pages: tuple[WholeText | None, WholeText | None]
) -> Edited:
    """Return which passages went and came between two captures.

    texts: what each shows beside its pairs. pages: their whole texts. Where one is unknown, the texts count.
    """
    older, newer = (dict(_keyed(each)) for each in texts)
    counts = [Counter(key for key, _ in _keyed(each)) for each in texts]
    went = [(key, text) for key, text in older.items() if counts[0][key] > counts[1][key]]
    came = [(key, text) for key, text in newer.items() if counts[1][key] > counts[0][key]]
    before, after = pages
    if before is not None and after is not None and (went or came):
        had, has = _whole(before), _whole(after)
        went = [(key, text) for key, text in went if had.count(key) > has.count(key)]
        came = [(key, text) for key, text in came if has.count(key) > had.count(key)]
    return Edited(tuple(text for _, text in went), tuple(text for _, text in came))


def without_restless(edited: Edited, restless: Restless) -> tuple[Edited, Restless]:
    """Return what of it is told, and which passages come and go after that."""
    went = tuple(text for text in edited.removed if _id(text) not in restless.returned)
    came = tuple(text for text in edited.added if _id(text) not in restless.returned)
    back = [each for each in map(_id, came) if each in restless.gone]
    gone = [each for each in restless.gone if each not in back]
    gone += [each for each in map(_id, went) if each not in gone]
    kept = Restless(tuple(gone[-REMEMBERED:]), (*restless.returned, *back)[-REMEMBERED:])
    return Edited(went, came), kept


def _keyed(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((_key(text), text) for text in texts)


def _key(text: str) -> str:
    return match_key(lasting_key(text))


def _id(text: str) -> str:
    return digest_id(_key(text))


def _whole(page: WholeText) -> str:
    """Return all that a page shows, folded as the keys of passages are."""
    return " ".join(_key(without_notes(text)) for text in page.blocks)
