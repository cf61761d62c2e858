"""What a front page is, by its path: the one definition for judging redirects and for linking URLs."""

import re

_FRONT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{1,5})?)?/?", re.IGNORECASE
)


def is_front_path(path: str) -> bool:
    """Return whether the path is a site's front page: the root, a language's root, or its index file."""
    return _FRONT.fullmatch(path) is not None
