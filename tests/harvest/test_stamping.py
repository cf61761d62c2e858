"""Time stamps by an authority of our own on loopback, made by ``openssl ts``."""

import shutil
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from chronicle import NOON, THINGS, Chronicle, edition, exchange
from loopback import LOOPBACK

from harvester.archive.manifests import seal
from harvester.archive.runs import end_run
from harvester.archive.stamps import stamps, unstamped_head
from harvester.config import Settings
from harvester.errors import BadInput
from harvester.harvest.clock import Clock
from harvester.harvest.run import harvest
from harvester.harvest.stamping import stamp
from harvester.harvest.verifying import Verification, verify
from harvester.interop.timestamp import query, root_certificate, stamped_at

if shutil.which("openssl") is None:
    pytest.skip("the authority is made by openssl, which is absent", allow_module_level=True)
pytest.importorskip("rfc3161_client", reason="needs the extra timestamp")

from authority import Authority

HEAD, OTHER = bytes(range(32)), bytes(range(1, 33))
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def reply(authority):
    asked = query(HEAD)
    return asked, authority.answer(asked.der)


def der(authority):
    return root_certificate(authority.root, "root.pem")


def test_the_right_one_is_accepted(authority, reply):
    asked, answer = reply
    at = stamped_at(answer, HEAD, der(authority), asked.asked)
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)
    assert stamped_at(answer, HEAD, der(authority)) == at


def refused(*arguments):
    with pytest.raises(BadInput) as caught:
        stamped_at(*arguments)
    return str(caught.value)


def test_other_data_is_refused(authority, reply):
    assert "about something else" in refused(reply[1], OTHER, der(authority))


def test_another_root_is_refused(tmp_path, reply):
    assert "cannot be verified" in refused(reply[1], HEAD, der(Authority(tmp_path / "two")))


def test_any_flipped_bit_of_the_signature_or_the_time_is_refused(authority, reply):
    answer = reply[1]
    time = answer.index(f"{NOW:%Y%m%d}".encode())
    for at in (time + 9, time + 13, len(answer) - 1, len(answer) - 20, answer.index(b"Norra clock")):
        flipped = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]
        refused(flipped, HEAD, der(authority))


@pytest.mark.parametrize("length", [0, 1, 20, 200, -1])
def test_a_cut_reply_is_refused(authority, reply, length):
    refused(reply[1][:length], HEAD, der(authority))


def test_another_nonce_is_refused(authority, reply):
    """An authority, or whoever stands in between, replays an earlier answer."""
    assert "Nonce" in refused(reply[1], HEAD, der(authority), query(HEAD).asked)


def test_another_algorithm_is_refused(authority):
    answer = authority.answer(authority.question(HEAD, "sha512"))
    assert "about something else" in refused(answer, HEAD, der(authority))
    stamped_at(authority.answer(authority.question(HEAD, "sha256")), HEAD, der(authority))


def test_an_expired_certificate_is_refused(tmp_path):
    past = Authority(tmp_path / "past", days=(-30, -2))
    assert "cannot be verified" in refused(past.answer(query(HEAD).der), HEAD, der(past))


def test_what_is_no_certificate():
    with pytest.raises(BadInput, match=r"root\.pem"):
        root_certificate(b"Dear diary", "root.pem")


@pytest.fixture
def served(authority):
    """The authority on loopback: its URL, and what it answers next in place of a time stamp."""
    instead = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = instead.pop(0) if instead else (200, authority.answer(question))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", instead
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def archive(tmp_path):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        archive.add(exchange("https://norra.example/pier", 1, edition(THINGS[:4])))
        end_run(archive.db, archive.runs[0], {}, NOON)
        seal(archive.db, NOON)
        yield archive


def settings(served, authority, **changed):
    root = authority.folder / "root.pem"
    return Settings(timestamp=served[0], timestamp_root=root, **{"allow_net": LOOPBACK, **changed})


def check(path):
    return next(each for each in verify(Verification(path)) if each.name == "time stamps")


def test_a_head_is_stamped_once_and_verified_offline(archive, served, authority, tmp_path):
    head = unstamped_head(archive.db.conn)
    [event] = stamp(archive.db, settings(served, authority))
    assert (event.at, event.problem) == (stamps(archive.db.conn)[0].stamped_at, "")
    assert stamps(archive.db.conn)[0].head == head
    assert [*stamp(archive.db, settings(served, authority))] == []
    found = check(tmp_path / "norra.db")
    assert found.problems == ()
    assert found.extent.startswith("1, the newest of ")


# What it shows: what the authority answers.
FAILURES = {
    "an error": (500, b"busy"),
    "a page": (200, b"<p>Welcome</p>"),
    "nothing": (200, b""),
    "too much": (200, bytes(1 << 20)),
    "elsewhere": (302, b""),
}


def test_a_failure_is_told_and_the_next_run_asks_again(archive, served, authority):
    for answer in FAILURES.values():
        served[1].append(answer)
        [event] = stamp(archive.db, settings(served, authority))
        assert event.problem
        assert stamps(archive.db.conn) == ()
    [event] = stamp(archive.db, settings(served, authority, contact="desk@norra.example"))
    assert event.problem == ""


def test_nobody_answers(archive, authority):
    away = settings(("http://127.0.0.1:1/",), authority)
    [event] = stamp(archive.db, away)
    assert "no answer came" in event.problem
    lost = replace(away, timestamp_root=authority.folder / "no.pem")
    [event] = stamp(archive.db, lost)
    assert "no.pem: cannot be read" in event.problem


def test_an_authority_is_asked_at_public_addresses_only(archive, served, authority):
    [event] = stamp(archive.db, settings(served, authority, allow_net=()))
    assert "Only public web servers are asked" in event.problem
    assert stamps(archive.db.conn) == ()


CHANGES = {
    "another head": ("head", lambda _: bytes(32)),
    "another time": ("stamped_at", lambda _: "2020-01-01T00:00:00.000Z"),
    "another answer": ("reply", lambda reply: reply[:-1] + bytes([reply[-1] ^ 1])),
    "no certificate": ("root", lambda _: b"\0"),
}


@pytest.mark.parametrize(("column", "change"), CHANGES.values(), ids=CHANGES)
def test_a_changed_stamp_is_told(archive, served, authority, tmp_path, column, change):
    list(stamp(archive.db, settings(served, authority)))
    conn = archive.db.conn
    (trigger,) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = 'stamp_no_update'").fetchone()
    (before,) = conn.execute(f"SELECT {column} FROM stamp").fetchone()
    conn.execute("DROP TRIGGER stamp_no_update")
    conn.execute(f"UPDATE stamp SET {column} = ?", (change(before),))
    conn.execute(trigger)
    problems = {each.name for each in verify(Verification(tmp_path / "norra.db")) if each.problems}
    assert {"keys", "time stamps"} <= problems


def test_a_run_has_its_head_stamped_when_it_has_ended(archive, served, authority):
    served[1].append(FAILURES["an error"])
    for problem in ("the server answered 500", ""):
        *_, event = harvest(archive.db, settings(served, authority), clock=Clock(trusted=True))
        assert problem in event.problem
        assert bool(event.at) is not bool(problem)
    assert unstamped_head(archive.db.conn) == b""
