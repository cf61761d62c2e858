"""Runs with bounds: what a person names, at most so many, so long, and a disk with too little space."""

import json
import re

import pytest

PATIENCE_S = 20


@pytest.fixture
def three(site, page, ferry, archive):
    """Three articles of a feed that were captured once, and one that a person added."""
    for name in ("a", "b", "c", "d"):
        site.pages[f"/{name}"] = page(f"Ferry {name}", *ferry)
    items = "".join(f"<item><title>{n}</title><link>{site.url}/{n}</link></item>" for n in "abc")
    site.pages["/feed.xml"] = (
        200,
        {"Content-Type": "application/rss+xml"},
        f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>",
    )
    archive.settings.write_text(
        archive.settings.read_text()
        + f'[[source]]\nurl = "{site.url}/feed.xml"\nkind = "feed"\nevery = "1d"\n'
    )
    archive("add", "--kind", "page", f"{site.url}/d")
    archive("run")
    site.requests.clear()
    return archive


def asked(site):
    return sorted(path for path, _ in site.requests if path != "/robots.txt")


def test_one_article_due_or_not(site, three):
    three("run", "--url", f"{site.url}/b")
    assert asked(site) == ["/b"]


def test_one_source_due_or_not_and_its_articles_that_are_due(site, page, ferry, three):
    site.pages["/e"] = page("Ferry e", *ferry)
    status, headers, body = site.pages["/feed.xml"]
    more = f"<item><title>e</title><link>{site.url}/e</link></item></channel>"
    site.pages["/feed.xml"] = (status, headers, body.replace("</channel>", more))
    three("run", "--source", f"{site.url}/feed.xml")
    assert asked(site) == ["/e", "/feed.xml"]


NOT_FOLLOWED = {
    "no article": (
        ["--url", "https://nowhere.example/"],
        "is not an article of this archive. 'harvester add URL' follows it.",
    ),
    "no source": (["--source", "https://nowhere.example/"], "is not a source of this archive."),
}


@pytest.mark.parametrize(("options", "words"), NOT_FOLLOWED.values(), ids=NOT_FOLLOWED)
def test_what_is_not_followed_is_said(site, three, options, words):
    refused = three("run", *options, code=2)
    assert words in refused.stderr
    assert asked(site) == []


def test_what_is_paused_is_said(site, three):
    three("pause", f"{site.url}/d")
    assert (
        "is paused. 'harvester resume' follows it again."
        in three("run", "--url", f"{site.url}/d", code=2).stderr
    )


def test_at_most_so_many(site, three):
    three.settings.write_text(three.settings.read_text().replace('every = "1d"', ""))
    three("run", "--limit", "1")  # which learns that everything is due
    site.requests.clear()
    run = three("run", "--limit", "2")
    assert len(asked(site)) == 2
    assert re.search(r"^[1-9] URLs? left for a later run$", run.stdout, re.MULTILINE)


def test_at_most_so_long(site, page, ferry, archive):
    """A host wants half a minute between two requests, and the run has a second."""
    archive.settings.write_text(archive.settings.read_text().replace("delay = 0.0", "delay = 30.0"))
    site.pages |= {"/a": page("A", *ferry), "/b": page("B", *ferry)}
    archive("add", "--kind", "page", f"{site.url}/a", f"{site.url}/b")
    run = archive("run", "--for", "1s")
    assert "2 URLs left for a later run" in run.stdout
    assert archive.rows("SELECT count(*) FROM capture WHERE role = 'article'") == [(0,)]
    assert archive.printed("runs")[0]["exit"] == "0"


QUIET = {"no failure": ([], ""), "a failure": (["gone"], "failed")}


@pytest.mark.parametrize(("gone", "word"), QUIET.values(), ids=QUIET)
def test_quiet_tells_new_failures_only(site, page, ferry, archive, gone, word):
    site.pages["/a"] = page("A", *ferry)
    archive("add", "--kind", "page", f"{site.url}/a", *(f"{site.url}/{each}" for each in gone))
    first = archive("run", "--quiet", code=1 if gone else 0)
    assert first.stdout == ""
    assert len(first.stderr.splitlines()) == len(gone)
    assert word in first.stderr
    again = archive("run", "--quiet")
    assert again.output == ""


def test_verbose_names_each_capture(site, three):
    told = three("run", "--url", f"{site.url}/a", "--verbose").stderr
    assert re.search(rf"^2\S+Z  captured  {site.url}/a  ok, [\d,]+ bytes$", told, re.MULTILINE)


def test_the_log_as_objects(three):
    told = [
        json.loads(line) for line in three("run", "--verbose", "--log-format", "json").stderr.splitlines()
    ]
    assert [told[0]["event"], told[-1]["event"]] == ["started", "ended"]
    assert all(each["at"].endswith("Z") for each in told)


def test_a_failure_that_repeats_is_told_once_and_counted(site, page, ferry, archive):
    site.pages |= {"/a": page("A", *ferry), "/b": (500, {}, "")}
    archive("add", "--kind", "page", f"{site.url}/a", f"{site.url}/b")
    first = archive("run", code=1)
    assert f"failed    {site.url}/b  server_error: " in first.stderr
    second = archive("run", code=1)
    assert "failed  " not in second.stderr
    assert "1 URL failed, as in the run before" in second.stdout
