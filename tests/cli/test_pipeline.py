"""The main job from end to end: a page over HTTP, edited by its site, as versions and changes."""

import json

import pytest
from log_lines import log_lines

TITLE, LEAD = "The island's ferry", "What is known so far about the matter, in five questions."
TICKETS = (
    "What happens to season tickets?",
    "They are extended by a month. Holders need not do anything for it. The harbour office knows more.",
)


def edited(pairs, index, before, after):
    """The pairs with words of one of them replaced."""
    assert before in "".join(pairs[index])
    pair = tuple(text.replace(before, after) for text in pairs[index])
    return [*pairs[:index], pair, *pairs[index + 1 :]]


# What it shows: (what the site does, [(kind, class, position before, position after), …]).
EDITS = {
    "a number in an answer": (
        lambda pairs: {"pairs": edited(pairs, 0, "35 parts", "25 parts")},
        [("answer edited", "number", 1, 1)],
    ),
    "a sentence in an answer": (
        lambda pairs: {"pairs": edited(pairs, 1, "The rest falls", "It has not paid yet. The rest falls")},
        [("answer edited", "substantive negation", 2, 2)],
    ),
    "a question reworded": (
        lambda pairs: {"pairs": edited(pairs, 2, "When does it sail again?", "When will it sail again?")},
        [("reworded", "substantive", 3, 3)],
    ),
    "a question asked": (
        lambda pairs: {"pairs": [*pairs, TICKETS]},
        [("asked", "", None, 5)],
    ),
    "a question asked above the others": (
        lambda pairs: {"pairs": [TICKETS, *pairs]},
        [("asked", "", None, 1)],
    ),
    "a question dropped": (
        lambda pairs: {"pairs": [*pairs[:1], *pairs[2:]]},
        [("dropped", "", 2, None)],
    ),
    "a question moved": (
        lambda pairs: {"pairs": [pairs[3], *pairs[:3]]},
        [("moved", "", 4, 1)],
    ),
    "the title": (
        lambda pairs: {"title": "The island's new ferry", "pairs": pairs},
        [("title edited", "substantive", None, None)],
    ),
    "the lead": (
        lambda pairs: {"lead": LEAD.replace("so far", "today"), "pairs": pairs},
        [("lead edited", "substantive date", None, None)],
    ),
    "several at once": (
        lambda pairs: {"pairs": [*edited(pairs, 0, "35 parts", "25 parts")[:3], TICKETS]},
        [
            ("answer edited", "number", 1, 1),
            ("asked", "", None, 4),
            ("dropped", "", 4, None),
        ],
    ),
    "the space before a question mark": (
        lambda pairs: {"pairs": edited(pairs, 0, "sail?", "sail ?")},
        [("reworded", "whitespace", 1, 1)],
    ),
    "nothing": (lambda pairs: {"pairs": pairs}, []),
}


@pytest.mark.parametrize(("edit", "expected"), EDITS.values(), ids=EDITS)
def test_edits(site, page, ferry, followed, edit, expected):
    edition = {"title": TITLE, "lead": LEAD} | edit(ferry)
    site.pages["/ferry"] = page(edition["title"], *edition["pairs"], lead=edition["lead"])
    followed("run")
    log = followed.printed("log")
    names = ("kind", "classes", "before_position", "after_position")
    assert sorted(log, key=lambda row: row["seq"]) == log
    told = [(kind, classes.split(), *places) for kind, classes, *places in expected]
    assert [tuple(row[name] for name in names) for row in log] == told
    assert {(row["url"], row["version"]) for row in log} <= {(followed.url, 2)}
    assert all(row["hunks"] for row in log if row["classes"])
    if expected:
        diff = followed.printed("diff", followed.url)
        assert [tuple(row[name] for name in names) for row in diff] == told
        texts = ("question", "before", "after", "hunks")
        assert [[row[name] or "" for name in texts] for row in diff] == [
            [row[name] or "" for name in texts] for row in log
        ]


