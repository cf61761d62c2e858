"""Times and excerpts as pages show them, and the filters that templates name."""

import pytest
from jinja2 import nodes

from harvester.web import rendering
from harvester.web.words import part, stated

# What it shows: (what a page states, what is shown).
STATED = {
    "a day": ("2026-11-01", "2026-11-01"),
    "a time in UTC": ("2026-11-01T08:00:00+00:00", "2026-11-01 08:00"),
    "a time in another zone": ("2026-11-01T01:30:00+02:00", "2026-10-31 23:30"),
    "a time without a zone stays as it is": ("2026-11-01T08:00", "2026-11-01T08:00"),
    "a time before all others": ("0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00+02:00"),
    "no time": ("<b>soon</b>", "&lt;b&gt;soon&lt;/b&gt;"),
}


@pytest.mark.parametrize(("text", "shown"), STATED.values(), ids=STATED)
def test_a_stated_time(text, shown):
    assert stated(text).partition(">")[2].removesuffix("</time>") == shown


# Where it ends: (a text, bytes of HTML, what is shown).
CUT = {
    "it fits": ("one two", 7, "one two"),
    "inside of a word": ("one two three", 9, "one two"),
    "after a word": ("one two three", 7, "one two"),
    "before a word": ("one two three", 8, "one two"),
    "one long word": ("x" * 60 + " y", 50, "x" * 50),
    "no spaces": ("川の水位はなぜ低いのですか", 12, "川の水位"),
    "marks take more bytes": ("a & b & c", 10, "a & b"),
}


@pytest.mark.parametrize(("text", "room", "shown"), CUT.values(), ids=CUT)
def test_an_excerpt_ends_at_a_word(text, room, shown):
    assert part(text, room).text == shown


def test_templates_name_filters_that_exist():
    """Jinja finds an unknown filter inside of a condition only when the condition holds."""
    environment = rendering._environment
    for template in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, template)
        tree = environment.parse(source)
        assert {node.name for node in tree.find_all(nodes.Filter)} <= environment.filters.keys(), template
        assert {node.name for node in tree.find_all(nodes.Test)} <= environment.tests.keys(), template
