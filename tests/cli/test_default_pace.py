"""Runs as people do them: at the pace that each article and source has, and not everything each time."""

import re

import pytest


@pytest.fixture
def paced(site, page, ferry, archive):
    """Two articles of a feed, at the pace of their own: captured once, a moment ago."""
    archive.waits = True
    for name in ("a", "b"):
        site.pages[f"/{name}"] = page(f"Ferry {name}", *ferry)
    items = "".join(f"<item><title>{n}</title><link>{site.url}/{n}</link></item>" for n in "ab")
    channel = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    site.pages["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, channel)
    archive("add", f"{site.url}/feed.xml")
    archive("run")
    site.requests.clear()
    return archive


def test_a_second_run_asks_for_nothing_that_was_just_captured(site, paced):
    assert "0 captures: nothing was due" in paced("run").stdout
    assert site.requests == []
    assert paced("run", "--dry-run").stdout == ""


def test_list_and_status_say_when_each_is_due(paced):
    text = paced("list").stdout
    assert len(re.findall(r"; next 20\d\d-\d\d-\d\d \d\d:\d\d", text)) == 2
    rows = paced.printed("list") + paced.printed("status")["sources"]
    assert len(rows) == 3
    assert all(row["next_at"] > (row["last_captured_at"] or "") for row in rows)
    assert re.search(r"; last 20[^;]*, next 20", paced("status").stdout)


def test_what_is_paused_or_ended_is_due_never(site, paced):
    paced("pause", f"{site.url}/a")
    paced("end", f"{site.url}/feed.xml")
    paced("run")
    assert [row["next_at"] for row in paced.printed("list") if row["state"] == "paused"] == [None]
    [source] = paced.printed("status")["sources"]
    assert source["next_at"] is None


def test_what_failed_is_tried_again_after_minutes(site, paced):
    before = {row["url"]: row["next_at"] for row in paced.printed("list")}
    site.pages["/a"] = (503, {}, b"later")
    paced("run", "--url", f"{site.url}/a", code=1)
    after = {row["url"]: row for row in paced.printed("list")}
    row = after[f"{site.url}/a"]
    assert row["trouble"] == "server_error"
    assert row["last_captured_at"] < row["next_at"]
    assert after[f"{site.url}/b"]["next_at"] == before[f"{site.url}/b"]


def test_all_asks_for_what_is_not_due(site, paced):
    paced("run", "--all")
    assert sorted(path for path, _ in site.requests if path != "/robots.txt") == ["/a", "/b", "/feed.xml"]


@pytest.mark.parametrize("option", [["--all"], ["--url", "https://norra.example/"]], ids=lambda each: each[0])
def test_for_ever_goes_with_what_is_due_only(paced, option):
    refused = paced("run", "--forever", *option, code=2)
    assert "--forever asks for what is due" in refused.stderr
