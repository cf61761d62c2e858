"""Links outside of HTML: the Link header (RFC 8288), and link format, which TimeMaps have (RFC 6690)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Both patterns never go back over what they took, so that they need linear time whatever stands there.
_LINK = re.compile(r"<([^<>]{0,8000})>((?:\s*+;\s*+[\w*-]++(?:\s*+=\s*+(?:\"[^\"]*+\"|[^\s;,\"]++))?)*+)")
_PARAMETER = re.compile(r";\s*+([\w*-]++)\s*+=\s*+(?:\"([^\"]*+)\"|([^\s;,\"]++))")


class WrittenLink(NamedTuple):
    """A link as written. rels: the words of its rel, in lower case. said: its parameters by name."""

    target: str
    rels: frozenset[str]
    said: dict[str, str]


def written_links(text: str) -> Iterator[WrittenLink]:
    """Yield the links in the text; anything else is passed over."""
    for target, parameters in _LINK.findall(text):
        said: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(parameters):
            said.setdefault(name.lower(), quoted or bare)  # RFC 8288, 3.3: the first rel counts
        yield WrittenLink(target, frozenset(said.get("rel", "").lower().split()), said)
