"""Write MathML formulas as one line of text; fractions, roots and powers keep their meaning."""

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from harvester.normalise.scripts import lowered, raised

DEEPEST = 40
"""At most this many nested elements of a formula are read; deeper ones give their plain text."""
LONGEST = 5_000
"""A formula with more characters than this gives its plain text."""

_SKIPPED = frozenset(("annotation", "annotation-xml", "mphantom", "none", "mprescripts", "malignmark"))
_WITHOUT_JOINS = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"))
_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_SPACED = frozenset("=≠≈≡≤≥<>+−-±∓×·⋅÷∗*→⇒⇔↔∈∉⊂⊆∪∩∧∨∝∼≃≅≪≫:")  # noqa: RUF001
_OPENING, _CLOSING = frozenset("([{|⟨"), frozenset(")]},;|⟩!%′")  # noqa: RUF001
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}


def linear(math: LexborNode) -> str:
    """Return the formula's text once, without its TeX; if it has no text, return its ``alttext``."""
    text = " ".join(_row(math, 0).split())
    return text or " ".join((math.attributes.get("alttext") or "").split())


def _row(node: LexborNode, depth: int) -> str:
    """Return the parts of an element in a row, with a space between names, numbers and operators."""
    if depth > DEEPEST:
        return node.text()
    parts: list[str] = []
    last = "("  # this is the text before; a sign may begin a row as it may follow a bracket
    size = 0
    for child in _children(node):
        text = _written(child, depth + 1)
        if not text:
            continue
        size += len(text)
        if size > LONGEST:
            return node.text()
        is_operator = text in _SPACED
        is_sign = is_operator and (last in _SPACED or last[-1] in _OPENING)
        is_argument = text == "(" and last.isalpha()
        touches = not parts or last[-1] in _OPENING or text[0] in _CLOSING or is_argument
        parts.append(text if touches else f" {text}")
        last = "(" if is_sign else text
    return "".join(parts)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.is_element_node and child.tag not in _SKIPPED:
            yield child
            if node.tag == "semantics":
                return
        child = child.next


def _written(node: LexborNode, depth: int) -> str:
    """Return an element's text, written as its kind needs."""
    tag = node.tag or ""
    if tag in _TOKENS or depth > DEEPEST:
        return node.text().translate(_WITHOUT_JOINS).strip()
    if tag == "msqrt":
        return f"√{_grouped(_row(node, depth))}"
    if (write := _WRITERS.get(tag)) is None:
        return _row(node, depth)
    parts = [_written(child, depth + 1) for child in _children(node)]
    text = write([*parts, "", "", ""])
    return text if len(text) <= LONGEST else node.text()


def _grouped(text: str) -> str:
    """Return the text in brackets if it is more than one number, name or bracket."""
    bare = text.replace(".", "").replace(",", "")
    closed = text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1
    return text if bare.isalnum() or closed or len(text) <= 1 else f"({text})"


def _fraction(parts: list[str]) -> str:
    return f"{_grouped(parts[0])}/{_grouped(parts[1])}"


def _power(parts: list[str]) -> str:
    base = _grouped(parts[0])
    return f"{base}{_raised(parts[1])}"


def _raised(text: str) -> str:
    script = raised(text, "x") if not text.isalpha() or len(text) == 1 else text
    return script if script != text else f"^({text})" if text else ""


def _lowered(text: str) -> str:
    script = lowered(text, "x")
    return script if script != text else f"_({text})" if text else ""


def _both(parts: list[str]) -> str:
    return f"{parts[0]}{_lowered(parts[1])}{_raised(parts[2])}"


def _root(parts: list[str]) -> str:
    sign = _ROOTS.get(parts[1], "")
    return f"{sign or _raised(parts[1]) + '√'}{_grouped(parts[0])}"


def _bounds(parts: list[str]) -> str:
    return f"{parts[0]}_({parts[1]})" + (f"^({parts[2]})" if parts[2] else "")


def _above(parts: list[str]) -> str:
    base, over = parts[:2]
    return f"{base}{over}" if len(over) == 1 and not over.isalnum() else f"{base}^({over})"


_WRITERS: dict[str, Callable[[list[str]], str]] = {
    "mfrac": _fraction,
    "msup": _power,
    "msub": lambda parts: f"{parts[0]}{_lowered(parts[1])}",
    "msubsup": _both,
    "mroot": _root,
    "munder": _bounds,
    "mover": _above,
    "munderover": _bounds,
    "mfenced": lambda parts: f"({', '.join(filter(None, parts))})",
    "mtr": lambda parts: ", ".join(filter(None, parts)),
    "mtable": lambda parts: f"[{'; '.join(filter(None, parts))}]",
}
"""Each element has a function that makes one line from the lines of its children."""
