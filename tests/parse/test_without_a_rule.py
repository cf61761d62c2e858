"""A rule can be left out for a measurement, and nothing of that stays."""

from benchmarks.rules import left_out, rules
from harvester.parse import asides, weighing
from harvester.parse.phrases import thanks


def test_rules_are_found_by_what_they_return():
    names = set(rules())
    assert {"asides.pulls_quote", "ends.gives_thanks", "phrases._THANKS", "phrases.thanks"} <= names
    assert not any(name.startswith(("parser.", "explain.")) for name in names)


def test_a_rule_is_left_out_of_its_tables_and_comes_back():
    rule = rules()["ends.gives_thanks"]
    before = weighing.ENDS
    with left_out(rule):
        assert rule.value not in [evidence for *_, evidence in weighing.ENDS]
        assert len(weighing.ENDS) == len(before)
    assert weighing.ENDS is before


def test_a_function_is_left_out_where_it_is_imported():
    assert asides.leads_away("read also: the ferry")
    with left_out(rules()["phrases.leads_away"]):
        assert not asides.leads_away("read also: the ferry")
    assert asides.leads_away("read also: the ferry")


def test_a_table_of_words_is_left_out():
    assert thanks("thank you for the interview.")
    with left_out(rules()["phrases._THANKS"]):
        assert not thanks("thank you for the interview.")


def test_a_piece_of_evidence_is_left_out_of_the_weighing():
    rule = rules()["boxes.is_named"]
    weighed = weighing.EVIDENCE
    with left_out(rule):
        assert rule.value not in [evidence for *_, evidence in weighing.EVIDENCE]
    assert weighing.EVIDENCE is weighed
