"""These tables say what each HTML tag means to the walk."""

from harvester.model import Kind
from harvester.normalise.flow import LOWERED, RAISED, STRUCK

# These numbers say what the walk does with a tag. It skips the tag, keeps it as metadata, breaks the line,
# reads an image or formula, or notes a field. It enters any other tag, as part of the text around it (from
# INLINE on) or as a separate container (from BLOCK on). CELL + n is the cell in the n-th column of a row.
SKIP, ASIDE, BREAK, IMAGE, FORMULA, NOSCRIPT, FIELD = range(7)
INLINE, SPAN, MARK, BLOCK, UNKNOWN, NAV, TABLE, ROW, LONE, CELL = range(7, 17)

# Code, drawings, fallbacks for old browsers, and ruby glosses.
_SKIPPED = (
    "audio canvas datalist embed head iframe map meter noembed noframes object param "
    "progress rp rt source style template track video wbr"
)
_ASIDE = "base link meta script title"  # a head that closed early leaves them in the body
_INLINE = (
    "abbr acronym bdi bdo big blink cite code data dfn font ins kbd label mark nobr output q rb ruby samp "
    "small span time tt var"
)
_BLOCKS = (
    "address applet article aside blockquote body button caption center col colgroup dd details dialog "
    "dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header "
    "hgroup hr html legend listing main marquee menu ol optgroup option p picture plaintext pre search "
    "section slot summary tbody tfoot thead ul xmp"
)

MARKS = {
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("em", "i", "u"), "em"),
    **dict.fromkeys(("del", "s", "strike"), STRUCK),
    "a": "link",
    "sup": RAISED,
    "sub": LOWERED,
}

ROLES = {
    **dict.fromkeys(_SKIPPED.split(), SKIP),
    **dict.fromkeys(_ASIDE.split(), ASIDE),
    **dict.fromkeys(_INLINE.split(), SPAN),  # its attributes can hide it, or make a mark or a button of it
    **dict.fromkeys(_BLOCKS.split(), BLOCK),
    **dict.fromkeys(MARKS, MARK),
    "br": BREAK,
    "img": IMAGE,
    "svg": IMAGE,
    "math": FORMULA,
    **dict.fromkeys(("input", "select", "textarea"), FIELD),
    "noscript": NOSCRIPT,  # it is skipped unless it holds the text of a panel
    "table": TABLE,
    "li": LONE,  # if a paragraph is all that it holds, the paragraph gets its kind: <li><p> is one item
    "td": CELL,
    "th": CELL,
    "tr": ROW,
    "nav": NAV,  # it is skipped if it holds only links
}
"""Each tag has a role. Every other tag is UNKNOWN, and the walk looks where it stands.

A browser shows an unknown tag within the line, as a publisher's <person> in a sentence. A custom element,
however, is mostly a separate widget.
"""

KINDS = {
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
    "li": Kind.ITEM,
    "dt": Kind.TERM,
    "dd": Kind.DEFINITION,
    "summary": Kind.SUMMARY,
    "button": Kind.BUTTON,
    "td": Kind.CELL,
    "th": Kind.CELL,
    "blockquote": Kind.QUOTE,
    "figcaption": Kind.CAPTION,
    "pre": Kind.PREFORMATTED,
}

ARIA_KINDS = {"heading": Kind.HEADING, "button": Kind.BUTTON, "tab": Kind.BUTTON}

INHERITED = frozenset(
    (
        Kind.HEADING,
        Kind.TERM,
        Kind.DEFINITION,
        Kind.SUMMARY,
        Kind.BUTTON,
        Kind.CAPTION,
        Kind.QUOTE,
        Kind.PREFORMATTED,
    )
)
"""A paragraph inside an element of one of these kinds gets its kind."""

LISTS = frozenset(("ul", "ol", "menu", "dir"))
