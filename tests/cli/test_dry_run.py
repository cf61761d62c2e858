"""What a run would ask for, and why; nothing is asked for, and nothing is kept."""

import pytest

RSS = "<rss version='2.0'><channel><title>x</title>{}</channel></rss>"


def asked(site):
    return [path for path, _ in site.requests]


@pytest.fixture
def fed(site, page, ferry, archive):
    """A feed with one article in harvester.toml, and an article that a person added."""
    site.pages |= {f"/{name}": page(f"Ferry {name}", *ferry) for name in "ab"}
    site.pages["/feed.xml"] = RSS.format(f"<item><title>a</title><link>{site.url}/a</link></item>")
    archive.plain = archive.settings.read_text()
    archive.settings.write_text(f'{archive.plain}\n[[source]]\nurl = "{site.url}/feed.xml"\nevery = "1d"\n')
    archive("add", "--kind", "page", f"{site.url}/b")
    site.requests.clear()
    return archive


def test_before_the_first_run(site, fed):
    before = fed.derived(), fed.rows("SELECT count(*) FROM decision")
    told = fed("run", "--dry-run")
    assert told.stdout.splitlines() == [
        f"feed      {site.url}/feed.xml  not captured yet",
        f"article   {site.url}/b  not captured yet",
    ]
    assert told.stderr.startswith("1 source and 1 article would be asked for; ")
    assert (fed.derived(), fed.rows("SELECT count(*) FROM decision")) == before
    assert asked(site) == []
    assert fed.rows("SELECT count(*) FROM run") == [(0,)]


def test_what_add_has_captured_of_a_source_is_known(site, page, ferry, archive):
    """`list` says what is to come, a dry run names it, and the run asks for it."""
    site.pages |= {"/a": page("Ferry", *ferry)}
    site.pages["/feed.xml"] = RSS.format(f"<item><title>a</title><link>{site.url}/a</link></item>")
    archive("add", "--all", f"{site.url}/feed.xml")
    assert "'harvester run' captures those that the sources announce." in archive("list").stderr
    before = archive.derived()
    assert f"article   {site.url}/a  not captured yet\n" in archive("run", "--dry-run").stdout
    assert archive.derived() == before
    site.requests.clear()
    archive("run")
    assert "/a" in asked(site)


def test_after_a_run_and_for_what_is_named(site, fed):
    fed("run")
    site.requests.clear()
    told = fed("run", "--dry-run", "--url", f"{site.url}/b")
    [line] = told.stdout.splitlines()
    assert line.startswith(f"article   {site.url}/b  named by you, last asked for 20")
    assert (
        "is not an article of this archive"
        in fed("run", "--dry-run", "--url", "https://no.example/", code=2).stderr
    )
    assert asked(site) == []


def test_it_asks_for_what_a_run_then_asks_for(site, fed):
    fed("run")
    promised = {line.split()[1] for line in fed("run", "--dry-run", "--all").stdout.splitlines()}
    site.requests.clear()
    fed("run", "--all")
    assert {site.url + path for path in asked(site)} - {f"{site.url}/robots.txt"} == promised
    assert len(fed("run", "--dry-run", "--all", "--limit", "2").stdout.splitlines()) == 2


def test_what_harvester_toml_no_longer_declares(site, fed):
    fed("run")
    fed.settings.write_text(fed.plain)
    assert (
        f"ended     {site.url}/feed.xml  harvester.toml no longer declares it"
        in fed("run", "--dry-run").stdout
    )
    fed.settings.write_text(f'{fed.plain}\n[[source]]\nurl = "{site.url}/feed.xml"\nevery = "1d"\n')
    assert "ended" not in fed("run", "--dry-run").stdout
