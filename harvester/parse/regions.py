"""Which parts of a page are clutter: by their elements, names and links. Containers only, never words."""

import re
from functools import lru_cache

from harvester.model import Container, Kind, NormalDocument

MAJORITY = 0.4
"""Share of the page's text above which a container is the page, whatever its name says."""

_TAGS = frozenset("nav footer form dialog menu fieldset legend".split())
_ROLES = frozenset("navigation contentinfo banner search dialog alert menu menubar toolbar".split())
_NAMES = frozenset(
    """nav navigation navbar menu submenu breadcrumb breadcrumbs footer sidebar related recommended recommendation
    recommendations share sharing social socials newsletter newsletters subscribe subscription signup comments
    comment commentlist respond advert advertisement advertising ads banner cookie cookies consent gdpr popup modal
    paywall login byline caption credit credits copyright tags taglist tagcloud promo promotion teaser teasers
    trending popular toc pagination pager sponsor sponsored outbrain taboola disqus skip widget widgets
    masthead topbar toolbar bio poll quiz survey lightbox overlay offcanvas dropdown registration captcha
    publicite pub anzeige werbung commentaires kommentare verwandte relacionadas relacionados tweet twitter instagram tiktok""".split()
)
_PHRASES = re.compile(
    r"(?:read|see|learn|lire|lees|leer|les|mehr|weiter)[-_]?(?:more|also|aussi|plus|mas|mer|lesen|zum-thema)"
    r"|table[-_]of[-_]contents|most[-_](?:read|viewed|popular)|author[-_]?(?:box|bio|info|card|profile)|about[-_]author"
    r"|also[-_]like|up[-_]?next|site[-_]?(?:header|footer)|page[-_]?(?:header|footer)|ad[-_](?:slot|unit|wrapper|container|box)"
    r"|sign[-_]?up|pull[-_]?quote|call[-_]?to[-_]?action|screen-?reader|visually-?hidden|sr-only|print-only|more[-_](?:on|from|stories|news)"
    r"|inline[-_]?(?:promo|related|newsletter)|info-?box|fact-?box|jump[-_]?links?|mehrzumthema",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(r"accordion|faq|question|answer|frage|pregunta|domanda", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*", re.ASCII)
_NEGATED = re.compile(r"\b(?:no|has|have|with|without|hide|is|show|open)[-_]\w+", re.IGNORECASE)


@lru_cache(maxsize=8192)
def is_clutter(tag: str, names: str, role: str) -> bool:
    """Return whether an element of that tag, with those classes and id, holds clutter by its own names."""
    if tag in _TAGS or role in _ROLES:  # an article's own footer is judged as text
        return True
    if not names or _QUESTIONS.search(names) or tag in {"body", "main", "article", "html"}:
        return False
    if _PHRASES.search(names):
        return True
    for name in names.split():
        if _NEGATED.match(name):
            continue
        words = [word.lower() for word in _WORD.findall(name)]
        if len(words) <= 4 and not _NAMES.isdisjoint(words):  # noqa: PLR2004  longer names are utility classes
            return True
    return False


def clutter_flags(document: NormalDocument) -> list[bool]:
    """Return for each container whether it, or one around it, holds clutter."""
    containers = document.containers
    weights = [0] * len(containers)
    for block in document.blocks:
        weights[block.container] += len(block.text)
    for index in range(len(containers) - 1, 0, -1):
        parent = containers[index].parent
        if parent >= 0:
            weights[parent] += weights[index]
    limit = MAJORITY * (sum(len(block.text) for block in document.blocks) or 1)
    flags: list[bool] = []
    for container, weight in zip(containers, weights, strict=True):
        own = weight <= limit and is_clutter(container.tag, _names(container), container.role)
        if own and container.tag == "footer" and "/article/" in container.path:
            own = is_clutter("div", _names(container), container.role)  # an article's own footer
        flags.append(own or (container.parent >= 0 and flags[container.parent]))
    return flags


def _names(container: Container) -> str:
    return f"{container.classes} {container.name}" if container.name else container.classes


CLUTTER_KINDS = frozenset({Kind.CAPTION})
