import tarfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fault_server import gzip_bomb, packed, response
from hypothesis import given
from hypothesis import strategies as st

from harvester.fetch import fetch, robots_rules, robots_url
from harvester.fetch.limits import ROBOTS_LIMITS
from harvester.http.urls import checked_url
from harvester.model import Capture, Outcome

REAL = Path(__file__).parents[3] / "shared" / "hostile" / "robots-txt.tar.xz"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SITE = "https://tarvel.example"
DAY, TEN_MINUTES = timedelta(hours=24), timedelta(minutes=10)


def capture(body=b"", outcome=Outcome.OK, status=200, **more):
    body = body.encode() if isinstance(body, str) else body
    return Capture(f"{SITE}/robots.txt", NOON, outcome, status=status, body=body, **more)


def rules(body):
    return robots_rules([capture(body)])


def on(day, outcome=Outcome.SERVER_ERROR, status=500, body=b"", before=None):
    """The rules by the answer of a day, after those of before."""
    at = NOON + timedelta(days=day)
    return robots_rules([replace(capture(body, outcome, status), captured_at=at)], before)


ALL = "User-agent: *\nDisallow: /no\n"

# What it shows: (robots.txt, disallowed paths, allowed paths).
FILES = {
    "everybody": (ALL, ["/no", "/no/1", "/nothing"], ["/", "/yes", "/yes/no"]),
    "we by name": ("User-agent: Harvester\nDisallow: /no", ["/no"], ["/"]),
    "we with a version": ("User-agent: harvester/2.0\nDisallow: /no", ["/no"], ["/"]),
    "others": ("User-agent: otherbot\nDisallow: /", [], ["/no"]),
    "a longer name is not ours": ("User-agent: harvesters\nDisallow: /", [], ["/"]),
    "a shorter name is not ours": ("User-agent: harv\nDisallow: /", [], ["/"]),
    "ours before everybody's": (ALL + "\nUser-agent: harvester\nDisallow: /ours", ["/ours"], ["/no"]),
    "ours in two groups": (
        "User-agent: harvester\nDisallow: /a\nUser-agent: b\nDisallow: /\nUser-agent:harvester\nDisallow: /c",
        ["/a", "/c"],
        ["/b"],
    ),
    "several names for one group": (
        "User-agent: a\nUser-agent: harvester\nUser-agent: b\nDisallow: /no\nUser-agent: c\nDisallow: /",
        ["/no"],
        ["/"],
    ),
    "the longest match wins": (
        "User-agent: *\nDisallow: /a\nAllow: /a/b",
        ["/a", "/a/c"],
        ["/a/b", "/a/b/c"],
    ),
    "allow wins a draw": ("User-agent: *\nDisallow: /a\nAllow: /a", [], ["/a"]),
    "wildcards": ("User-agent: *\nDisallow: /*.pdf$", ["/a.pdf"], ["/a.pdf?b", "/a.html"]),
    "escaped": ("User-agent: *\nDisallow: /caf%C3%A9", ["/caf%C3%A9"], ["/cafe"]),
    "nothing is disallowed": ("User-agent: *\nDisallow:", [], ["/"]),
    "byte order mark": ("\ufeff" + ALL, ["/no"], ["/"]),
    "CR only": (ALL.replace("\n", "\r"), ["/no"], ["/"]),
    "CRLF": (ALL.replace("\n", "\r\n"), ["/no"], ["/"]),
    "comments": ("# a\nUser-agent: * # b\nDisallow: /no # c", ["/no"], ["/"]),
    "misspelt": ("useragent: *\nDissallow: /no", ["/no"], ["/"]),
    "NUL": ("User-agent: *\nDis\0allow: /no", ["/no"], ["/"]),
    "not UTF-8": (b"# \xe9\xff\nUser-agent: *\nDisallow: /no", ["/no"], ["/"]),
    "a web page": ("<!DOCTYPE html><p>User-agent: *\nDisallow: /", [], ["/"]),
    "a web page after blank lines": ("\n\n <html>\nUser-agent: *\nDisallow: /", [], ["/"]),
    "empty": ("", [], ["/"]),
    "rules of nobody": ("Disallow: /", [], ["/"]),
    "beyond 500 KiB": (ALL + "#" * 512_000 + "\nDisallow: /beyond", ["/no"], ["/beyond"]),
    "everybody with words behind": ("User-agent: * all\nDisallow: /no", ["/no"], ["/"]),
    "an asterisk in a name": ("User-agent: *bot\nDisallow: /", [], ["/"]),
    "ours with other words": ("User-agent: Harvester Bot\nDisallow: /no", ["/no"], ["/"]),
    "no colon": ("User-agent *\nDisallow /no", ["/no"], ["/"]),
    "spaces round the colon": ("  User-agent  :  *  \n\tDisallow\t:\t/no  ", ["/no"], ["/"]),
    "capitals": ("USER-AGENT: HARVESTER\nDISALLOW: /no", ["/no"], ["/No", "/NO"]),
    "an empty line within a group": ("User-agent: *\n\n\nDisallow: /no", ["/no"], ["/"]),
    "an unknown line between agents": (
        "User-agent: harvester\nNonsense: of some kind\nUser-agent: *\nDisallow: /no",
        ["/no"],
        ["/"],
    ),
    "a sitemap between agents": (
        f"User-agent: harvester\nSitemap: {SITE}/map.xml\nUser-agent: other\nDisallow: /no",
        ["/no"],
        ["/"],
    ),
    "a delay is a rule, which ends the agents": (
        "User-agent: harvester\nCrawl-delay: 5\nUser-agent: other\nDisallow: /",
        [],
        ["/"],
    ),
    "nothing of ours holds against everybody's": ("User-agent: harvester\nDisallow:\n\n" + ALL, [], ["/no"]),
    "everybody's twice": (
        ALL + "User-agent: b\nDisallow: /\n" + "User-agent: *\nDisallow: /c",
        ["/no", "/c"],
        ["/b"],
    ),
    "the longest in any order": ("User-agent: *\nAllow: /a/b\nDisallow: /a", ["/a", "/a/"], ["/a/b"]),
    "the longest of disallow": ("User-agent: *\nAllow: /a\nDisallow: /a/b.html", ["/a/b.html"], ["/a/b"]),
    "a longer wildcard": ("User-agent: *\nAllow: /p\nDisallow: /*.htm", ["/p.htm", "/a.htm"], ["/p"]),
    "wildcards within": ("User-agent: *\nDisallow: /a*b*c", ["/abc", "/axbyc/d"], ["/acb", "/ab"]),
    "a wildcard for nothing": ("User-agent: *\nDisallow: /a*", ["/a", "/ab"], ["/b", "/A"]),
    "everything by a wildcard": ("User-agent: *\nDisallow: *", ["/", "/a?b"], []),
    "the end": ("User-agent: *\nDisallow: /a$", ["/a"], ["/a/", "/ab", "/a?"]),
    "a dollar that is no end": ("User-agent: *\nDisallow: /a$b", ["/a$b"], ["/a", "/ab"]),
    "only the front page": ("User-agent: *\nDisallow: /\nAllow: /$", ["/a", "/?a"], ["/"]),
    "index.html is its folder": ("User-agent: *\nDisallow: /\nAllow: /a/index.html", ["/a", "/a/b"], ["/a/"]),
    "a query": ("User-agent: *\nDisallow: /*?print=", ["/a?print=1"], ["/a", "/a?b&print=1"]),
    "parameters": ("User-agent: *\nDisallow: /a;b", ["/a;b=c"], ["/a"]),
    "an octet that need not be escaped": ("User-agent: *\nDisallow: /%6e%6f", ["/no", "/%6E%6f"], ["/"]),
    "a letter that must be escaped": (
        "User-agent: *\nDisallow: /café",
        ["/caf%C3%A9", "/caf%c3%a9"],
        ["/caf"],
    ),
    "an escaped slash is none": ("User-agent: *\nDisallow: /a%2Fb", ["/a%2fb"], ["/a/b"]),
    "a pattern without a slash": ("User-agent: *\nDisallow: no", [], ["/no", "/a/no"]),
    "CR and LF mixed": (
        "User-agent: *\rDisallow: /a\nDisallow: /b\r\nDisallow: /c",
        ["/a", "/b", "/c"],
        ["/"],
    ),
    "a line separator that is none": (
        "User-agent: *\nDisallow: /a\u2028b\x0bc",
        ["/a%E2%80%A8b%0Bc"],
        ["/a", "/b"],
    ),
    "a cut byte order mark": (b"\xef\xbb" + ALL.encode(), ["/no"], ["/"]),
    "two byte order marks": ("\ufeff\ufeff" + ALL, ["/no"], ["/"]),
    "UTF-16": (ALL.encode("utf-16"), ["/no"], ["/"]),
    "UTF-16, big end first": ("\ufeff".encode("utf-16-be") + ALL.encode("utf-16-be"), ["/no"], ["/"]),
    "rules below a comment of HTML": ("<!-- $Id: 3287 $ -->\n" + ALL, ["/no"], ["/"]),
    "a line of 17 KB": ("User-agent: *\nDisallow: /" + "a" * 17_000 + "\nDisallow: /no", ["/no"], ["/aa"]),
    "robots.txt itself": ("User-agent: *\nDisallow: /", ["/"], ["/robots.txt"]),
}


