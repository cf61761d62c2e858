"""What each HTML tag means to the walk: tables only."""

from harvester.model import Kind

SKIPPED = frozenset(
    "-comment audio base canvas datalist embed head iframe img input map math meter noembed noframes noscript "
    "object param progress rp rt select source style svg template textarea track video".split()
)
"""What holds no text to read: code, drawings, fallbacks for old browsers, form state, ruby glosses."""

COLLECTED = frozenset("script meta link title".split())
"""Metadata, put aside wherever it stands: browsers too take it out of a head that was closed early."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr output q rb "
    "ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
"""What flows into the text around it. Every other tag, also one nobody knows, is a container."""

MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "link"}

OWN_KINDS = {
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
    "caption": Kind.CAPTION,
    "pre": Kind.PREFORMATTED,
}

ROLE_KINDS = {"heading": Kind.HEADING, "button": Kind.BUTTON, "tab": Kind.BUTTON}

LISTS = frozenset(("ul", "ol", "menu", "dir"))
CELLS = frozenset(("td", "th"))
