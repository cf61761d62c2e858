"""What an answer refers to, as people read it: targets of links as numbered notes, images by their words."""

from harvester.archive.read import Row
from harvester.archive.wordings import images_of, links_of
from harvester.diff.written import numbered
from harvester.http.targets import url_of
from harvester.model import Pair


def numbered_answer(row: Row, page: str) -> tuple[str, tuple[str, ...]]:
    """Return a pair's answer with a number behind each link, and the targets by their numbers, as URLs.

    page: the URL of the article.
    """
    links, images = links_of(row["links"]), images_of(row["images"])
    text, keys = numbered(Pair(row["question"], row["answer"], links=links, images=images))
    return text, tuple(url_of(key, page) for key in keys)
