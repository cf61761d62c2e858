"""Ids made of content alone, so that archives made apart give the same thing the same id."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from harvester.diff.passing import lasting_key
from harvester.diff.written import written
from harvester.model import Pair, Snapshot
from harvester.text import digest_id

SNAPSHOTS = 16
"""Snapshots whose ids are kept: most captures of a page show what the one before shows."""


WORDINGS = 1_024
"""Questions whose ids are kept: most of an edited page is as it was."""


@lru_cache(maxsize=SNAPSHOTS)
def snapshot_id(snapshot: Snapshot) -> str:
    """Return the id of a content: its title, lead, and every question and answer in order.

    Two snapshots share it when they show the same words (`lasting_key`), and their answers the same targets
    and images (`written`); authors and dates do not count.
    """
    return _content_id(snapshot, map(written, snapshot.pairs))


def exact_id(snapshot: Snapshot) -> str:
    """Return the id of title, lead, and all questions and answers to the letter, with what they refer to.

    No archive stores it. It takes a tenth of the time of `snapshot_id`.
    """
    return digest_id(snapshot.title, snapshot.lead, exact_pairs_id(snapshot.pairs))


@lru_cache(maxsize=SNAPSHOTS)
def exact_pairs_id(pairs: tuple[Pair, ...]) -> str:
    """Return the id of questions and answers to the letter, in order, with what they refer to."""
    return digest_id(repr(pairs))


def words_id(snapshot: Snapshot) -> str:
    """Return the same for what two snapshots share when they show the same words, wherever links lead."""
    return _content_id(snapshot, (pair.answer for pair in snapshot.pairs))


def _content_id(snapshot: Snapshot, answers: Iterable[str]) -> str:
    questions = (pair.question for pair in snapshot.pairs)
    pairs = chain.from_iterable(zip(questions, answers, strict=True))
    return digest_id(*map(lasting_key, (snapshot.title, snapshot.lead, *pairs)))


def question_id(key: str, ordinal: int) -> str:
    """Return the id of a question within its article.

    key: `match_key` of its first wording. ordinal: its place among the article's questions whose first
    wording has that key, from 0.
    """
    return digest_id(key, str(ordinal))


@lru_cache(maxsize=WORDINGS)
def wording_id(pair: Pair) -> str:
    """Return the id of a pair's text and of what it refers to, to the letter."""
    references = (str(part) for reference in (*pair.links, *pair.images) for part in reference)
    return digest_id(pair.question, pair.answer, *references)


def change_id(capture: str, kind: str, question: str) -> str:
    """Return the id of a change: the capture that shows it, its kind, and its question (``""`` for none)."""
    return digest_id(capture, kind, question)


def event_id(capture: str, kind: str) -> str:
    """Return the id of an event, which stays when the event ends later.

    capture: key of the capture at which it began.
    """
    return digest_id(capture, kind)