@pytest.mark.parametrize(("text", "disallowed", "allowed"), FILES.values(), ids=FILES)
def test_files(text, disallowed, allowed):
    found = rules(text)
    assert [path for path in disallowed + allowed if not found.allowed(SITE + path)] == disallowed


# What it shows: (outcome, status, whether all is allowed, for how long).
ANSWERS = {
    "404": (Outcome.GONE, 404, True, DAY),
    "401": (Outcome.REFUSED, 401, True, DAY),
    "403": (Outcome.REFUSED, 403, True, DAY),
    "400": (Outcome.HTTP_ERROR, 400, True, DAY),
    "410": (Outcome.GONE, 410, True, DAY),
    "204": (Outcome.EMPTY, 204, True, DAY),
    "empty": (Outcome.EMPTY, 200, True, DAY),
    "redirected in a circle": (Outcome.REDIRECT_LOOP, 302, True, DAY),
    "redirected too often": (Outcome.BAD_REDIRECT, 302, True, DAY),
    "429": (Outcome.RATE_LIMITED, 429, False, TEN_MINUTES),
    "500": (Outcome.SERVER_ERROR, 500, False, TEN_MINUTES),
    "503": (Outcome.SERVER_ERROR, 503, False, TEN_MINUTES),
    "503 with Retry-After": (Outcome.RATE_LIMITED, 503, False, TEN_MINUTES),
    "timeout": (Outcome.TIMEOUT, 0, False, TEN_MINUTES),
    "timeout in the body": (Outcome.TIMEOUT, 200, False, TEN_MINUTES),
    "cut": (Outcome.TRUNCATED, 200, False, TEN_MINUTES),
    "reset": (Outcome.CONNECTION_LOST, 0, False, TEN_MINUTES),
    "no host": (Outcome.DNS_ERROR, 0, False, TEN_MINUTES),
    "refused": (Outcome.CONNECTION_REFUSED, 0, False, TEN_MINUTES),
    "TLS": (Outcome.TLS_ERROR, 0, False, TEN_MINUTES),
    "our own fault": (Outcome.FAULT, 0, False, TEN_MINUTES),
    "our own fault after the status": (Outcome.FAULT, 200, False, TEN_MINUTES),
    "not HTTP": (Outcome.BAD_RESPONSE, 0, False, TEN_MINUTES),
    "unknown coding": (Outcome.BAD_ENCODING, 200, False, TEN_MINUTES),
    "202": (Outcome.HTTP_ERROR, 202, False, TEN_MINUTES),
    "304": (Outcome.BAD_RESPONSE, 304, False, TEN_MINUTES),
    "999": (Outcome.HTTP_ERROR, 999, False, TEN_MINUTES),
}


