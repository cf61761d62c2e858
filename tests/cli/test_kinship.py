"""What log and diff say of two questions that belong together."""

FERRY = "Boats leave every forty minutes from the quay, the last at nine."
TOLL = "Every driver pays two crowns at the northern gate, nobody on foot pays."
CROSS = ("How do I cross the strait?", f"{FERRY} {TOLL}")
PARTS = [("How do I cross the strait by boat?", FERRY), ("How do I cross the strait by car?", TOLL)]
COUNCIL = ("Who runs the bridge?", "A council of nine, elected each spring by both villages on the strait.")
SCHOOL = (
    "Do pupils pay as well?",
    "Pupils get a free pass from the school office in the first week of term.",
)


def test_a_split_and_a_merge_name_the_other_question(site, page, archive):
    shown = ([COUNCIL, CROSS, SCHOOL], [COUNCIL, *PARTS, SCHOOL], [COUNCIL, CROSS, SCHOOL])
    archive("add", "--kind", "page", f"{site.url}/strait")
    for pairs in shown:
        site.pages["/strait"] = page("The strait", *pairs)
        archive("run")
    kinds = archive.rows(
        "SELECT version, kind, question, other_question FROM change_list WHERE kind IN ('split', 'merged')"
        " ORDER BY version"
    )
    assert kinds == [
        (2, "split", PARTS[0][0], CROSS[0]),
        (3, "merged", PARTS[0][0], CROSS[0]),
    ]
    for verb in (("log",), ("diff", f"{site.url}/strait")):
        assert f"it went into: {CROSS[0]}" in archive(*verb).stdout
    assert f"it came out of: {CROSS[0]}" in archive("diff", f"{site.url}/strait", "1", "2").stdout
    assert f"it came out of: {CROSS[0]}" in archive("log").stdout
    far = archive.printed("diff", f"{site.url}/strait", "2", "1")
    assert [row["other_question"] for row in far if row["kind"] == "merged"] == [CROSS[0]]
    _is_listed_under_both(archive, {"split", "merged"})


def _is_listed_under_both(archive, kinds):
    """Hold that the log of a question has the changes that name it as the other one."""
    rows = [row for row in archive.printed("log") if row["kind"] in kinds]
    assert {row["kind"] for row in rows} == kinds
    for row in rows:
        assert row["question_id"] != row["other_question_id"]
        for name in ("question_id", "other_question_id"):
            assert row in archive.printed("log", "--question", row[name])


def test_a_low_confidence_is_shown(site, page, archive):
    vague = ("When will the bridge open?", "To be announced.")
    told = ("Is the bridge open to cars?", TOLL)
    for pairs in ([COUNCIL, vague], [told, COUNCIL]):
        site.pages["/strait"] = page("The strait", *pairs, SCHOOL)
        archive("add", "--kind", "page", f"{site.url}/strait")
        archive("run")
    assert "perhaps these are two questions (confidence " in archive("log").stdout
    (row,) = (row for row in archive.printed("log") if row["kind"] == "reworded")
    assert 0.5 <= row["confidence"] < 0.9
