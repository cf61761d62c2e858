"""URLs that give no page: each named with its outcome, and nothing that was stored before is lost."""

import socket

import pytest
from fault_server import OK, endless, gzip_bomb, kept, reset, response
from log_lines import log_lines

HTML = "Content-Type: text/html; charset=utf-8"
LIMITS = "timeout = 1\nmax_body_mib = 1\n"
BOMB = response(gzip_bomb(60), HTML, "Content-Encoding: gzip")


def moved(to, status=302):
    return response(b"", f"Location: {to}", status=status)


def hang(connection):
    """Say nothing until the client is gone."""
    connection.recv(1)


# What it shows: (what the server does, outcome, words of the message).
FAULTS = {
    "404": (response(b"gone", status=404), "gone", "404"),
    "410": (response(b"gone", status=410), "gone", "410"),
    "403": (response(b"no", status=403), "refused", "403"),
    "429": (response(b"slowly", "Retry-After: 1", status=429), "rate_limited", "429"),
    "500": (response(b"oops", status=500), "server_error", "500"),
    "503": (response(b"later", status=503), "server_error", "503"),
    "503 with Retry-After": (response(b"later", "Retry-After: 1", status=503), "rate_limited", "503"),
    "a redirect to itself": (moved("/page"), "redirect_loop", "come back"),
    "a redirect to nowhere": (moved(""), "bad_redirect", "Location"),
    "a redirect to another scheme": (moved("ftp://a.example/"), "bad_redirect", "http"),
    "silence": (hang, "timeout", "time"),
    "a body without end": (endless(OK + b"\r\n", b"x" * 65536), "too_large", "more than"),
    "a gzip bomb": (BOMB, "too_large", "more than"),
    "half a body": (OK + b"Content-Length: 99\r\n\r\n<p>Half", "truncated", "bytes"),
    "not gzip": (response(b"<p>Hello", HTML, "Content-Encoding: gzip"), "bad_encoding", "gzip"),
    "nothing at all": (response(b"", HTML), "empty", "body"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.9\r\n", "bad_response", "HTTP"),
    "a reset connection": (reset(), "connection_lost", "closed"),
}


@pytest.fixture
def limited(archive):
    with archive.settings.open("a") as file:
        file.write(LIMITS)
    return archive


def one_sentence(text):
    """The only line of what stands on stderr."""
    [line] = text.splitlines()
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize(("fault", "outcome", "words"), FAULTS.values(), ids=FAULTS)
def test_faults(server, page, ferry, limited, fault, outcome, words):
    body = page("The ferry", *ferry).encode()
    url = server.answers(kept(response(body, HTML)), fault, path="/page")
    limited("add", "--kind", "page", url)
    limited("run")
    shown = limited("show", url).stdout
    [failed] = log_lines(limited("run", code=1).stderr)
    assert failed.startswith(f"failed    {url}  {outcome}: ")
    assert words in failed
    assert limited("show", url).stdout == shown
    [trouble] = limited.printed("status")["trouble"]
    assert (trouble["url"], trouble["outcome"], trouble["version"]) == (url, outcome, 1)
    if outcome != "rate_limited":  # the second process would wait, as it was asked to
        parsed = limited("parse", url, code=1)
        assert parsed.stdout == ""
        assert one_sentence(parsed.stderr).startswith(f"harvester: {url}: {outcome}: ")


CHALLENGE = b"<title>Just a moment...</title><p>Verify you are human by completing the action below.</p>"


@pytest.mark.parametrize("status", [403, 503])
def test_the_wall_of_a_refusal_is_named(server, page, ferry, limited, status):
    body = page("The ferry", *ferry).encode()
    url = server.answers(kept(response(body, HTML)), response(CHALLENGE, HTML, status=status), path="/page")
    limited("add", "--kind", "page", url)
    limited("run")
    [failed] = log_lines(limited("run", code=1).stderr)
    assert f"The server answered {status}" in failed
    assert "the page is a bot wall: " in failed
    assert "A wall hides the page: bot wall" in limited("show", url).stdout
    assert limited.rows("SELECT kind, detail FROM event") == [("walled", "bot_wall")]
    limited("rebuild")
    assert limited.rows("SELECT kind, detail FROM event") == [("walled", "bot_wall")]


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


# What it shows: (URL, where {port} is a closed one and {site} speaks no TLS; outcome, words).
NO_SERVER = {
    "a host that is not": ("http://nobody.invalid/", "dns_error", "not found"),
    "a closed port": ("http://127.0.0.1:{port}/", "connection_refused", "refused"),
    "no TLS": ("https://{site}/", "tls_error", "secure"),
}


@pytest.mark.parametrize(("url", "outcome", "words"), NO_SERVER.values(), ids=NO_SERVER)
def test_no_server(site, limited, url, outcome, words):
    url = url.format(port=closed_port(), site=site.url.removeprefix("http://"))
    limited("add", "--kind", "page", url)
    for failed in (
        log_lines(limited("run", code=1).stderr)[0].removeprefix(f"failed    {url}  "),
        one_sentence(limited("parse", url, code=1).stderr).removeprefix(f"harvester: {url}: "),
    ):
        assert failed.startswith(f"{outcome}: ")
        assert words in failed


# What it shows: (what parse is given, words of the message).
REFUSED = {
    "another scheme": ("ftp://news.example/ferry", "Only http"),
    "no host": ("https:///ferry", "host"),
    "credentials": ("https://me:secret@news.example/", "credentials"),
}


@pytest.mark.parametrize(("url", "words"), REFUSED.values(), ids=REFUSED)
def test_what_no_policy_allows(harvester, url, words):
    assert words in one_sentence(harvester("parse", url, code=7).stderr)


def test_one_bad_page_never_stops_a_run(server, page, ferry, limited):
    """Every fault, one after the other at one host, with a good page before, between and after."""
    good = kept(response(page("The ferry", *ferry).encode(), HTML))
    urls = []
    for fault, outcome, _ in FAULTS.values():
        if outcome not in {"rate_limited", "timeout", "redirect_loop"}:
            urls += [server.answers(good), server.answers(fault)]
    urls.append(server.answers(good))
    limited("add", "--kind", "page", *urls)
    run = limited("run", code=1)
    faults = len(urls) // 2
    assert len(log_lines(run.stderr)) == faults
    assert run.stdout.splitlines()[0].startswith(f"{len(urls)} captures: {faults + 1} ok, ")
    assert run.stdout.splitlines()[1:] == [f"{faults + 1} first versions", f"{faults} URLs failed"]
    assert limited.rows("SELECT count(*) FROM version") == [(faults + 1,)]


def test_parse_gives_what_could_be_read(server, page, ferry, limited):
    good = server.answers(kept(response(page("The ferry", *ferry).encode(), HTML)))
    bad = server.answers(response(b"gone", status=404))
    result = limited("parse", bad, good, "--format", "jsonl", code=1)
    assert '"title": "The ferry"' in one_sentence(result.stdout)
    assert bad in one_sentence(result.stderr)


def test_parse_knows_a_wall(server, limited):
    wall = "<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>"
    url = server.answers(response(wall.encode(), HTML))
    assert "bot_wall" in one_sentence(limited("parse", url, code=1).stderr)


def test_parse_knows_a_feed(server, limited):
    feed = "<rss><channel><item><link>/a</link></item></channel></rss>"
    url = server.answers(response(feed.encode(), HTML))
    said = one_sentence(limited("parse", url, code=1).stderr)
    assert said == f"harvester: {url}: feed: this is a feed, not an article"


def test_parse_follows_redirects(server, page, ferry, limited):
    """The page is that of the last URL; what is judged is also where the first one led."""
    server.answers(kept(response(page("The ferry", *ferry).encode(), HTML)), path="/new")
    result = limited("parse", server.answers(moved("/new", 301)), "--format", "jsonl")
    assert f'"url": "{server.root}/new"' in one_sentence(result.stdout)
    server.answers(kept(response(page("The port", *ferry).encode(), HTML)), path="/")
    lost = server.answers(moved("/"), path="/2031/05/ferry-questions")
    assert "redirected to the front page" in one_sentence(limited("parse", lost, code=1).stderr)
