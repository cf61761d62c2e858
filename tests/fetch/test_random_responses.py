"""Random answers, the same ones each time: whatever comes, the fetch returns captures and never raises.

``--responses 10000`` asks for so many; the suite asks for fewer.
"""

import random
import zlib

import pytest
from fault_server import packed, response

from harvester.fetch import Limits, fetch
from harvester.model import Outcome

LIMITS = Limits(seconds=5, wire_bytes=200_000, decoded_bytes=1_000_000)
TEXT = b"<p>Why is the ferry late?</p>" * 40
STATUSES = [200, 204, 206, 301, 302, 304, 307, 401, 404, 429, 500, 503, 999, "abc", "", -1, 2**40]
REASONS = ["OK", "", "\xe9"]
NAMES = [
    *("Content-Length", "Content-Encoding", "Transfer-Encoding", "Location", "Retry-After", "Set-Cookie"),
    *("ETag", "Content-Type", "Connection", "Date", "Trailer", "X", "", "X Y", "\xe9", "Keep-Alive"),
]
VALUES = [
    *(
        "0",
        "5",
        "1160",
        "-1",
        "9" * 5000,
        "gzip",
        "deflate",
        "br",
        "zstd",
        "chunked",
        "utf-8",
        "gzip, gzip, gzip",
    ),
    *(
        "/x",
        "http://[",
        "//",
        "\\\\x",
        "a=1; Path=/",
        "a=\x01",
        ";;;=",
        "Mon, 99 Nov 99999 99:99:99 GMT",
        "120",
    ),
    *("close", "", "\0", "\xff\xfe", "x" * 20_000, "a\r\n b", "\x1b[2J", "javascript:alert(1)"),
]
BODIES = [
    *(TEXT, packed(TEXT), zlib.compress(TEXT), packed(TEXT)[:-9], b"", b"\0" * 999),
    *(b"%x\r\n%s\r\n0\r\n\r\n" % (len(TEXT), TEXT), b"ffffffffffffffff\r\nabc"),
    *(b"\x28\xb5\x2f\xfd\xff\xff", b"\x1f\x8b\x08\0\0"),
]
ENDS = ["\r\n", "\n", "\r", "", "\r\n\r\n"]


def answer(chance):
    """One answer: a head of random lines, a random body, then maybe cut or with bytes exchanged."""
    lines = [f"HTTP/1.{chance.randint(0, 2)} {chance.choice(STATUSES)} {chance.choice(REASONS)}\r\n"]
    for _ in range(chance.randint(0, 8)):
        colon = chance.choice([": ", ":", " : ", " ", "; "]) if chance.random() < 0.2 else ": "
        end = chance.choice(ENDS) if chance.random() < 0.1 else "\r\n"
        lines.append(f"{chance.choice(NAMES)}{colon}{chance.choice(VALUES)}{end}")
    sent = bytearray("".join([*lines, "\r\n"]).encode("latin-1") + chance.choice(BODIES))
    for _ in range(chance.choice([0, 0, 0, 1, 9])):
        sent[chance.randrange(len(sent))] = chance.randrange(256)
    if chance.random() < 0.2:
        del sent[chance.randrange(len(sent)) :]
    return bytes(sent)


@pytest.fixture
def count(request):
    return request.config.getoption("--responses")


def test_random_answers(server, session, count):
    chance = random.Random(11)
    url = server.answers(lambda connection: connection.sendall(answer(chance)))
    server.answers(response(b"here"), path="/x")
    outcomes = set()
    for _ in range(count):
        chain = fetch(url, session=session, limits=LIMITS)
        assert chain
        assert all(each.outcome is Outcome.REDIRECTED for each in chain[:-1])
        end = chain[-1]
        outcomes.add(end.outcome)
        assert end.detail.isprintable()
        assert bool(end.detail) or end.outcome in {Outcome.OK, Outcome.REDIRECTED}
        assert len(end.body) <= LIMITS.decoded_bytes
    assert Outcome.FAULT not in outcomes
    assert {Outcome.OK, Outcome.BAD_RESPONSE, Outcome.CONNECTION_LOST} <= outcomes


def test_the_answers_are_the_same_each_time():
    assert [answer(random.Random(3)) for _ in range(9)] == [answer(random.Random(3)) for _ in range(9)]