def test_what_a_run_says(site, page, ferry, followed):
    site.pages["/ferry"] = page(TITLE, *edited(ferry, 0, "35 parts", "25 parts"))
    assert followed("run").stdout.splitlines() == [
        "1 capture: 1 ok",
        "1 new version",
        "changes: 1 answer edited",
    ]
    assert followed("run").stdout.splitlines() == ["1 capture: 1 ok"]


def test_a_question_that_comes_back_is_the_same(site, page, ferry, followed):
    first = followed.printed("show", followed.url)
    for pairs in (ferry[:3], ferry):
        site.pages["/ferry"] = page(TITLE, *pairs)
        followed("run")
    assert [(row["record"], row["version"], row["kind"]) for row in followed.printed("log")] == [
        ("event", 1, "returned"),
        ("change", 3, "restored"),
        ("change", 2, "dropped"),
    ]
    assert "The page shows version 1 again" in followed("log").stdout
    assert [row["kind"] for row in followed.printed("diff", followed.url)] == ["restored"]
    again = followed.printed("show", followed.url)
    assert [row["question_id"] for row in again] == [row["question_id"] for row in first]


def test_back_and_forth_is_three_versions_of_two_snapshots(site, page, ferry, followed):
    before = site.pages["/ferry"]
    for body in (page(TITLE, *edited(ferry, 0, "35 parts", "25 parts")), before):
        site.pages["/ferry"] = body
        followed("run")
    assert followed.rows("SELECT count(*), count(DISTINCT snapshot_id) FROM version") == [(3, 2)]
    assert followed.rows("SELECT count(*) FROM payload WHERE size > 100") == [(2,)]
    words = [
        [row["hunks"][0][each] for each in ("before", "after")]
        for row in followed.printed("log")
        if row["record"] == "change"
    ]
    assert words == [["25", "35"], ["35", "25"]]


NO_NEWS = {
    "the same bytes": (lambda body: body),
    "a nonce": (lambda body: body.replace("<body>", "<body><!-- 8f3a -->")),
    "a script": (lambda body: body.replace("</body>", "<script>var token = '8f3a'</script></body>")),
    "a class": (lambda body: body.replace("<p>", "<p class='x8f3a'>")),
    "white space": (lambda body: body.replace("<p>", "<p>\n   ").replace(" of ", "\n of  ")),
    "a soft hyphen": (lambda body: body.replace("morning", "mor\u00adning")),
    "an entity": (lambda body: body.replace("island's", "island&#39;s")),
    "another encoding": (
        lambda body: (200, {"Content-Type": "text/html; charset=utf-16le"}, body.encode("utf-16le"))
    ),
}


@pytest.mark.parametrize("touched", NO_NEWS.values(), ids=NO_NEWS)
def test_other_bytes_of_the_same_words_are_no_version(site, followed, touched):
    before = site.pages["/ferry"]
    site.pages["/ferry"] = touched(before)
    followed("run")
    distinct = 1 if site.pages["/ferry"] == before else 2
    payloads = "SELECT count(*), count(DISTINCT payload_id) FROM capture WHERE role = 'article'"
    assert followed.rows(payloads) == [(2, distinct)]
    assert followed.rows("SELECT n FROM version") == [(1,)]
    shown = "SELECT version, verdict, standing FROM capture_list WHERE role = 'article'"
    assert followed.rows(shown) == [(1, "content", "current")] * 2
    assert followed.printed("log") == []


VALIDATORS = {
    "ETag": ("ETag", '"v1"', "If-None-Match"),
    "Last-Modified": ("Last-Modified", "Mon, 23 Nov 2026 04:00:00 GMT", "If-Modified-Since"),
}


