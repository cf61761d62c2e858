"""What becomes of a table in an answer: rows stay rows; what only lays the page out stays paragraphs."""

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

BEFORE = "<h1>Ferry questions</h1><h2>What does it cost?</h2>"
AFTER = "<h2>Where do I buy tickets?</h2><p>On board.</p><h2>Are dogs allowed?</h2><p>On the open deck.</p>"


def answers(page):
    return [pair.answer for pair in parse(normalise(page.encode(), content_type="text/html")).pairs]


PROSE = "A sentence that nobody would take for a fact in a cell of a table. " * 6

TABLES = {
    "rows and columns": (
        "<p>See.</p><table><tr><th>Who<th>Fare<tr><td>Adult<td>12<tr><td>Child<td>6</table><p>Pay.</p>",
        "See.\n\nWho | Fare\nAdult | 12\nChild | 6\n\nPay.",
    ),
    "a caption and parts": (
        (
            "<table><caption>Fares</caption><thead><tr><th>Who<th>Fare</thead><tbody><tr><th>Adult<td>12</tbody>"
            "<tfoot><tr><td>In all<td>18</tfoot></table>"
        ),
        "Fares\n\nWho | Fare\nAdult | 12\nIn all | 18",
    ),
    "an empty cell first": (
        "<table><tr><td><th>Mon<th>Tue<tr><th>Day<td>7<td>8</table>",
        "| Mon | Tue\nDay | 7 | 8",
    ),
    "an empty cell in the midst": (
        "<table><tr><td>a<td><td>b<tr><td>c<td>d<td>e</table>",
        "a | | b\nc | d | e",
    ),
    "a cell over rows": (
        "<table><tr><td rowspan=2>Summer<td>Mon<td>9<tr><td>Tue<td>8</table>",
        "Summer | Mon | 9\n| Tue | 8",
    ),
    "a cell over columns": (
        "<table><tr><td>Who<td colspan=2>Fare<td>Note<tr><td>a<td>1<td>2<td>b</table>",
        "Who | Fare | | Note\na | 1 | 2 | b",
    ),
    "lines and paragraphs in a cell": (
        "<table><tr><td>Mon<td>7 to 9<br>14 to 16<td><p>yes</p><p>no</p><tr><td>Tue<td>8<td>no</table>",
        "Mon | 7 to 9 14 to 16 | yes no\nTue | 8 | no",
    ),
    "a link and a word in bold": (
        '<table><tr><td><a href="/a">Adult</a><td><b>12</b> crowns<tr><td>Child<td>6 crowns</table>',
        "Adult | 12 crowns\nChild | 6 crowns",
    ),
    "two tables": (
        "<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>",
        "a | b\n\nc | d",
    ),
    "one column": (
        "<table><tr><td>Adults pay.<tr><td>Children do not.</table>",
        "Adults pay.\n\nChildren do not.",
    ),
    "prose set in columns": (
        f"<table><tr><td>{PROSE}<td>{PROSE}</table>",
        f"{PROSE}\n{PROSE}".replace(" \n", "\n\n").strip(),
    ),
    "a title in a cell": ("<table><tr><td><h4>Fares</h4><p>12.</p><td>b</table>", "Fares\n\n12.\n\nb"),
}


@pytest.mark.parametrize(("table", "answer"), TABLES.values(), ids=TABLES)
def test_tables_in_answers(table, answer):
    assert answers(f"{BEFORE}{table}{AFTER}")[0] == answer


def test_questions_in_cells_are_no_column_of_their_answers():
    page = (
        "<table><tr><td>What does it cost?<td>Adults pay 12.<tr><td>Are dogs allowed?"
        "<td><p>They are.</p><p>All.</p><tr><td>When does it run?<td>Daily.</table>"
    )
    assert answers(page) == ["Adults pay 12.", "They are.\n\nAll.", "Daily."]


def test_a_table_in_a_page_that_is_laid_out_as_one():
    inner = "<table><tr><td>Adult<td>12<tr><td>Child<td>6</table>"
    page = f"<table><tr><td>Menu<td>{BEFORE}<p>So.</p>{inner}{AFTER}</table>"
    assert answers(page)[0] == "So.\n\nAdult | 12\nChild | 6"
