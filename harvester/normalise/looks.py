"""Name what style attributes and spans say of the look of letters, as if a class of the block said it."""

import re
from functools import lru_cache
from hashlib import sha256

from harvester.model import Container, Mark

CACHED = 4096
"""At most this many style attributes are cached; captures of one site share nearly all."""
_GREY = re.compile(
    r"#(?:([\da-f])\1\1|([\da-f]{2})\2\2)|rgba?\((\d+),\3,\3[^)]*\)"
    r"|(?:black|white|gray|grey|inherit|initial|normal|transparent)(?:!important)?"
)
"""Letters in black or grey are text or small print, and set no questions apart."""
LOOK, LOOK_LETTERS = "look", 8
"""A look is a mark of this kind until its block is made; that of a style has so many letters more."""
_LOOKS = re.compile(
    r"(?:^|[;\s])(color|background(?:-color)?|font-weight|font-style|margin-left|padding-left|text-indent|border-left)"
    r"\s*:\s*([^;]{1,60})",
    re.IGNORECASE,
)
_LETTERS = "bcdfghjklmnpqrstvwxz"


@lru_cache(CACHED)
def look_of(style: str) -> str:
    """Return a name for what a style attribute says of letters and their place, "" if it says nothing.

    It is a class that the page did not name: the same look has the same name. It has no vowels and no digits,
    so that it means nothing to whoever reads names of classes.
    """
    found = ((name.lower(), "".join(value.lower().split())) for name, value in _LOOKS.findall(style))
    told = sorted(f"{name}:{value}" for name, value in found if not _GREY.fullmatch(value))
    digest = sha256(";".join(told).encode()).digest()[:LOOK_LETTERS]
    return LOOK + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest) if told else ""


def look_of_span(style: str, classes: str, colour: str) -> str:
    """Return the look that the attributes of a span give, or "". A class counts only without a style."""
    if style or colour:
        return look_of(style or f"color:{colour}")
    return f"{LOOK} {classes}" if classes else ""


def contained(
    containers: list[Container], above: int, text: str, marks: tuple[Mark, ...]
) -> tuple[int, tuple[Mark, ...]]:
    """Return the container of a block's text, and its marks without looks.

    A look of all of the text is a container of its own, which is added to the containers.
    """
    looks = [mark for mark in marks if mark.kind.startswith(LOOK)]
    if not looks:
        return above, marks
    whole = next((mark.kind for mark in looks if mark.end - mark.start == len(text)), "")
    if whole:
        containers.append(Container(above, "span", f"{containers[above].path}/span", whole))
        above = len(containers) - 1
    return above, tuple([mark for mark in marks if mark not in looks])