@pytest.mark.parametrize(("name", "value", "sent_back"), VALIDATORS.values(), ids=VALIDATORS)
def test_a_304_confirms_the_version(site, page, ferry, archive, name, value, sent_back):
    body = page(TITLE, *ferry)
    site.pages["/ferry"] = (200, {name: value}, body)
    archive("add", "--kind", "page", f"{site.url}/ferry")
    archive("run")
    site.pages["/ferry"] = (304, {name: value}, b"")
    for _ in range(2):  # the second is confirmed by the first 304's validators
        assert archive("run").stdout == "1 capture: 1 not modified\n"
        assert site.requests[-1][1][sent_back] == value
    names = "key, outcome, confirms, payload_digest"
    captures = archive.rows(f"SELECT {names} FROM capture_list WHERE role = 'article' ORDER BY id")
    [(key, outcome, confirms, digest), *others] = captures
    assert (outcome, confirms) == ("ok", None)
    assert [each[1:] for each in others] == [("not_modified", key, digest)] * 2
    [(first, last)] = archive.rows("SELECT first_seen_at, last_seen_at FROM version_list")
    assert first < last
    assert [row["last_outcome"] for row in archive.printed("list")] == ["not_modified"]


PERMANENT = {301: True, 302: False, 307: False, 308: True}


@pytest.mark.parametrize(("status", "permanent"), PERMANENT.items())
def test_redirects(site, page, ferry, archive, status, permanent):
    site.pages["/new"] = page(TITLE, *ferry)
    site.pages["/old"] = (status, {"Location": "/new"}, b"")
    archive("add", "--kind", "page", f"{site.url}/old")
    archive("run")
    hops = "SELECT url, outcome, led_from IS NULL FROM capture_list WHERE role = 'article' ORDER BY id"
    assert archive.rows(hops) == [(f"{site.url}/old", "redirected", 1), (f"{site.url}/new", "ok", 0)]
    for name in ("old", "new"):
        assert len(archive.printed("show", f"{site.url}/{name}")) == len(ferry)
    [row] = archive.printed("list")
    assert row["url"] == f"{site.url}/{'new' if permanent else 'old'}"


WALL = """\
<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>
<p>Enable JavaScript and cookies to continue</p></body></html>"""
PROSE = "<p>A long text about the ferry and the sea, without anything that is asked in it.</p>" * 20

# What it shows: (answer, how list and status call it).
NO_CONTENT = {
    "gone": ((404, {}, b"gone"), "gone"),
    "gone for good": ((410, {}, b"gone"), "gone"),
    "a login": ((401, {}, b"who are you"), "refused"),
    "an error": ((500, {}, b"oops"), "server_error"),
    "nothing": ((200, {}, b""), "empty"),
    "a bot wall": (WALL, "bot_wall"),
    "a page without questions": (f"<article><h1>The island's ferry</h1>{PROSE}</article>", "suspect"),
}


@pytest.mark.parametrize(("answer", "word"), NO_CONTENT.values(), ids=NO_CONTENT)
def test_what_is_no_content_keeps_the_last_version(site, ferry, followed, answer, word):
    version = followed.printed("show", followed.url)
    before = site.pages["/ferry"]
    site.pages["/ferry"] = answer
    run = followed("run", code=1)
    [line] = log_lines(run.stderr)
    assert line.startswith(f"failed    {followed.url}  {word}: ")
    assert followed.printed("show", followed.url) == version
    assert "The last capture, 20" in followed("show", followed.url).stderr
    [trouble] = followed.printed("status")["trouble"]
    assert trouble["trouble"] == word
    assert trouble["version"] == 1
    assert word.replace("_", " ") in followed("status").stdout
    assert word.replace("_", " ") in followed("list").stdout
    site.pages["/ferry"] = before
    followed("run")
    assert followed.rows("SELECT n FROM version") == [(1,)]
    assert followed.printed("status")["trouble"] == []
    assert len(followed.printed("show", followed.url)) == len(ferry)


