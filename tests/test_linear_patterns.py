"""Every pattern of the program takes linear time on any text, in the way in which it is used.

A text from a page, a header, a feed or a robots.txt may be of any length, so one pattern that takes the
square of it wedges a run. No list is kept here: patterns and uses are found in the modules themselves.
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for hostile_patterns, which is no test

from hostile_patterns import superlinear

import harvester

METHODS = {
    "search": "search",
    "match": "match",
    "fullmatch": "fullmatch",
    "sub": "all",
    "subn": "all",
    "split": "all",
    "findall": "all",
    "finditer": "all",
}

MODULES = tuple(
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(harvester.__path__, "harvester.")
    if not found.name.endswith("__main__")
)


def patterns_in(value):
    """The patterns that a module's value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in((*value.keys(), *value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from patterns_in(one)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from patterns_in([getattr(value, name) for name in value.__dataclass_fields__])


def _is_of_re(called):
    """Whether a function is one of the module `re`, by its name."""
    return (
        isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    )


class Uses:
    """Which methods of which pattern the modules use.

    named: {(module, name): uses}, and the module's own name where the pattern is handed on there as a value.
    inline: {(module, pattern): uses}, for `re.sub("...", …)`. loose: {module: uses} of what goes by a
    local name, as the patterns of a table do.
    """

    def __init__(self, modules):
        self.named, self.inline, self.loose = defaultdict(set), defaultdict(set), defaultdict(set)
        self.imported = {}
        for module in modules:
            nodes = [*ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))]
            self.imported[module.__name__] = {
                alias.asname or alias.name: (node.module, alias.name)
                for node in nodes
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            owners = {node.value for node in nodes if isinstance(node, ast.Attribute)}
            for node in nodes:
                if isinstance(node, ast.Call) and _is_of_re(node.func):
                    self._note_call(module, node)
                elif isinstance(node, ast.Attribute) and node.attr in METHODS:
                    self._note_use(module, node)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in owners:
                    self.named[self._origin(module, node.id)].add(module.__name__)

    def _origin(self, module, name):
        return self.imported[module.__name__].get(name, (module.__name__, name))

    def _note_call(self, module, call):
        if call.func.attr in METHODS and isinstance(call.args[0], ast.Constant):
            self.inline[module.__name__, call.args[0].value].add(METHODS[call.func.attr])

    def _note_use(self, module, node):
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        if isinstance(vars(module).get(name), re.Pattern):
            self.named[self._origin(module, name)].add(METHODS[node.attr])
        elif name != "re" and node.attr != "split":  # which is a string's
            self.loose[module.__name__].add(METHODS[node.attr])

    def of(self, module, name):
        """The uses of the patterns that the module defines by that name."""
        found = self.named[module.__name__, name]
        handed = {use for use in found if use in self.imported}
        return (found - handed).union(*(self.loose[one] for one in handed))


def used_patterns(modules):
    """{where they stand and what they are used for: patterns} of all modules, each pattern once."""
    uses, found, known = Uses(modules), defaultdict(list), set()
    for module in modules:
        for name, value in vars(module).items():
            if name not in uses.imported[module.__name__]:
                for pattern, use in product(patterns_in(value), uses.of(module, name)):
                    if (pattern, use) not in known:
                        known.add((pattern, use))
                        found[f"{module.__name__}.{name}.{use}"].append(pattern)
    for (module, pattern), methods in uses.inline.items():
        for use in methods:
            found[f"{module}: {pattern}.{use}"].append(re.compile(pattern))
    return dict(found)


USED = used_patterns(MODULES)


def test_every_pattern_of_the_program_is_known():
    missed = [
        f"{module.__name__}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        for pattern in patterns_in(value)
        if not any(pattern in known for known in USED.values())
    ]
    assert missed == []


@pytest.mark.parametrize("where", sorted(USED))
def test_patterns_are_linear(where):
    use = where.rpartition(".")[2]
    assert [found for pattern in USED[where] if (found := superlinear(pattern, use))] == []


SLOW = {  # pattern, use
    "a repetition in a repetition": (r"(?:a+)+b", "match"),
    "the same with what may be missing": (r"(?:\w+\s?)*\.", "fullmatch"),
    "alternatives that begin alike": (r"(?:a|ab|aab)*c", "match"),
    "white space before what is not there": (r"\s+,", "search"),
    "white space at the end": (r"\s+$", "search"),
    "two repetitions of the same": (r"x\d*[\d.]*y", "match"),
    "two repetitions with something between": (r"<\w+\s*\w*>", "all"),
    "words, and an end that is not there": (r"\w\W+\w.*[.!?]$", "search"),
    "an opening that never closes": (r"\[\[[^]]*\]\]", "all"),
    "a comment that never ends": (r"<!--.*?-->", "search"),
    "a group that must come again": (r"(a+)-\1;", "search"),
    "far down in a table": (r"one|two|three|four|five|six|seven|eight|(?:[a-f]+\s*)*ninth", "match"),
    "in a look ahead": (r"(?=[ab]*[bc]*d).", "match"),
}


@pytest.mark.parametrize(("pattern", "use"), SLOW.values(), ids=SLOW)
def test_slow_patterns_are_found(pattern, use):
    assert superlinear(re.compile(pattern, re.DOTALL), use) is not None
    assert superlinear(re.compile(pattern.encode(), re.DOTALL), use) is not None


QUICK = {
    "possessive": (r"(?:a++)++b", "match"),
    "atomic": (r"(?>\w+\s?)*+\.", "fullmatch"),
    "white space from its beginning on": (r"(?<!\s)\s++,", "search"),
    "bounded": (r"\w{1,20},", "search"),
    "at one place only": (r"<!--.*?-->", "match"),
    "an end that is a mark": (r"[.!?][)\d]*$", "search"),
}


@pytest.mark.parametrize(("pattern", "use"), QUICK.values(), ids=QUICK)
def test_quick_patterns_are_not_blamed(pattern, use):
    assert superlinear(re.compile(pattern, re.DOTALL), use) is None
