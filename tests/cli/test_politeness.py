"""What sites ask for is heeded by runs, one after the other, and by processes of their own."""

import time
from datetime import datetime, timedelta

import pytest
from log_lines import log_lines

from harvester.cli.politeness import _line

ROBOTS = "User-agent: *\nDisallow: {path}\n"


def robots(path):
    return 200, {"Content-Type": "text/plain"}, ROBOTS.format(path=path)


# What it shows: (robots.txt, exit code, outcomes of /open/a and /private/b).
RULES = {
    "none": ((404, {}, b""), 0, ["ok", "ok"]),
    "some": (robots("/private/"), 1, ["ok", "robots_refused"]),
    "all": (robots("/"), 7, ["robots_refused", "robots_refused"]),
    "broken": ((500, {}, b"oops"), 7, ["robots_refused", "robots_refused"]),
    "for others": ((200, {}, "User-agent: GPTBot\nDisallow: /\n"), 0, ["ok", "ok"]),
    "for us": ((200, {}, "User-agent: harvester\nDisallow: /open\n"), 1, ["robots_refused", "ok"]),
}


@pytest.mark.parametrize(("answer", "code", "outcomes"), RULES.values(), ids=RULES)
def test_robots(site, page, ferry, archive, answer, code, outcomes):
    site.pages["/robots.txt"] = answer
    site.pages["/open/a"] = site.pages["/private/b"] = page("The ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/open/a", f"{site.url}/private/b")
    run = archive("run", code=code)
    captured = "SELECT outcome FROM capture_list WHERE role = 'article' ORDER BY url"
    assert [outcome for (outcome,) in archive.rows(captured)] == outcomes
    refused = outcomes.count("robots_refused")
    assert run.stderr.count("robots.txt") == refused
    assert site.asked()["/robots.txt"] == 1
    assert sum(site.asked().values()) == 3 - refused


def test_robots_is_kept_for_a_day(site, page, ferry, archive):
    site.pages["/robots.txt"] = robots("/private/")
    site.pages["/ferry"] = page("The ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry", f"{site.url}/private/b")
    for code in (1, 0, 0):  # what earlier runs have told is no new failure
        archive("run", code=code)
    assert site.asked() == {"/robots.txt": 1, "/ferry": 3}
    assert archive.rows("SELECT outcome FROM capture WHERE role = 'robots'") == [("ok",)]


def test_retry_after_is_heeded_by_the_next_process(site, page, ferry, archive, process):
    site.pages["/a"] = (503, {"Retry-After": "600"}, b"later")
    site.pages["/b"] = page("The ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/a", f"{site.url}/b")
    first = archive("run", code=1)
    failed, waits = log_lines(first.stderr)
    assert failed.startswith(f"failed    {site.url}/a  rate_limited: ")
    assert waits.startswith(f"deferred  {site.url}/b  ")
    asked = len(site.requests)
    again = process("run")
    stdout, stderr = again.communicate(timeout=30)
    assert again.returncode == 1
    assert len(site.requests) == asked
    words = f"{site.url.removeprefix('http://')} is not to be asked before "
    deferred = [line.split("  ", 2) for line in log_lines(stderr)]
    assert [url for _, url, _ in deferred] == [f"{site.url}/b", f"{site.url}/a"]
    assert all(reason.startswith(words) and reason.endswith(" UTC") for _, _, reason in deferred)
    assert stdout.splitlines() == ["2 URLs left for a later run"]
    assert archive.rows("SELECT count(*) FROM capture WHERE role = 'article'") == [(1,)]


def test_adding_says_as_a_run_does_that_a_host_is_left_alone(site, archive):
    site.pages["/a"] = (503, {"Retry-After": "600"}, b"later")
    archive("add", f"{site.url}/a")
    told = archive("add", f"{site.url}/b").stderr
    assert told.startswith(
        f"deferred  {site.url}/b  {site.url.removeprefix('http://')} is not to be asked before"
    )
    assert told.endswith(" UTC. It is followed as a page all the same.\n")


