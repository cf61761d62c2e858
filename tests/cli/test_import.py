"""``harvester import`` as a user calls it: which files it takes, what it says, and how it ends."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "harvest"))  # kept_pages, warcs

from kept_pages import CRANE, PIER, PROSE, THINGS, edition
from warcs import page, revisit, written

LONG_AGO = -24 * 365 * 12  # hours
FIRST = page(PIER, LONG_AGO, edition(THINGS[:5]))
LOST = page(CRANE, LONG_AGO, PROSE)


@pytest.fixture
def files(harvester):
    """Files beside the program: a good web archive, one with nothing wanted, and what is none."""
    (harvester.folder / "good.warc.gz").write_bytes(written(FIRST, LOST))
    (harvester.folder / "none.warc.gz").write_bytes(written(LOST))
    (harvester.folder / "bad.warc.gz").write_bytes(written(revisit(PIER, LONG_AGO, LOST)))
    (harvester.folder / "page.html").write_bytes(edition(THINGS[:4]))
    listed = f"file,url,captured_at\npage.html,{PIER},2019-03-08T12:00:00Z\n"
    (harvester.folder / "list.csv").write_text(listed)


ENDS = {
    "a web archive": (["good.warc.gz"], 0, "1 capture added, 1 left out; 1 article brought up to date"),
    "what is in two files": (
        ["good.warc.gz", "good.warc.gz"],
        0,
        "1 capture added, 1 already known, 2 left out; 1 article brought up to date",
    ),
    "a dry run": (
        ["good.warc.gz", "--dry-run"],
        0,
        "1 capture would be added, 1 left out; nothing was written",
    ),
    "all pages": (["good.warc.gz", "--all-html"], 0, "2 captures added; 2 articles brought up to date"),
    "nothing wanted": (
        ["none.warc.gz"],
        0,
        "0 captures added, 1 left out: no page there has questions and answers, or is of a known article",
    ),
    "what is refused": (
        ["good.warc.gz", "page.html"],
        6,
        "1 capture added, 1 left out, 1 refused; 1 article",
    ),
    "a list by its content": (["list.csv"], 0, "1 capture added; 1 article brought up to date"),
    "a list and a web archive": (
        ["list.csv", "good.warc.gz"],
        0,
        "2 captures added, 1 left out; 1 article brought up to date",
    ),
    "a saved page": (["page.html", "--url", PIER, "--at", "2019-03-08T12:00:00Z"], 0, "1 capture added"),
    "no file": ([], 2, "Give a FILE"),
    "a page without a time": (["page.html", "--url", PIER], 2, "A saved page needs FILE, --url and --at."),
    "a list twice": (["list.csv", "--list", "list.csv"], 2, "not both"),
    "a file that is not there": (["none.warc"], 6, "1 refused"),
    "a list on a cluster": (["list.csv", "--on", "local"], 2, "leave --on out"),
    "a saved page on a cluster": (
        ["page.html", "--url", PIER, "--at", "2019-03-08T12:00:00Z", "--on", "local"],
        2,
        "leave --on out",
    ),
    "chosen by the URL on a cluster": (
        ["good.warc.gz", "--match", "*", "--on", "local"],
        2,
        "leave --on out",
    ),
    "stdin on a cluster": (["-", "--on", "local"], 2, "Workers cannot read stdin"),
}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("arguments", "code", "words"), ENDS.values(), ids=ENDS)
def test_how_it_ends(harvester, arguments, code, words):
    done = harvester("import", *arguments, code=code)
    assert words in done.output


@pytest.mark.usefixtures("files")
def test_a_web_archive_on_stdin(harvester):
    done = harvester("import", "-", stdin=(harvester.folder / "good.warc.gz").read_bytes())
    assert "1 capture added" in done.output


@pytest.mark.usefixtures("files")
def test_a_version_says_who_captured_it(harvester):
    harvester("import", "good.warc.gz", "list.csv")
    first, second = (harvester("show", PIER, "--version", number).output for number in (1, 2))
    assert "UTC, from a WARC file\n" in first
    assert "UTC, from a file that somebody saved\n" in second


@pytest.mark.usefixtures("files")
def test_what_is_refused_is_named(harvester):
    done = harvester("import", "bad.warc.gz", "--match", "*", code=6)
    assert "refused   bad.warc.gz, record at 0 (urn:uuid:" in done.output
    assert "It repeats a payload that is neither in these files nor in the archive." in done.output


@pytest.mark.usefixtures("files")
def test_a_dry_run_makes_no_archive(harvester):
    harvester("import", "good.warc.gz", "--dry-run")
    assert not [*harvester.folder.glob("*.db")]
