"""Which containers of a page hold clutter: by their elements, names and roles, never by words."""

# ruff: noqa: E501, SIM905  tables of names read best as text

import re
from functools import lru_cache
from itertools import pairwise

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
# Two words of a name in a row, written together or with a mark between.
_PAIRS = frozenset(
    """readmore readalso seealso learnmore lireaussi lireplus leermas leesmeer mehrlesen weiterlesen zumthema
    tableofcontents mostread mostviewed mostpopular aboutauthor alsolike upnext authorbox authorbio authorinfo
    authorcard authorprofile siteheader sitefooter pageheader pagefooter signup pullquote adslot adunit adwrapper
    adcontainer adbox calltoaction moreon morefrom morestories morenews screenreader visuallyhidden sronly
    printonly inlinepromo inlinerelated inlinenewsletter infobox factbox jumplink jumplinks ofcontents toaction
    mehrzumthema""".split()
)
_QUESTIONS = ("accordion", "faq", "question", "answer", "frage", "pregunta", "domanda", "pergunta")
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*", re.ASCII)
_NEGATIONS = frozenset("no has have with without hide is show open".split())


@lru_cache(maxsize=8192)
def is_clutter(tag: str, classes: str, name: str, role: str) -> bool:
    """Return whether an element of that tag, with those classes, id and role, holds clutter."""
    if tag in _TAGS or role in _ROLES:
        return True
    if tag in _WHOLE:
        return False
    names = f"{classes} {name}"
    lower = names.lower()
    return not any(word in lower for word in _QUESTIONS) and any(map(_names_clutter, names.split()))


@lru_cache(maxsize=16384)
def _names_clutter(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    if not _NEGATIONS.isdisjoint(words):
        return False
    if len(words) <= UTILITY and not _NAMES.isdisjoint(words):
        return True
    return any(one in _PAIRS or one + two in _PAIRS for one, two in pairwise([*words, ""]))


def clutter_flags(document: NormalDocument) -> list[bool]:
    """Return for each container whether it, or one around it, holds clutter."""
    weights = _weights(document)
    limit = MAJORITY * max(weights, default=0)
    flags: list[bool] = []
    for (parent, tag, path, classes, name, role, _, _), weight in zip(
        document.containers, weights, strict=True
    ):
        if parent >= 0 and flags[parent]:
            flags.append(True)
        elif weight > limit or not (classes or name or role or tag in _TAGS):
            flags.append(False)
        elif tag == "footer" and "/article/" in path:  # an article's own: notes, sources, its questions
            flags.append(is_clutter("div", classes, name, role))
        else:
            flags.append(is_clutter(tag, classes, name, role))
    return flags


def _weights(document: NormalDocument) -> list[int]:
    """Return for each container how many characters stand in it."""
    parents = [container.parent for container in document.containers]
    weights = [0] * len(parents)
    for block in document.blocks:
        weights[block.container] += len(block.text)
    for index in range(len(parents) - 1, 0, -1):
        if parents[index] >= 0:
            weights[parents[index]] += weights[index]
    return weights