def test_the_delay_holds_between_runs(site, page, ferry, archive):
    archive.settings.write_text(archive.settings.read_text().replace("delay = 0.0", "delay = 0.3"))
    site.pages["/ferry"] = page("The ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry")
    archive("run")
    archive("run")
    captured = archive.rows("SELECT captured_at FROM capture WHERE role = 'article' ORDER BY id")
    first, second = (datetime.fromisoformat(at) for (at,) in captured)
    assert second - first >= timedelta(milliseconds=298)  # the archive keeps whole milliseconds of both


def test_parse_asks_a_host_as_politely_as_a_run(site, page, ferry, archive):
    archive.settings.write_text(archive.settings.read_text().replace("delay = 0.0", "delay = 0.3"))
    site.pages |= {"/a": page("The ferry", *ferry), "/b": page("The pier", *ferry)}
    began = time.monotonic()
    archive("parse", f"{site.url}/a", f"{site.url}/b")
    assert site.asked() == {"/robots.txt": 1, "/a": 1, "/b": 1}
    assert time.monotonic() - began >= 0.6  # after robots.txt, and between the two


def test_who_asks(site, page, ferry, archive):
    site.pages["/ferry"] = page("The ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry")
    archive("run")
    archive("parse", f"{site.url}/ferry")
    agents = {headers["User-Agent"] for _, headers in site.requests}
    assert len(agents) == 1
    assert agents.pop().endswith("(archiver of question-and-answer pages; +mailto:archive@tests.example)")


def test_nobody_to_reach(harvester):
    assert "contact" in harvester("init").stderr
    assert "contact" in harvester("run").stderr


def test_politeness_is_proved_from_the_archive(site, page, ferry, archive):
    site.pages["/robots.txt"] = robots("/private/")
    site.pages["/ferry"] = page("The ferry", *ferry)
    archive("add", "--kind", "page", f"{site.url}/ferry", f"{site.url}/private/b")
    assert archive("politeness").stdout == "No requests were made.\n"
    archive("run", code=1)
    archive("run")
    host = site.url.removeprefix("http://")
    (row,) = archive.printed("politeness")
    assert (row["host"], row["requests"], row["robots_refused"], row["violations"]) == (host, 3, 2, [])
    first, last = archive("politeness").stdout.splitlines()
    assert first.startswith(f"{host}  3 requests, ")
    assert "2 URLs not asked for, by robots.txt" in first
    assert last.startswith("3 requests to 1 host, ")
    assert last.endswith("; 0 violations")


def test_a_violation_has_a_line_of_its_own():
    row = {
        "host": "tarvel.example", "requests": 2, "unchanged": 0, "smallest_gap_s": 0.5, "delay_s": 3600.0,
        "crawl_delay_s": 86_400.0, "crawl_delay_kept_s": 3600.0, "wire_bytes": 1234, "robots_refused": 0,
        "retry_after": 1, "parts": 0,
        "violations": [{"at": "2031-03-04T12:00:00.000Z", "url": "http://tarvel.example/", "what": "it"}],
    }  # fmt: skip
    host, violation = _line(row).splitlines()
    assert host.startswith("tarvel.example  2 requests, 0 unchanged; gap 0.50 s or more, delay 3600 s; ")
    assert host.endswith("; Crawl-delay of 86400 s, 3600 s are kept; 1.2 kB received; 1 Retry-After")
    assert violation == "violation  2031-03-04T12:00:00.000Z  http://tarvel.example/: it"


@pytest.mark.parametrize(
    ("setting", "outcome", "bodies"), [("true", "archiving_refused", 0), ("false", "ok", 1)]
)
def test_a_page_that_asks_not_to_be_archived(site, page, ferry, archive, setting, outcome, bodies):
    """If the settings obey, the answer without its body is the evidence of that, and is asked for seldom."""
    archive.settings.write_text(archive.settings.read_text() + f"obey_noarchive = {setting}\n")
    headers = {"Content-Type": "text/html; charset=utf-8", "X-Robots-Tag": "noindex, noarchive"}
    site.pages["/ferry"] = (200, headers, page("The ferry", *ferry))
    archive("add", "--kind", "page", f"{site.url}/ferry")
    run = archive("run", code=7 if setting == "true" else 0)
    sql = "SELECT outcome, status, count(payload_id) FROM capture WHERE role = 'article'"
    assert archive.rows(sql) == [(outcome, 200, bodies)]
    assert ("asks not to be archived: X-Robots-Tag: noarchive" in run.stderr) is (setting == "true")
