"""Find the containers that hold clutter, by their elements, names and roles, never by words."""

# ruff: noqa: E501, SIM905  tables of names read best as text

import re
from collections import Counter
from enum import IntEnum
from functools import lru_cache
from operator import add
from typing import Final

from harvester.model import LINKS, Block, Container, NormalDocument
from harvester.parse.asking import ends_asking

MAJORITY = 0.4
"""A container with more than this share of the page's text is the page, whatever its name is."""
ENOUGH = 2
"""A container named like clutter holds questions if it has this many signs: questions or their answers."""
NESTED = 3
"""A box with questions is looked into this often: its parts often repeat its name, "factbox__body"."""
SURE = 4
"""A part of such a box holds some from this many signs on: a banner asks once about cookies, and tells more."""
PROSE = 20
"""A block with this many characters below a question may answer it."""
SLUG = 5
"""An id with more words than this is made from a heading: "when-i-sign-up-nothing-happens"."""
PREFIX = 3
"""A style sheet's own prefix has at most this many letters: "sv-visuallyhidden"."""
UTILITY = 4  # a class name with more words than this says how to draw, not what the element holds

# Fields of a container and of a block: a page has hundreds, and by name each takes seven times as long.
_TAG: Final = 1
_TEXT: Final = 1
_CONTAINER: Final = 2
_MARKS: Final = 4

