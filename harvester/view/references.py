"""What an answer refers to, as people read it: targets of links as numbered notes, images by their words."""

from harvester.archive.read import Row
from harvester.diff.written import numbered
from harvester.model import Image, Link, Pair


def numbered_answer(row: Row) -> tuple[str, tuple[str, ...]]:
    """Return a pair's answer with a number behind each link, and the targets by their numbers."""
    links = tuple(Link(**each) for each in row["links"])
    images = tuple(Image(**each) for each in row["images"])
    return numbered(Pair(row["question"], row["answer"], links=links, images=images))
