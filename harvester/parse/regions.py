"""Which containers of a page hold clutter: by their elements, names and roles, never by words."""

import re
from functools import lru_cache

from harvester.model import NormalDocument

MAJORITY = 0.4
"""Share of the page's text above which a container is the page, whatever its name says."""
UTILITY = 4  # words of a class name above which it tells how to draw, not what it holds

_TAGS = frozenset("nav footer form dialog menu fieldset legend".split())
_ROLES = frozenset("navigation contentinfo banner search dialog alert menu menubar toolbar".split())
_WHOLE = frozenset(("body", "main", "article", "html"))
_NAMES = frozenset(
    """nav navigation navbar menu submenu breadcrumb breadcrumbs footer sidebar related recommended recommendation
    recommendations share sharing social socials newsletter newsletters subscribe subscription signup comments
    comment commentlist respond advert advertisement advertising ads banner cookie cookies consent gdpr popup modal
    paywall login byline caption credit credits copyright tags taglist tagcloud promo promotion teaser teasers
    trending popular toc pagination pager sponsor sponsored outbrain taboola disqus skip widget widgets
    masthead topbar toolbar bio poll quiz survey lightbox overlay offcanvas dropdown registration captcha
    publicite pub anzeige werbung commentaires kommentare verwandte relacionadas relacionados tweet twitter
    instagram tiktok""".split()
)
_PHRASES = re.compile(
    r"(?:read|see|learn|lire|lees|leer|les|mehr|weiter)[-_]?(?:more|also|aussi|plus|mas|mer|lesen|zum-thema)"
    r"|table[-_]of[-_]contents|most[-_](?:read|viewed|popular)|about[-_]author|also[-_]like|up[-_]?next"
    r"|author[-_]?(?:box|bio|info|card|profile)|(?:site|page)[-_]?(?:header|footer)|sign[-_]?up|pull[-_]?quote"
    r"|ad[-_](?:slot|unit|wrapper|container|box)|call[-_]?to[-_]?action|more[-_](?:on|from|stories|news)"
    r"|screen-?reader|visually-?hidden|sr-only|print-only|inline[-_]?(?:promo|related|newsletter)"
    r"|(?:info|fact)-?box|jump[-_]?links?|mehrzumthema",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(r"accordion|faq|question|answer|frage|pregunta|domanda", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*", re.ASCII)
_NEGATED = re.compile(r"(?:no|has|have|with|without|hide|is|show|open)[-_]\w", re.IGNORECASE)


@lru_cache(maxsize=8192)
def is_clutter(tag: str, classes: str, name: str, role: str) -> bool:
    """Return whether an element of that tag, with those classes, id and role, holds clutter."""
    if tag in _TAGS or role in _ROLES:
        return True
    names = f"{classes} {name}"
    if tag in _WHOLE or _QUESTIONS.search(names):
        return False
    return bool(_PHRASES.search(names)) or any(_names_clutter(one) for one in names.split())


def _names_clutter(name: str) -> bool:
    if _NEGATED.match(name):
        return False
    words = [word.lower() for word in _WORD.findall(name)]
    return len(words) <= UTILITY and not _NAMES.isdisjoint(words)


def clutter_flags(document: NormalDocument) -> list[bool]:
    """Return for each container whether it, or one around it, holds clutter."""
    containers = document.containers
    flags: list[bool] = []
    suspects: list[int] = []
    for index, (parent, tag, path, classes, name, role, _, _) in enumerate(containers):
        if parent >= 0 and flags[parent]:
            flags.append(True)
        elif (classes or name or role or tag in _TAGS) and is_clutter(tag, classes, name, role):
            own_footer = tag == "footer" and "/article/" in path
            flags.append(not own_footer or is_clutter("div", classes, name, role))
            suspects.append(index)
        else:
            flags.append(False)
    return _cleared(document, flags, suspects)


def _cleared(document: NormalDocument, flags: list[bool], suspects: list[int]) -> list[bool]:
    """Return the flags without those of containers that hold most of the page."""
    if not suspects:
        return flags
    weights = [0] * len(flags)
    for block in document.blocks:
        weights[block.container] += len(block.text)
    limit = MAJORITY * sum(weights)
    for index in range(len(flags) - 1, 0, -1):
        parent = document.containers[index].parent
        if parent >= 0:
            weights[parent] += weights[index]
    whole = {index for index in suspects if weights[index] > limit}
    if not whole:
        return flags
    own = set(suspects) - whole
    cleared: list[bool] = []
    for index, container in enumerate(document.containers):
        inside = container.parent >= 0 and cleared[container.parent]
        one = inside or index in own
        if not inside and index not in whole and not one and flags[index]:
            one = is_clutter(container.tag, container.classes, container.name, container.role)
        cleared.append(one)
    return cleared