_TAGS = frozenset("nav footer form dialog fieldset legend".split())
_ROLES = frozenset("navigation contentinfo banner search dialog menu menubar toolbar".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary dt".split())
# The page's text, a part of a table, or a panel that opens, whatever it is called.
_WHOLE = frozenset(("body", "main", "article", "html", "caption", "details"))
_NAMES = frozenset(
    """nav navigation navbar menu submenu breadcrumb breadcrumbs footer sidebar related recommended recommendation
    recommendations share sharing social socials newsletter newsletters subscribe subscription signup comments
    comment commentlist respond advert advertisement advertising ads banner cookie cookies consent gdpr popup modal
    paywall login byline caption credit credits copyright tags taglist tagcloud promo promotion teaser teasers
    trending popular toc pagination pager sponsor sponsored outbrain taboola disqus skip widget widgets
    masthead topbar toolbar bio poll quiz survey lightbox overlay offcanvas dropdown registration captcha
    publicite pub publicidade publicidad pubblicita anzeige werbung reklama reklam annons annonse mainos
    advertentie commentaires kommentare verwandte relacionadas relacionados tweet twitter
    instagram tiktok sharedaddy addtoany addthis sharethis shareaholic""".split()
)
# Two words of a name in a row, written together or with a mark between.
_PAIRS = frozenset(
    """readmore readalso seealso learnmore lireaussi lireplus leermas leesmeer mehrlesen weiterlesen zumthema
    tableofcontents mostread mostviewed mostpopular aboutauthor alsolike upnext authorbox authorbio
    authorinfo authorcard authorprofile siteheader sitefooter pageheader pagefooter signup pullquote
    adslot adunit adwrapper adcontainer adbox calltoaction moreon morefrom morestories morenews
    inlinepromo inlinerelated inlinenewsletter infobox factbox jumplink jumplinks ofcontents toaction
    mehrzumthema""".split()
)
_UNSEEN = frozenset(
    ("screenreader", "screenreadertext", "screenreaderonly", "visuallyhidden", "visuallyhiddenfocusable",
     "sronly", "sronlyfocusable", "printonly")
)  # fmt: skip
"""A class hides its element from sight if one of these is all of its name but a short prefix. Drupal's
``field--label-visually_hidden`` stands on what is shown beside a hidden label."""
_VOICES = frozenset(
    "comments comment commentlist respond disqus commentaires kommentare quiz poll survey".split()
)
_QUESTIONS = re.compile("accordion|faq|question|answer|frage|pregunta|domanda|pergunta")
_BUILDERS = frozenset(("elementor", "siteorigin"))  # their pages consist of widgets
_QUOTATIONS = re.compile("quote|quotation|citation|zitat", re.IGNORECASE)
_ATTRIBUTING = re.compile("footer|caption|credits?|byline", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*", re.ASCII)


class Region(IntEnum):
    """A region names the evidence of clutter: nothing, the container's names, or its element or role."""

    TEXT = 0
    NAMED = 1
    MEANT = 2
    TITLED = 3


@lru_cache(maxsize=8192)
def region_of(tag: str, classes: str, name: str, role: str) -> Region:
    """Return the region of an element with that tag, those classes, id and role."""
    if tag in _TAGS or role in _ROLES:
        return Region.MEANT
    if tag in _WHOLE or tag in _HEADINGS:  # ids of headings are made from their words
        return Region.TEXT
    names = classes if len(_WORD.findall(name)) > SLUG else f"{classes} {name}"
    named = not _QUESTIONS.search(names.lower()) and any(map(_names_clutter, names.split()))
    return Region.NAMED if named else Region.TEXT


@lru_cache(maxsize=8192)
def _region_by_names(tag: str, classes: str, name: str, role: str) -> Region:
    """Return the same as `region_of`, but who is quoted is no clutter: "blockquote-footer"."""
    names = _ATTRIBUTING.sub("", classes) if _QUOTATIONS.search(classes) else classes
    return region_of(tag, names, name, role)


@lru_cache(maxsize=16384)
def _names_clutter(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    if words[:1] and words[0] in _BUILDERS and "widget" in words:
        return False
    if len(words) <= UTILITY and not _NAMES.isdisjoint(words):
        return True
    prefixed = bool(words) and len(words[0]) <= PREFIX
    if "".join(words) in _UNSEEN or (prefixed and "".join(words[1:]) in _UNSEEN):
        return True
    return not _PAIRS.isdisjoint(words) or not _PAIRS.isdisjoint(map(add, words, words[1:]))


def regions(document: NormalDocument) -> list[Region]:
    """Return each container's region: its own, or that of the outermost one around it that holds clutter."""
    containers = document.containers
    asking = _frames(document)
    found, outermost = _outermost(containers, asking)
    more = _asking(document, found, outermost, ENOUGH)
    for _ in range(NESTED if more else 0):
        asking |= more
        found, outermost = _outermost(containers, asking)
        parts = {one for one in outermost if one >= 0 and containers[one].parent in more}
        more = _asking(document, found, outermost, SURE) if parts else frozenset()
        if not more:
            break
    masses = [0] * len(outermost)
    for block in document.blocks:
        masses[outermost[block[_CONTAINER]]] += len(block[_TEXT])
    limit = MAJORITY * sum(masses)
    if max(masses[:-1], default=0) > limit:  # a page within a form, say: seldom, and only then weighed
        weights = _weights(document)
        whole = asking.union(index for index, weight in enumerate(weights) if weight > limit)
        found, _ = _outermost(document.containers, whole)
    return found


def _frames(document: NormalDocument) -> frozenset[int]:
    """Return the fieldsets without a field, with their legends: they only draw a frame around text."""
    containers = document.containers
    sets = {index for index, container in enumerate(containers) if container[_TAG] == "fieldset"}
    if not sets:
        return frozenset()
    nearest = [-1] * (len(containers) + 1)  # by container, the nearest of the sets around it; then -1
    for index, container in enumerate(containers):
        nearest[index] = index if index in sets else nearest[container.parent]
    inside: dict[int, list[int]] = {}
    for number, block in enumerate(document.blocks):
        if (around := nearest[block[_CONTAINER]]) >= 0:
            inside.setdefault(around, []).append(number)
    fields = {*document.fields, *document.boxes}
    empty = {one for one, found in inside.items() if fields.isdisjoint(range(found[0], found[-1] + 2))}
    return frozenset(
        index
        for index, container in enumerate(containers)
        if index in empty or (container.tag == "legend" and container.parent in empty)
    )


def _asking(
    document: NormalDocument, told: list[Region], outermost: list[int], enough: int
) -> frozenset[int]:
    """Return the containers with names of clutter that hold questions with answers.

    A name alone does not decide: an id may be made from a question, and builders call everything a widget.
    Such a container opens with a question or holds two, each with prose below. Comments also ask and answer.
    """
    asked: Counter[int] = Counter()
    named = Region.NAMED
    if named not in told:
        return frozenset()
    above, at = False, -1  # whether the block above asks, and where that stands
    for block in document.blocks:
        container = block[_CONTAINER]
        if told[container] is not named:
            at = -1
            continue
        region, text = outermost[container], block[_TEXT]
        asks = ends_asking(text) and not _leads_away(block)
        if (asks and region != at) or (
            above and region == at and len(text) >= PROSE and not _leads_away(block)
        ):
            asked[region] += 1
        above, at = asks, region
    containers = document.containers
    return frozenset(
        one for one, count in asked.items() if count >= enough and not _is_of_voices(containers[one])
    )


def _leads_away(block: Block) -> bool:
    """Return whether one link is more than half of the block."""
    half = len(block[_TEXT]) // 2
    return any(end - start > half for kind, start, end in block[_MARKS] if kind in LINKS)


def _is_of_voices(container: Container) -> bool:
    words = {word.lower() for word in _WORD.findall(container.classes)}
    return not _VOICES.isdisjoint(words)


def _outermost(containers: tuple[Container, ...], whole: frozenset[int]) -> tuple[list[Region], list[int]]:
    """Return the regions of the containers, and for each the outermost one that is clutter, or -1; then -1.

    ``whole`` has the containers that are not clutter, whatever their names are.
    """
    told = [Region.TEXT] * len(containers)
    found = [-1] * (len(containers) + 1)
    named = Region.NAMED
    for index, (parent, tag, path, classes, name, role, _, _) in enumerate(containers):
        around = found[parent]
        if around >= 0:
            found[index], told[index] = around, told[parent]
            if told[index] is not named:
                continue
        if (classes or name or role or tag in _TAGS) and index not in whole:
            own = tag
            if tag == "footer" and "/article/" in path:  # an article's own: notes, sources, its questions
                own = "div"
            if "/blockquote/" in path:
                region = region_of(own, _ATTRIBUTING.sub("", classes), name, role)
            else:
                region = _region_by_names(own, classes, name, role)
            if region:
                told[index] = region
                found[index] = around if around >= 0 else index
    return told, found


def _weights(document: NormalDocument) -> list[int]:
    """Return the number of characters in each container."""
    parents = [container.parent for container in document.containers]
    weights = [0] * (len(parents) + 1)  # the last is what is around them all
    for block in document.blocks:
        weights[block.container] += len(block.text)
    for index in range(len(parents) - 1, 0, -1):
        weights[parents[index]] += weights[index]
    return weights[:-1]
