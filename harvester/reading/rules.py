"""Choose the site rule for a capture, and apply the rule's CSS selectors to the page.

BeautifulSoup cuts and marks the page; then the ordinary walk reads it. A rule therefore changes only
which blocks there are and what they are for. It does not change how text is read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bs4 import BeautifulSoup, Tag

from harvester.http.urls import host_of
from harvester.model import Container, NormalDocument
from harvester.normalise.document import normalise
from harvester.normalise.encoding import decide, decode
from harvester.normalise.soup import MAX_CHARS, MAX_TAGS, bounded, soup_of, without_xml_declaration
from harvester.normalise.tags import BLOCK, INLINE, ROLES, SPAN
from harvester.site_rule import SiteRule
from harvester.text import digest_id

SELECTORS = ("drop", "content", "question", "answer")
"""A rule has these selectors; they are applied in this order."""

ANSWER = -1
"""A container with this part holds an answer. A question has its number, from 1; any other part is 0."""

_HTML = "text/html; charset=utf-8"
_MARK = re.compile(r"(?:^|\s)harvester-(?:question-([1-9][0-9]{0,6})|answer)(?!\S)")
_CELLS = frozenset(("td", "th"))
_TABLE_PARTS = frozenset(("tr", "thead", "tbody", "tfoot", "caption", "colgroup"))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A `Ruled` is a page after a rule was applied.

    ``matches`` maps the name of each selector in the rule to the number of its elements. ``parts`` says for
    each container what it holds: the number of its question, `ANSWER`, or 0. ``refused`` says why the
    rule could not be tried; it is ``""`` if it was tried.
    """

    document: NormalDocument
    matches: Mapping[str, int]
    parts: tuple[int, ...] = ()
    refused: str = ""


def rule_for(rules: Iterable[SiteRule], url: str, captured_at: datetime) -> SiteRule | None:
    """Return the rule for that URL at that time, or None if no rule matches.

    If several rules match, the one with the earliest ``valid_until`` wins; on a tie, the first one given.
    """
    host, day = host_of(url), captured_at.astimezone(UTC).date()
    valid = [
        rule for rule in rules if (rule.valid_until is None or day <= rule.valid_until) and is_for(rule, host)
    ]
    return min(valid, key=lambda rule: rule.valid_until or date.max, default=None)


def is_for(rule: SiteRule, host: str) -> bool:
    """Return whether the rule names the host; dates are not compared."""
    return any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in rule.hosts)


def rules_digest(rules: Sequence[SiteRule]) -> str:
    """Return a digest that differs for any other rules; ``""`` if there are no rules."""
    if not rules:
        return ""
    fields = (
        (
            str(len(rule.hosts)),
            *rule.hosts,
            *(getattr(rule, name) for name in SELECTORS),
            str(rule.valid_until),
        )
        for rule in rules
    )
    return digest_id(*(text for each in fields for text in each))


def apply_rule(rule: SiteRule, document: NormalDocument, body: bytes, content_type: str = "") -> Ruled:
    """Return the document, cut and marked by the rule. Its title, dates and other metadata stay unchanged.

    ``document`` is what `normalise` makes of the body. If ``content`` matches nothing, nothing is cut.
    """
    text = without_xml_declaration(decode(body, decide(body, content_type)))
    matches = {name: 0 for name in SELECTORS if getattr(rule, name)}
    if "<" not in text:
        return Ruled(document, matches, refused="the page is not HTML")
    if len(text) > MAX_CHARS or text.count("<") > MAX_TAGS:
        return Ruled(document, matches, refused="the page is too large")
    try:
        soup = soup_of(bounded(text)[0])
    except ValueError:
        return Ruled(document, matches, refused="the page cannot be read as HTML")
    for tag in soup.select('[class*="harvester-"]') if "harvester-" in text else ():
        del tag["class"]  # only the rule may mark questions
    matches |= _cut_and_mark(soup, rule)
    marked = normalise(soup.decode().encode("utf-8", "replace"), content_type=_HTML, url=document.url)
    return Ruled(
        replace(
            document,
            blocks=marked.blocks,
            containers=_unmarked(marked.containers),
            fields=marked.fields,
            boxes=marked.boxes,
            cuts=marked.cuts,
        ),
        matches,
        _parts(marked.containers),
    )


def _cut_and_mark(soup: BeautifulSoup, rule: SiteRule) -> dict[str, int]:
    """Apply the selectors to the tree; return for each how many elements it matches within the content."""
    matches = {}
    if rule.drop:
        dropped = _outermost(soup, rule.drop)
        for tag in dropped:
            tag.decompose()
        matches["drop"] = len(dropped)
    content = _outermost(soup, rule.content)
    questions = _within(_outermost(soup, rule.question), content)
    answers = _within(_outermost(soup, rule.answer), content)
    for tag in answers:
        _mark(tag, "harvester-answer")
    for number, tag in enumerate(questions, 1):
        _mark(tag, f"harvester-question-{number}")
    _restrict(soup, content)
    found = {"content": content, "question": questions, "answer": answers}
    return matches | {name: len(tags) for name, tags in found.items() if getattr(rule, name)}


def _outermost(soup: BeautifulSoup, selector: str) -> list[Tag]:
    """Return the elements that match the selector, in page order, without those inside another match."""
    chosen = {id(tag) for tag in soup.select(selector)} if selector else set()
    kept: list[Tag] = []
    waiting: list[Tag] = [soup] if chosen else []
    while waiting:  # one pass from the top: climbing from each element costs quadratic time
        tag = waiting.pop()
        if id(tag) in chosen:
            kept.append(tag)
        else:
            waiting.extend(child for child in reversed(tag.contents) if isinstance(child, Tag))
    return kept


def _within(tags: list[Tag], content: list[Tag]) -> list[Tag]:
    """Return the elements that are content or stand in it; return all of them if no content is marked."""
    if not content:
        return tags
    inside = {id(each) for tag in content for each in (tag, *tag.descendants)}
    return [tag for tag in tags if id(tag) in inside]


def _mark(tag: Tag, mark: str) -> None:
    """Add the mark to the element's classes. An inline element becomes a separate block."""
    classes = tag.get("class") or []
    tag["class"] = " ".join([mark, *([classes] if isinstance(classes, str) else classes)])
    if INLINE <= ROLES.get(tag.name, SPAN) < BLOCK:
        tag.name = "harvester-mark"  # a custom element may stand anywhere


def _restrict(soup: BeautifulSoup, content: list[Tag]) -> None:
    """Remove everything from the body except the content."""
    body = soup.body
    if not content or body is None or any(tag.name in {"html", "body"} for tag in content):
        return
    kept = [tag.extract() for tag in content]
    body.clear()
    for tag in kept:
        if tag.name in _CELLS:
            tag.name = "div"
        body.append(tag)
        if tag.name in _TABLE_PARTS:
            tag.wrap(soup.new_tag("table"))


def _parts(containers: Sequence[Container]) -> tuple[int, ...]:
    """Return what each container is for: its own mark decides, or else the container around it."""
    parts: list[int] = []
    for container in containers:  # each container comes after the one around it
        if (found := _MARK.search(container.classes)) is not None:
            parts.append(int(found[1]) if found[1] else ANSWER)
        else:
            parts.append(parts[container.parent] if container.parent >= 0 else 0)
    return tuple(parts)


def _unmarked(containers: Sequence[Container]) -> tuple[Container, ...]:
    return tuple(
        each._replace(classes=_MARK.sub("", each.classes).strip()) if "harvester-" in each.classes else each
        for each in containers
    )
