"""A reading says what it left out: which lines of an answer, by which evidence, and how much in all."""

from harvester.normalise import normalise
from harvester.parse import explain, parse

HEAD = "<html lang=en><body><main><h1>Questions about the lamp</h1>"
WHOLE = (
    "<h2>Who lights the lamp?</h2><p>The warden's niece lights it at dusk.</p>"
    "<h2>What does it burn?</h2><p>It burns the oil of rape.</p>"
    "<h2>Who pays for it?</h2><p>The mill pays for the oil.</p>"
)
CARD = (
    "<div class=k><h3><a href=/1>The mill burns again</a></h3><p>A night at the river.</p></div>"
    "<p>So it is.</p>"
)


def read(html):
    return normalise(f"{HEAD}{html}</main></body></html>".encode(), content_type="text/html")


def test_nothing_is_left_out():
    assert parse(read(WHOLE)).left_out == 0


def test_what_is_left_out_counts():
    snapshot = parse(read(WHOLE.replace("<h2>What", f"{CARD}<h2>What")))
    assert snapshot.pairs[0].answer == "The warden's niece lights it at dusk.\n\nSo it is."
    assert 0.1 < snapshot.left_out < 0.3


def test_each_block_is_explained_by_its_evidence():
    explanation = explain(read(WHOLE.replace("<h2>What", f"{CARD}<h2>What")))
    rules = [label.rule for label in explanation.labels if label.rule.startswith("interrupts an answer: ")]
    assert len(rules) == 2
    assert all(rule.count("(0.50)") == 2 for rule in rules)
    assert "it only leads elsewhere (0.50)" in rules[0]
    assert "left out" in explanation.why[-1]


def test_a_menu_is_a_list():
    """HTML's <menu> is an unordered list by another name; what leads elsewhere in it shows itself."""
    listed = "<menu><li>Rape from the mill</li><li>Whale in bad years</li></menu>"
    answer = parse(read(WHOLE.replace("<h2>Who pays", f"{listed}<h2>Who pays"))).pairs[1].answer
    assert answer == "It burns the oil of rape.\n\nRape from the mill\n\nWhale in bad years"


def test_no_pairs_leave_nothing_out():
    assert parse(read("<p>The lamp burns the oil of rape.</p>")).left_out == 0
