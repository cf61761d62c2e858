"""The verb lineage: a line in, a line out, and a sentence where a line cannot be read."""

import json

import pytest

from harvester.cli import lineage

TOLL = {"question": "Who pays the toll?", "answer": "Every driver pays two crowns at the northern gate."}
BOATS = {"question": "When do the boats leave?", "answer": "They leave every forty minutes from the quay."}


def line(old, new):
    return json.dumps({"old": {"pairs": old}, "new": {"pairs": new}})


def answers(result):
    return [json.loads(each) for each in result.stdout.splitlines()]


def test_each_line_is_answered(harvester):
    lines = [line([TOLL, BOATS], [BOATS, TOLL]), "", "# no transition", line([], [TOLL])]
    result = harvester("lineage", stdin="\n".join(lines))
    assert [{tuple(link[:2]) for link in each["links"]} for each in answers(result)] == [
        {(0, 1), (1, 0)},
        set(),
    ]


def test_a_file_is_read(harvester, tmp_path):
    file = tmp_path / "versions.jsonl"
    file.write_text(line([TOLL], [TOLL]))
    assert [each["links"][0][:2] for each in answers(harvester("lineage", str(file)))] == [[0, 0]]


BAD = {
    "no JSON": ("{", "is not JSON"),
    "too deep": ("[" * 100_000, "is not JSON"),
    "a number": ("7", 'must have "old" and "new"'),
    "one version": ('{"old": {"pairs": []}}', 'must have "old" and "new"'),
    "pairs that are none": ('{"old": {"pairs": [1]}, "new": {"pairs": []}}', 'must have "old" and "new"'),
    "no answer": (line([{"question": "Why?"}], []), 'must have "old" and "new"'),
    "a null": (line([{"question": "Why?", "answer": None}], []), "is not a string"),
    "not UTF-8": (b'{"old": "\xff"}', "is not JSON"),
}


@pytest.mark.parametrize(("bad", "words"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named_and_the_others_are_answered(harvester, bad, words):
    given = b"\n".join([line([TOLL], [TOLL]).encode(), bad if isinstance(bad, bytes) else bad.encode()])
    result = harvester("lineage", stdin=given + b"\n" + line([BOATS], [BOATS]).encode(), code=6)
    first, second, third = answers(result)
    assert "links" in first
    assert "links" in third
    assert words in second["error"]
    assert f"harvester: {second['error']}\n" == result.stderr
    assert second["error"].startswith("line 2: ")


def test_a_line_that_is_too_long_ends_the_input(harvester, monkeypatch):
    monkeypatch.setattr(lineage, "MAX_LINE_BYTES", 200)
    result = harvester("lineage", stdin=f"{line([], [])}\n{line([TOLL, BOATS], [])}\n{line([], [])}", code=6)
    assert [*map(list, answers(result))] == [["links", "splits", "merges"], ["error"]]


def test_lone_surrogates_are_text(harvester):
    pair = {"question": "Why \ud800?", "answer": "So."}
    assert [each["links"][0][:2] for each in answers(harvester("lineage", stdin=line([pair], [pair])))] == [
        [0, 0]
    ]


def test_splits_and_merges_are_told(harvester):
    lead = "People on foot cross by the old bridge, which is open from six in the morning until midnight."
    whole = {"question": "How do I cross the strait?", "answer": f"{lead} {BOATS['answer']} {TOLL['answer']}"}
    parts = [
        {"question": "How do I cross the strait by boat?", "answer": f"{lead} {BOATS['answer']}"},
        {"question": "How do I cross the strait by car?", "answer": f"{lead} {TOLL['answer']}"},
    ]
    split, merge = answers(harvester("lineage", stdin=f"{line([whole], parts)}\n{line(parts, [whole])}"))
    assert split["splits"] == [[0, [0, 1]]]
    assert merge["merges"] == [[[0, 1], 0]]
    assert len(split["links"]) == len(merge["links"]) == 1