@pytest.mark.parametrize(("outcome", "status", "allowed", "cached"), ANSWERS.values(), ids=ANSWERS)
def test_answers(outcome, status, allowed, cached):
    found = robots_rules([capture(ALL, outcome, status, detail="So it was.")])
    assert found.allowed(f"{SITE}/no") is allowed
    assert found.allowed(f"{SITE}/yes") is allowed
    assert (found.origin, found.fetched_at, found.expires_at) == (SITE, NOON, NOON + cached)
    assert ("So it was." in found.refusal) is not allowed
    assert found.crawl_delay_s() == 0


def test_too_large_a_file_counts_as_far_as_it_was_read():
    found = robots_rules([capture(ALL, Outcome.TOO_LARGE)])
    assert not found.allowed(f"{SITE}/no")
    assert found.allowed(f"{SITE}/yes")


def test_the_detail_decides_nothing():
    """An archive keeps the outcome; whoever restores a robots.txt from it has no sentence."""
    for outcome, status, allowed, _ in ANSWERS.values():
        found = robots_rules([capture(outcome=outcome, status=status)])
        assert found.allowed(f"{SITE}/yes") is allowed, outcome
        assert (found.refused_as is None, found.refusal == "") == (allowed, allowed), outcome


def test_unreachable_for_a_month():
    """RFC 9309, 2.3.1.4: then the file that was read last counts again, and if none was, all is allowed."""
    read, never_read = on(0, Outcome.OK, 200, ALL.encode()), None
    for day, closed in ((1, True), (30, True), (31, False), (45, False)):
        read, never_read = on(day, before=read), on(day, before=never_read)
        since = NOON + timedelta(days=1)
        assert (read.unreachable_since, never_read.unreachable_since) == (since, since)
        assert [read.allowed(f"{SITE}/yes"), read.allowed(f"{SITE}/no")] == [not closed, False]
        assert [never_read.allowed(f"{SITE}/yes"), never_read.allowed(f"{SITE}/no")] == [not closed] * 2
        assert read.expires_at == NOON + timedelta(days=day) + TEN_MINUTES  # it goes on to be asked for


