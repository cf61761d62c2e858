"""What a user sees of the address policy: refusals with a reason, and how to allow nets of one's own."""

import pytest


@pytest.fixture
def strict(archive, monkeypatch):
    """The program as it is where nobody allows anything."""
    monkeypatch.delenv("HARVESTER_ALLOW_NET")
    return archive


def test_a_run_of_refusals(strict, site, page, ferry):
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    strict("add", "--kind", "page", f"{site.url}/ferry")
    told = strict("run", code=7)
    assert (
        "Only public web servers are asked, and the networks that allow_net in harvester.toml names"
        in told.stderr
    )
    assert "  address_refused: " in told.stderr
    assert "1 capture: 1 address refused" in told.stdout
    assert strict.rows("SELECT outcome, status, ip FROM capture") == [("address_refused", None, None)]
    assert strict.rows("SELECT count(*) FROM version") == [(0,)]
    assert site.requests == []


# How a net is allowed: (arguments, variable of the environment, lines of harvester.toml).
WAYS = {
    "an option": (("--allow-net", "127.0.0.0/8"), "", ""),
    "several": (("--allow-net", "10.0.0.0/8", "--allow-net", "127.0.0.1"), "", ""),
    "the environment": ((), "10.0.0.0/8 127.0.0.0/8", ""),
    "the settings": ((), "", 'allow_net = ["127.0.0.1"]\n'),
}


@pytest.mark.parametrize(("arguments", "variable", "lines"), WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("verb", ["run", "parse"])
def test_allowed(strict, site, page, ferry, monkeypatch, verb, arguments, variable, lines):
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    with strict.settings.open("a") as settings:
        settings.write(lines)
    if variable:
        monkeypatch.setenv("HARVESTER_ALLOW_NET", variable)
    strict("add", "--kind", "page", f"{site.url}/ferry")
    told = strict(verb, *arguments, *([f"{site.url}/ferry"] if verb == "parse" else []))
    assert ("1 first version" if verb == "run" else "Who pays for the repairs?") in told.stdout


def test_what_was_refused_is_asked_once_it_is_allowed(strict, site, page, ferry):
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    strict("add", "--kind", "page", f"{site.url}/ferry")
    strict("run", code=7)
    assert "1 first version" in strict("run", "--allow-net", "127.0.0.1").stdout


def test_a_net_that_is_none(strict):
    told = strict("run", "--allow-net", "localhost", code=2)
    assert "'localhost' does not appear to be an IPv4 or IPv6 network" in told.stderr


def test_what_a_feed_names_is_refused_one_by_one(strict, site, page, ferry):
    """A sitemap on an allowed host that names inner services: none is connected to, the rest is captured."""
    inner = [f"http://127.0.0.2:{port}/" for port in (22, 80, 6379)] + ["http://[::1]/", "http://0x7f.2/"]
    locations = "".join(f"<url><loc>{url}</loc></url>" for url in [*inner, f"{site.url}/ferry"])
    site.pages["/sitemap.xml"] = (
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{locations}</urlset>"
    )
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    strict("add", "--kind", "page", "--kind", "sitemap", f"{site.url}/sitemap.xml")
    told = strict("run", "--allow-net", "127.0.0.1", code=1)
    assert "6 captures: 5 address refused, 1 ok" in told.stdout
    assert "1 first version" in told.stdout