def test_articles_are_told_apart_and_found_by_any_name(site, page, ferry, archive):
    for name in "abc":
        site.pages[f"/{name}"] = page(f"Ferry {name}", *ferry)
    archive("add", "--kind", "page", *(f"{site.url}/{name}" for name in "abc"))
    archive("run")
    rows = archive.printed("list")
    assert [(row["title"], row["versions"], row["questions"]) for row in rows] == [
        (f"Ferry {name}", 1, 4) for name in "abc"
    ]
    for row in rows:
        for name in (row["url"], row["article_id"], row["article_id"][:8], row["article_id"].upper()):
            assert row["title"] in archive("show", name).stdout


def test_an_article_is_not_due_before_its_time(site, page, ferry, archive):
    site.pages["/ferry"] = page(TITLE, *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry", "--every", "6h")
    archive("run")
    archive.waits = True
    assert archive("run").stdout == "0 captures: nothing was due; --all asks for everything now\n"
    assert site.asked()["/ferry"] == 1


def test_a_run_of_an_empty_archive_says_how_to_begin(archive):
    archive("init")
    assert archive("run").stdout.startswith("Nothing is followed yet; follow an article or a feed")


def test_a_question_in_the_log_is_data(site, page, ferry, followed):
    """Stored text cannot steer the terminal, nor make a formula of a cell."""
    site.pages["/ferry"] = page(TITLE, *edited(ferry, 0, "Its engine", "=HYPERLINK(1) \u202e\x1b[31m"))
    followed("run")
    for verb in (["log"], ["show", followed.url], ["diff", followed.url]):
        shown = followed(*verb).stdout
        assert "HYPERLINK" in shown
        assert not {"\x1b", "\u202e"} & set(shown)
    cells = followed("log", "--format", "csv").stdout
    assert "'=HYPERLINK" in cells
    assert json.loads(followed("log", "--format", "jsonl").stdout)["after"].startswith("=HYPERLINK")


SINCE = {
    "a day": ("1999-01-01", 1),
    "a later day": ("2199-01-01", 0),
    "a minute": ("1999-01-01T10:00", 1),
    "another zone": ("1999-01-01T10:00:00+05:30", 1),
    "Z": ("2199-01-01T10:00:00Z", 0),
}


@pytest.mark.parametrize(("since", "number"), SINCE.values(), ids=SINCE)
def test_log_since(site, page, ferry, followed, since, number):
    site.pages["/ferry"] = page(TITLE, *ferry[:3])
    followed("run")
    assert len(followed.printed("log", "--since", since)) == number


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "", "0001-01-01T00:00+05:00"])
def test_log_since_no_time(archive, since):
    assert "is not a time" in archive("log", "--since", since, code=2).stderr


def test_the_log_shows_edits_in_their_words(site, page, ferry, followed):
    pairs = edited(edited(ferry, 0, "35 parts", "25 parts"), 0, "by train", "by truck")
    pairs = edited(edited(pairs, 0, "on Monday", "on Sunday"), 0, "Nobody can say", "Nobody knows")
    site.pages["/ferry"] = page(TITLE, *pairs)
    followed("run")
    assert followed("log").stdout.splitlines()[1:] == [
        "    Why does the ferry not sail?",
        "      Its engine failed on [-Monday-]{+Sunday+}, and [-35-]{+25+} parts were ordered.…",
        "      …come from the north by [-train-]{+truck+}. Nobody [-can say-]{+knows+} when they arrive.",
    ]


def test_the_log_shows_the_first_edits_of_many(site, page, ferry, followed):
    tides = "The {} boat sails at high tide, and it waits for the mail of the islands. "
    for days in (("first", "second", "third", "fourth"), ("1st", "2nd", "3rd", "4th")):
        answer = "".join(map(tides.format, days))
        site.pages["/ferry"] = page(TITLE, *ferry[:-1], (ferry[-1][0], answer))
        followed("run")
    assert followed("log").stdout.splitlines()[2:6] == [
        "      The [-first-]{+1st+} boat sails at high…",
        "      …of the islands. The [-second-]{+2nd+} boat sails at high…",
        "      …of the islands. The [-third-]{+3rd+} boat sails at high…",
        "      and 1 more, which 'harvester diff' shows",
    ]
