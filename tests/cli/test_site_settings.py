"""Settings of one source's site, with secrets, as a user writes them: what is sent, kept and said."""

from contextlib import closing

import pytest

from harvester.archive.captures import read_capture
from harvester.archive.connection import open_readonly
from harvester.config import load
from harvester.harvest.access import options_of
from harvester.http.headers import header

SECRET = "tok-7734-lighthouse"


@pytest.fixture
def desk(archive, site, page, ferry):
    """An archive with a feed of one article, to whose table lines can be added."""
    item = f"<item><title>t</title><link>{site.url}/ferry</link></item>"
    site.pages["/feed.xml"] = f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>"
    site.pages["/ferry"] = page("The island's ferry", *ferry)

    def write(lines, fetch=""):
        text = f'contact = "a@tests.example"\n[fetch]\ndelay = 0.0\n{fetch}\n'
        archive.settings.write_text(
            f'{text}[[source]]\nurl = "{site.url}/feed.xml"\nkind = "feed"\n{lines}\n'
        )
        return archive

    return write


# Where the secret is: (how the value is written, variable of the environment, text of a file).
WHERE = {
    "in the file": (f'"{SECRET}"', "", ""),
    "in the environment": ('{ env = "DESK_TOKEN" }', SECRET, ""),
    "in a file": ('{ file = "secrets/token" }', "", f"{SECRET}\n"),
}


@pytest.mark.parametrize(("value", "variable", "text"), WHERE.values(), ids=WHERE)
def test_a_secret_is_sent_and_not_kept(desk, site, monkeypatch, value, variable, text):
    archive = desk(f"headers = {{ Authorization = {value} }}\ncookies = {{ sid = {value} }}")
    monkeypatch.setenv("DESK_TOKEN", variable)
    (archive.folder / "secrets").mkdir()
    (archive.folder / "secrets/token").write_text(text)
    told = archive("run")
    assert "1 first version" in told.stdout
    for path, headers in site.requests:
        assert (headers["Authorization"], headers["Cookie"]) == (SECRET, f"sid={SECRET}"), path
    assert {path for path, _ in site.requests} == {"/robots.txt", "/feed.xml", "/ferry"}
    said = told.output + "".join(archive(verb).output for verb in ("status", "list", "log"))
    assert SECRET not in said
    for file in archive.folder.glob("harvester.db*"):
        assert SECRET.encode() not in file.read_bytes()
    settings = archive.rows("SELECT text FROM setting")[0][0]
    assert '"headers":["Authorization"]' in settings
    with closing(open_readonly(archive.folder / "harvester.db")) as conn:
        headers = [
            read_capture(conn, each).request_headers for (each,) in archive.rows("SELECT id FROM capture")
        ]
    assert {header(each, name) for each in headers for name in ("Authorization", "Cookie")} == {"withheld"}


def test_articles_on_another_host_get_none_of_it(desk, site, new_site, page, ferry):
    other = new_site()
    other.pages["/ferry"] = page("The island's ferry", *ferry)
    item = f"<item><title>t</title><link>{other.url}/ferry</link></item>"
    site.pages["/feed.xml"] = f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>"
    desk(f'headers = {{ X-Token = "{SECRET}" }}\ncookies = {{ sid = "{SECRET}" }}')("run")
    assert SECRET in str(site.requests)
    assert other.asked()["/ferry"] == 1
    assert not {"X-Token", "Cookie"} & {name for _, headers in other.requests for name in headers}


# What it shows: (lines of the source, words of the message). Nothing is fetched.
MISSING = {
    "a variable": (
        'headers = { X-Token = { env = "NOT_SET" } }',
        "source 1: headers: X-Token: the environment has no NOT_SET",
    ),
    "a file": (
        'cookies = { sid = { file = "nowhere" } }',
        "nowhere cannot be read: No such file or directory",
    ),
    "a value of two lines": (
        'headers = { X-Token = "a\\nb" }',
        "X-Token: the value has characters that it may not",
    ),
    "an empty value": (
        'headers = { X-Token = "" }',
        "X-Token: the value has characters that it may not have, is empty",
    ),
    "a cookie with a semicolon": ('cookies = { sid = "a; b=c" }', "cookies: sid: the value has characters"),
    "a proxy of another kind": ('proxy = "socks5://127.0.0.1:1080"', "source 1: proxy: it is not a proxy"),
    "certificates that are none": (
        'ca_bundle = "harvester.toml"',
        "cannot be used: there is no certificate in it",
    ),
    "certificates that are not there": ('ca_bundle = "none.pem"', "none.pem cannot be used: No such file"),
}


