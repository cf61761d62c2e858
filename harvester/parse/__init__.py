"""Normal documents to snapshots: strategies side by side over one stream of lines, one rule picks. Pure."""

from harvester.parse.explain import Explanation, Label, Role, explain
from harvester.parse.parser import PARSER_VERSION, parse

__all__ = [
    "PARSER_VERSION",
    "Explanation",
    "Label",
    "Role",
    "explain",
    "parse",
]
