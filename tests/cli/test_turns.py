"""What log tells of contents that alternate and of a page that was rewritten: one line each."""

from datetime import UTC, datetime, timedelta

BEGAN = datetime.now(UTC) - timedelta(days=20)
TOLL = ("Who pays the toll?", "Every driver pays two crowns at the northern gate, nobody on foot pays.")
FERRY = ("When do the boats leave?", "Boats leave every forty minutes from the quay, the last at nine.")
LATER = (FERRY[0], FERRY[1].replace("nine", "ten"))


def learn(archive, page, tmp_path, *editions):
    """Import an edition of a page for each half day."""
    url = "https://strait.example/faq"
    for n, pairs in enumerate(editions):
        saved = tmp_path / f"{n}.html"
        saved.write_text(page("The strait", *pairs))
        at = BEGAN + timedelta(hours=12 * n)
        archive("import", saved, "--url", url, "--at", f"{at:%Y-%m-%dT%H:%MZ}")
    archive("run")
    return url


def test_contents_that_alternate_are_one_event(archive, page, tmp_path):
    one, other = [TOLL, FERRY], [TOLL, LATER]
    learn(archive, page, tmp_path, one, other, one, other, one, other)
    assert archive.rows("SELECT count(*) FROM version") == [(3,)]
    kinds = [row["kind"] for row in archive.printed("log") if row["record"] == "event"]
    assert kinds == ["alternating", "returned"]
    assert "The page shows several contents in turn: versions 2 and 3" in archive("log").stdout
    standings = [state for (state,) in archive.rows("SELECT state FROM standing ORDER BY at")]
    assert standings == ["current"] * 3 + ["echo", "current", "echo"]


def test_a_rewrite_is_one_line_of_the_log_and_all_of_the_diff(archive, page, tmp_path):
    old = [
        (f"What does {n}{n} cost in the old town?", f"The {n}th guild of the old town sets {n * 31} coppers.")
        for n in range(2, 10)
    ]
    new = [
        (f"Since when do {n} ships carry letters?", f"Captain {n} took over mail in the year {n * 97}.")
        for n in range(2, 10)
    ]
    url = learn(archive, page, tmp_path, [*old, TOLL, FERRY], [*new, TOLL, LATER])
    kinds = [row["kind"] for row in archive.printed("log") if row["record"] != "decision"]
    assert sorted(kinds) == ["answer edited", "rewritten"]
    assert (
        "The page was rewritten: 8 of 10 questions were dropped and 8 of 10 are new" in archive("log").stdout
    )
    told = [row["kind"] for row in archive.printed("diff", url)]
    assert (told.count("asked"), told.count("dropped")) == (8, 8)