@pytest.mark.parametrize(("lines", "words"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_told_before_anything_is_fetched(desk, site, lines, words):
    archive = desk(lines)
    assert words in archive("run", code=2).stderr
    assert site.requests == []
    assert archive("status").exit_code == 0  # who only reads needs no secret


# What it shows: (lines of the source, lines of [fetch], words of the message). No value is shown.
BAD = {
    "a header of ours": (
        f'headers = {{ Host = "{SECRET}" }}',
        "",
        "source 1: headers: the value is not accepted",
    ),
    "a cookie as a header": (f'headers = {{ cookie = "{SECRET}" }}', "", "Not accept-encoding"),
    "a name with a space": (
        f'headers = {{ "X Y" = "{SECRET}" }}',
        "",
        "source 1: headers: the value is not accepted",
    ),
    "a list": (f'cookies = ["{SECRET}"]', "", "source 1: cookies: the value is not accepted. Give names"),
    "two places": (
        f'cookies = {{ a = {{ env = "{SECRET}", file = "b" }} }}',
        "",
        "cookies: the value is not accepted",
    ),
    "a secret for everybody": ("", 'headers = { X-Token = { env = "A" } }', "say it in a [[source]]"),
    "a password for everybody": ("", f'headers = {{ Authorization = "{SECRET}" }}', "say it in a [[source]]"),
    "cookies for everybody": ("", f'cookies = {{ a = "{SECRET}" }}', "fetch: cookies: is not a setting"),
    "an agent of two lines": (
        'user_agent_suffix = "a\\nb"',
        "",
        "user_agent_suffix: the value is not accepted",
    ),
}


@pytest.mark.parametrize(("lines", "fetch", "words"), BAD.values(), ids=BAD)
def test_what_will_not_do(desk, lines, fetch, words):
    told = desk(lines, fetch)("run", code=2)
    assert words in told.stderr
    assert SECRET not in told.output


def test_a_password_in_the_url_of_a_source(desk, site):
    archive = desk("")
    text = archive.settings.read_text().replace("http://", f"http://ada:{SECRET}@")
    archive.settings.write_text(text)
    told = archive("run", code=2)
    assert "url: 'http://127.0.0.1" in told.stderr
    assert "a password in it would be stored and printed" in told.stderr
    assert SECRET not in told.output
    assert site.requests == []


@pytest.mark.parametrize("verb", ["add", "parse"])
def test_a_password_on_the_command_line_is_not_repeated(archive, verb):
    told = archive(verb, f"http://ada:{SECRET}@tarvel.example/", code=2 if verb == "add" else 7)
    assert "tarvel.example" in told.stderr
    assert SECRET not in told.output


def test_two_sources_of_one_site_that_differ(desk, site):
    second = f'[[source]]\nurl = "{site.url}/other.xml"\nheaders = {{ X-Token = "b" }}'
    archive = desk(f'headers = {{ X-Token = "a" }}\n{second}')
    assert (
        f"asks {site.url[7:]} otherwise than the source {site.url}/feed.xml does"
        in archive("run", code=2).stderr
    )


def test_further_hosts_and_a_header_for_all(desk, site):
    fetch = 'headers = { Accept-Language = "pt" }\nuser_agent_suffix = "desk/7"'
    archive = desk('hosts = ["www.tarvel.example"]\nheaders = { X-Token = "a" }', fetch)
    archive("run")
    for _, headers in site.requests:
        assert (headers["Accept-Language"], headers["X-Token"]) == ("pt", "a")
        assert headers["User-Agent"].endswith(" desk/7")


def test_an_https_source_gives_no_secret_to_http(tmp_path):
    path = tmp_path / "harvester.toml"
    path.write_text(
        '[fetch]\nheaders = { X-All = "1" }\n[[source]]\nurl = "https://www.tarvel.example/feed"\n'
        'cookies = { sid = "a" }\nheaders = { X-Token = "b" }\nhosts = ["cdn.example"]\n'
        '[[source]]\nurl = "http://plain.example/"\ncookies = { sid = "c" }\n'
    )
    sites = options_of(load(path))
    cookies = {
        url: sites.of(url).cookies
        for url in (
            "https://tarvel.example/a",
            "http://tarvel.example/a",
            "https://cdn.example/a",
            "http://cdn.example/a",
            "https://tarvel.example:8443/a",
            "https://sub.tarvel.example/a",
            "http://plain.example/",
            "https://plain.example/",
        )
    }
    assert list(cookies.values()) == ["sid=a", "", "sid=a", "", "", "", "sid=c", "sid=c"]
    assert sites.of("http://tarvel.example/a").headers == (("X-All", "1"),)
