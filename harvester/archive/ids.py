"""Ids made of content, so that archives made apart give the same thing the same id. Pure."""

from harvester.model import Pair, Snapshot
from harvester.text import content_key, digest_id, match_key


def snapshot_id(article_id: str, snapshot: Snapshot) -> str:
    """Return the id of an article's content: its title, lead, and every question and answer in order.

    Two snapshots share it when they show the same words (`content_key`); authors and dates do not count.
    """
    texts = [snapshot.title, snapshot.lead]
    for pair in snapshot.pairs:
        texts += (pair.question, pair.answer)
    return digest_id(article_id, *map(content_key, texts))


def question_id(article_id: str, first_asked: str, ordinal: int = 0) -> str:
    """Return the id of a question's lineage: how it was first asked, and its place among equal ones."""
    return digest_id(article_id, match_key(first_asked), str(ordinal))


def wording_id(pair: Pair) -> str:
    """Return the id of a pair's text, to the letter."""
    return digest_id(pair.question, pair.answer)