def test_an_answer_ends_the_month():
    found = on(0)
    for day, status in ((20, 500), (25, 404), (26, 500), (40, 503)):
        outcome = Outcome.GONE if status == 404 else Outcome.SERVER_ERROR
        found = on(day, outcome, status, before=found)
    assert (found.refused_as, found.unreachable_since) == (Outcome.ROBOTS_REFUSED, NOON + timedelta(days=26))


def test_our_own_fault_never_opens_a_site():
    found = on(0)
    assert on(60, Outcome.FAULT, 0, before=found).refused_as is Outcome.FAULT


NAMES = {
    Outcome.DNS_ERROR: Outcome.DNS_ERROR,
    Outcome.CONNECTION_REFUSED: Outcome.CONNECTION_REFUSED,
    Outcome.TLS_ERROR: Outcome.TLS_ERROR,
    Outcome.FAULT: Outcome.FAULT,
    Outcome.TIMEOUT: Outcome.ROBOTS_REFUSED,
    Outcome.BAD_RESPONSE: Outcome.ROBOTS_REFUSED,
}


@pytest.mark.parametrize(("outcome", "name"), NAMES.items())
def test_what_is_not_the_sites_refusal_keeps_its_name(outcome, name):
    assert robots_rules([capture(outcome=outcome, status=0)]).refused_as is name


DELAYS = {
    "2": 2,
    "2.5": 2.5,
    "0": 0,
    "-5": 0,
    "inf": 0,
    "nan": 0,
    "1e308": 3600,
    "1000000000": 3600,
    "10s": 0,
    "": 0,
}


@pytest.mark.parametrize(("asked", "seconds"), DELAYS.items())
def test_crawl_delay(asked, seconds):
    assert rules(f"User-agent: *\nCrawl-delay: {asked}\nDisallow: /no").crawl_delay_s() == seconds


def test_crawl_delay_of_others():
    assert rules("User-agent: otherbot\nCrawl-delay: 9").crawl_delay_s() == 0


OVER_THE_WIRE = {
    "gzip": (response(packed(ALL.encode()), "Content-Encoding: gzip"), False, True),
    "a bomb": (response(gzip_bomb(64), "Content-Encoding: gzip"), True, True),
    "10 MB": (response(ALL.encode() + b"#" * 10_000_000), False, True),
    "cut": (response(ALL.encode() * 2)[:-9], False, False),
}


@pytest.mark.parametrize(("script", "no", "yes"), OVER_THE_WIRE.values(), ids=OVER_THE_WIRE)
def test_over_the_wire(server, session, script, no, yes):
    server.answers(script, path="/robots.txt")
    url = robots_url(checked_url(server.root + "/page?a=b"))
    found = robots_rules(fetch(url, session=session, limits=ROBOTS_LIMITS))
    assert [found.allowed(server.root + path) for path in ("/no", "/yes")] == [no, yes]


HOSTILE = {
    "rules": "User-agent: *\n" + "".join(f"Disallow: /{n}\n" for n in range(40_000)),
    "ends": "User-agent: *\n" + "".join(f"Disallow: /{n}$\n" for n in range(40_000)),
    "wildcards": "User-agent: *\n" + "".join(f"Disallow: /*{n}\n" for n in range(40_000)),
    "agents": "".join(f"User-agent: {n}\n" for n in range(25_000)) + "Disallow: /\n" * 10_000,
    "groups": "".join(f"User-agent: {n}\nDisallow: /{n}\n" for n in range(20_000)),
    "our group again and again": "User-agent: *\nUser-agent: harvester\n" * 12_000,
    "one long pattern": "User-agent: *\nDisallow: /" + "*a" * 250_000,
    "one long agent": "User-agent:" + " " * 510_000,
    "one line of white space": " " * 510_000,
    "dollars": "User-agent: *\nDisallow: /" + "$" * 510_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_take_no_time(text):
    began = time.process_time()
    rules(text).allowed(f"{SITE}/{'a' * 2000}")
    assert time.process_time() - began < 2  # 0.4 s at most was measured; unguarded, "agents" takes minutes


@given(st.text(alphabet=st.sampled_from("User-agent:*\n Disallow/$#é\0\r"), max_size=300) | st.text())
def test_never_raises(text):
    found = rules(text.encode("utf-8", "replace"))
    assert found.allowed(f"{SITE}/a") in {True, False}
    assert 0 <= found.crawl_delay_s() <= 3600


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not here")
def test_real_files():
    with tarfile.open(REAL) as files:
        bodies = [files.extractfile(member).read() for member in files if member.isfile()]
    assert len(bodies) > 4_000
    for body in bodies:
        found = rules(body)
        assert found.allowed(f"{SITE}/questions/1?a=b") in {True, False}
        assert 0 <= found.crawl_delay_s() <= 3600
