"""Normal documents to snapshots: strategies side by side over one stream of lines, one rule picks. Pure."""

from harvester.parse.explain import Label, Role, explain
from harvester.parse.parser import PARSER_VERSION, parse

__all__ = ["PARSER_VERSION", "Label", "Role", "explain", "parse"]
