"""Search a page's first bytes for a declared encoding (HTML, 13.2.3.2, "prescan a byte stream")."""

import re
from collections.abc import Iterator

# This matches one step of the prescan's loop at "<": a comment, a meta element, another tag, a bogus comment.
_STEP = re.compile(rb"<!--|<meta(?=[\t\n\x0c\r /])|</?[a-z]|<[!/?]", re.IGNORECASE)
_ATTRIBUTE_GAP = re.compile(rb"[\t\n\x0c\r /]*")
_ATTRIBUTE_NAME = re.compile(rb"([^\t\n\x0c\r /=>][^\t\n\x0c\r /=>]*|=[^\t\n\x0c\r /=>]*)[\t\n\x0c\r ]*")
_EQUALS = re.compile(rb"=[\t\n\x0c\r ]*")
_UNQUOTED = re.compile(rb"[^\t\n\x0c\r >]*")
_TAG_NAME = re.compile(rb"/?[^\t\n\x0c\r />]+")
_RAW_TEXT = frozenset((b"script", b"style", b"title", b"textarea", b"iframe", b"noscript", b"xmp"))
_CHARSET = re.compile(r"charset[\t\n\x0c\r ]*=[\t\n\x0c\r ]*", re.IGNORECASE)
_BARE_LABEL = re.compile(r"[^\t\n\x0c\r ;]*")


def declared_labels(head: bytes, *, parsed: bool = False) -> Iterator[str]:
    """Yield the label of each encoding that a meta element declares, as `meta_elements` finds them."""
    return map(_meta_label, meta_elements(head, parsed=parsed))


def meta_elements(head: bytes, *, parsed: bool = False) -> Iterator[dict[str, str]]:
    """Yield the attributes of each meta element, in page order: the first of each name, in small letters.

    With ``parsed``, the text of scripts, styles and titles is skipped, as a parser does; the prescan does
    not skip it. An unfinished tag declares nothing.
    """
    at = 0
    while step := _STEP.search(head, at):
        token = step.group().lower()
        if token == b"<!--":
            at = _after(b"-->", head, step.start() + 2)  # "<!-->" is a whole comment
        elif token == b"<meta":
            attributes, at = _attributes(head, step.end())
            if at < len(head):
                yield attributes
        elif token[-1:].isalpha():
            at = _after_tag(head, step.start(), parsed=parsed)
        else:
            at = _after(b">", head, step.end())


def _after(mark: bytes, head: bytes, start: int) -> int:
    found = head.find(mark, start)
    return found + len(mark) if found >= 0 else len(head)


def _after_tag(head: bytes, start: int, *, parsed: bool) -> int:
    name = _TAG_NAME.match(head, start + 1)
    if not name:
        return len(head)
    _, at = _attributes(head, name.end())
    tag = name.group().lower()
    if parsed and tag in _RAW_TEXT:
        close = re.compile(rb"</" + tag, re.IGNORECASE).search(head, at)
        return close.start() if close else len(head)
    return at


def _attributes(head: bytes, at: int) -> tuple[dict[str, str], int]:
    """Return the attributes of a tag, the first of each name, and the place where they end."""
    found: dict[str, str] = {}
    while True:
        gap = _ATTRIBUTE_GAP.match(head, at)
        at = gap.end() if gap else at
        name = _ATTRIBUTE_NAME.match(head, at)
        if not name:
            return found, at
        value, at = _value(head, name.end())
        found.setdefault(name.group(1).decode("latin-1").lower(), value)


def _value(head: bytes, at: int) -> tuple[str, int]:
    equals = _EQUALS.match(head, at)
    if not equals:
        return "", at
    at = equals.end()
    quote = head[at : at + 1]
    if quote in {b'"', b"'"}:
        end = head.find(quote, at + 1)
        end = len(head) if end < 0 else end
        return head[at + 1 : end].decode("latin-1"), end + 1
    bare = _UNQUOTED.match(head, at)
    end = bare.end() if bare else at
    return head[at:end].decode("latin-1"), end


def _meta_label(attributes: dict[str, str]) -> str:
    if "charset" in attributes:
        return attributes["charset"]
    if attributes.get("http-equiv", "").lower() == "content-type":
        return label_in_content(attributes.get("content", ""))
    return ""


def label_in_content(content: str) -> str:
    """Return the label in a meta element's content (HTML, "extracting a character encoding")."""
    found = _CHARSET.search(content)
    if not found:
        return ""
    rest = content[found.end() :]
    if rest[:1] in {'"', "'"}:
        label, closing, _ = rest[1:].partition(rest[0])
        return label if closing else ""
    bare = _BARE_LABEL.match(rest)
    return bare.group() if bare else ""
