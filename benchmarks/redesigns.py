"""Redesigns of a page: the same words under other tags, classes, ids and wrappers."""

import re
from collections.abc import Iterator
from hashlib import sha256

from lxml.html import HtmlElement, builder

from benchmarks.rewriting import Change, places
from benchmarks.scoring import Gold

BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "table", "figure")
REFERENCES = ("for", "aria-controls", "aria-labelledby", "aria-describedby", "data-target", "data-bs-target")
"""Attributes that name ids of other elements."""
DETAILS = ("h2", "h3", "h4")
"""Headings that can become the summary of an accordion."""


def without_names(root: HtmlElement, _: Gold) -> None:
    """Take out every class and id."""
    for one in root.iter("*"):
        for name in ("class", "id"):
            one.attrib.pop(name, None)


def hashed(root: HtmlElement, _: Gold) -> None:
    """Give every class and id a name that says nothing, also where the page refers to it."""
    names = {name for one in root.iter("*") for name in one.get("class", "").split()}
    ids = {one.get("id", "") for one in root.iter("*")} - {""}
    for one in root.iter("*"):
        if "class" in one.attrib:
            one.attrib["class"] = " ".join(map(_hash, one.attrib["class"].split()))
        for name in ("id", *REFERENCES):
            if name in one.attrib:
                said = one.attrib[name].split()
                one.attrib[name] = " ".join(_hashed_reference(each, ids) for each in said)
        if one.get("href", "").startswith("#"):
            one.attrib["href"] = _hashed_reference(one.attrib["href"], ids)
    known = {f".{name}" for name in names} | {f"#{name}" for name in ids}
    for one in root.iter("style"):
        one.text = one.text and re.sub(r"[.#][\w-]+", lambda found: _known(found[0], known), one.text)


def _hash(name: str) -> str:
    return f"x{sha256(name.encode()).hexdigest()[:6]}z"


def _known(selector: str, known: set[str]) -> str:
    return selector[0] + _hash(selector[1:]) if selector in known else selector


def _hashed_reference(reference: str, ids: set[str]) -> str:
    name = reference.removeprefix("#")
    return reference.replace(name, _hash(name)) if name in ids else reference


def suffixed(root: HtmlElement, _: Gold) -> None:
    """Give every class the tail that a style compiler writes: "faq" becomes "faq_faq__a1b2c"."""
    for one in root.iter("*"):
        if "class" in one.attrib:
            one.attrib["class"] = " ".join(
                f"{name}_{name}__{_hash(name)[1:6]}" for name in one.attrib["class"].split()
            )


def ids_from_headings(root: HtmlElement, _: Gold) -> None:
    """Give every heading and summary without an id one that is made of its words."""
    for one in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"):
        words = re.findall(r"\w+", one.text_content().casefold())
        if words and "id" not in one.attrib:
            one.attrib["id"] = "-".join(words)


def retagged(**tags: str) -> Change:
    """Return the change of some tags into others."""

    def change(root: HtmlElement, _: Gold) -> None:
        for one in root.iter(*tags):
            one.tag = tags[one.tag]

    return change


def bold_by_style(root: HtmlElement, _: Gold) -> None:
    """Set bold text by style attributes."""
    for one in root.iter("strong", "b"):
        one.tag = "span"
        one.attrib["style"] = "font-weight:bold"


def bold_headings(root: HtmlElement, _: Gold) -> None:
    """Make paragraphs in bold of all headings but the first level's."""
    for one in root.iter("h2", "h3", "h4", "h5", "h6"):
        inner = builder.STRONG()
        inner.text, one.text = one.text, None
        inner.extend(list(one))
        one.append(inner)
        one.tag = "p"


def wrapped(root: HtmlElement, _: Gold) -> None:
    """Put a div around each block of text."""
    for one in list(root.iter(*BLOCKS)):
        _around(one)


def _around(one: HtmlElement) -> HtmlElement:
    """Return a new div that has taken the element's place and holds it."""
    around = builder.DIV()
    around.tail, one.tail = one.tail, None
    one.getparent().replace(one, around)
    around.append(one)
    return around


def deeper(root: HtmlElement, _: Gold) -> None:
    """Put all that the body holds into two divs."""
    for body in root.iter("body"):
        outer, inner = builder.DIV(), builder.DIV()
        inner.text, body.text = body.text, None
        inner.extend(list(body))
        outer.append(inner)
        body.append(outer)
        return


def tables_wrapped(root: HtmlElement, _: Gold) -> None:
    """Put every table into the wrappers by which sites let it scroll."""
    for one in list(root.iter("table")):
        _around(_around(one)).attrib["class"] = "table-responsive"


def accordions_to_headings(root: HtmlElement, _: Gold) -> None:
    """Make headings of summaries, and plain divs of the elements that fold."""
    for one in list(root.iter("details")):
        one.tag = "div"
        one.attrib.pop("open", None)
        for summary in one.iterchildren("summary"):
            blocks = any(each.tag in BLOCKS for each in summary.iterchildren("*"))
            summary.tag = "div" if blocks else "h3"


def headings_to_accordions(root: HtmlElement, gold: Gold) -> None:
    """Fold each answer whose question is a heading of its own into details, up to its last paragraph."""
    last = {place.asks: place.block for place in places(root, gold)}
    for asks, block in last.items():
        heading = next((one for one in (asks, *asks.iterancestors()) if one.tag in DETAILS), None)
        if heading is None:
            continue
        inside = [*_up_to(heading, block)]
        if inside:
            fold = builder.DETAILS()
            heading.addprevious(fold)
            heading.tag, heading.tail = "summary", None
            fold.extend([heading, *inside])


def _up_to(heading: HtmlElement, block: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what stands beside a heading, up to what holds a block; nothing where the block is elsewhere."""
    beside = list(heading.itersiblings())
    holders = {block, *block.iterancestors()}
    end = next((number for number, one in enumerate(beside) if one in holders), -1)
    yield from beside[: end + 1]


def minified(root: HtmlElement, _: Gold) -> None:
    """Fold white space, and take it out between blocks."""
    for one in root.iter("*"):
        if one.text and isinstance(one.tag, str) and one.tag not in {"pre", "script", "style"}:
            one.text = re.sub(r"[ \t\n]+", " ", one.text)
        if one.tail and not one.tail.strip() and one.tag in BLOCKS:
            one.tail = ""


REDESIGNS: dict[str, Change] = {
    "written anew": lambda _root, _gold: None,
    "no classes, no ids": without_names,
    "classes and ids hashed": hashed,
    "classes with a compiler's tail": suffixed,
    "ids from headings": ids_from_headings,
    "p as div": retagged(p="div"),
    "headings one deeper": retagged(h5="h6", h4="h5", h3="h4", h2="h3"),
    "headings one higher": retagged(h3="h2", h4="h3", h5="h4"),
    "headings as bold paragraphs": bold_headings,
    "strong as b, em as i": retagged(strong="b", em="i"),
    "bold by style": bold_by_style,
    "a div around each block": wrapped,
    "everything deeper": deeper,
    "tables in wrappers": tables_wrapped,
    "accordions to headings": accordions_to_headings,
    "headings to accordions": headings_to_accordions,
    "article and main as div": retagged(article="div", main="div", section="div"),
    "aside, nav, footer as div": retagged(aside="div", nav="div", footer="div", header="div"),
    "white space folded": minified,
}
"""Changes of no word: the snapshot should be the same."""
