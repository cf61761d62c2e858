"""Pure: a page or feed of the web interface as a file of a site, with relative links and without dead ones.

The pages are made by our own templates, in which every stored text is escaped: no ``<``, ``>`` or quote of it
is left. So a link is found by its form.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple
from xml.etree import ElementTree as ET

POLICY = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; script-src 'self' file:;"
    " form-action 'self' file:; base-uri 'none'"
)
"""The pages have this Content-Security-Policy. It names file: because browsers differ in what ``'self'`` is
on a disk."""

_HEAD = '<meta charset="utf-8">'
_MORE = (
    '<meta http-equiv="Content-Security-Policy" content="{}">\n<meta name="referrer" content="no-referrer">'
)
_ROBOTS = '\n<meta name="robots" content="noindex">'

# Each pattern ends where another element of its kind begins, so that none looks twice at the same text.
_TO = r'(?>([^<>]*?)href=")(/[^"<>]*)"([^<>]*)>'
_FORM = re.compile(r'<form class="(?:asof|compare|filters)"(?:[^<]|<(?!/?form\b))*+</form>\n?')
_FIND = re.compile(r'(<form class="find"(?>[^<>]*? action="))[^"<>]*"')
_LINK = re.compile(rf"<a {_TO}((?:[^<]|<(?!/?a\b))*+)</a>")
_ITEM = re.compile(rf"<li><a {_TO}[^<]*</a></li>\n?")
_TAIL = re.compile(rf" · <a {_TO}[^<]*</a>")
_BLOCK = re.compile(r'<(p|nav) class="more"[^<>]*>(?:[^<]|<(?!/?\1\b))*+</\1>\n?')
_RESOURCE = re.compile(r'<(link|script) (?>([^<>]*?)(href|src)=")(/[^"<>]*)"([^<>]*)>(</script>)?\n?')
_NOTHING_LEFT = re.compile(r"<(p|nav)[^<>]*>[\s·,]*+</\1>\n?")

Linking = Callable[[str], str | None]
"""It says how the file links to an address, None where the site has no file for it."""


class SiteDescription(NamedTuple):
    """What a person says of a site. title: its name. is_indexed: search engines may list its pages."""

    title: str
    is_indexed: bool


def page(html: str, link: Linking, choice: SiteDescription) -> str:
    """Return a page as a file of the site."""
    more = _MORE.format(POLICY) + ("" if choice.is_indexed else _ROBOTS)
    html = html.replace(_HEAD, f"{_HEAD}\n{more}", 1)
    html = _FORM.sub("", html)
    html = _FIND.sub(lambda found: f'{found[1]}{escape(link("/search") or "")}"', html)
    html = _RESOURCE.sub(lambda found: _resource(found, link), html)
    html = _ITEM.sub(lambda found: found[0] if _target(found[2], link) else "", html)
    html = _TAIL.sub(lambda found: found[0] if _target(found[2], link) else "", html)
    html = _BLOCK.sub(lambda found: _without_dead(found[0], link), html)
    return _LINK.sub(lambda found: _linked(found, link, found[4]), html)


def _target(escaped: str, link: Linking) -> str | None:
    """Return what links to an address, with its fragment; None for one that the site does not have."""
    address, mark, fragment = unescape(escaped).partition("#")
    target = link(address)
    return None if target is None else escape(target + mark + fragment)


def _linked(found: re.Match[str], link: Linking, otherwise: str) -> str:
    target = _target(found[2], link)
    return otherwise if target is None else f'<a {found[1]}href="{target}"{found[3]}>{found[4]}</a>'


def _without_dead(block: str, link: Linking) -> str:
    """Return a block of links without those that lead nowhere; without any, nothing."""
    left = _LINK.sub(lambda found: found[0] if _target(found[2], link) else "", block)
    return _NOTHING_LEFT.sub("", left)


def _resource(found: re.Match[str], link: Linking) -> str:
    tag, before, name, address, after, end = found.groups("")
    target = _target(address, link)
    return "" if target is None else f'<{tag} {before}{name}="{target}"{after}>{end}\n'


def feed(body: bytes, link: Linking) -> bytes:
    """Return an Atom feed as a file of the site."""
    root = ET.fromstring(body)  # noqa: S314  our own, made a moment ago
    for parent in root.iter():
        for each in [child for child in parent if "href" in child.attrib]:
            target = link(each.attrib["href"].partition("#")[0])
            if target is None:
                parent.remove(each)
            else:
                each.set("href", target)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made
