"""Who may ask, and how: Host, method, password; and that nothing can be written through the pages."""

import base64

import pytest
from starlette.testclient import TestClient

from harvester.errors import ArchiveDamaged
from harvester.web.app import application
from harvester.web.guard import LOOPBACK, PAGE_POLICY, AccessPolicy
from harvester.web.reading import ArchiveReader, TooSlow, sqlite3

HOSTS = {
    "the address": ("127.0.0.1:8017", 200),
    "the name": ("localhost", 200),
    "in capitals": ("LOCALHOST:1", 200),
    "by IPv6": ("[::1]:8017", 200),
    "another site": ("evil.example", 421),
    "another site with our port": ("evil.example:8017", 421),
    "our name at its beginning": ("localhost.evil.example", 421),
    "our name at its end": ("evil.example@127.0.0.1", 421),
    "two names": ("127.0.0.1, evil.example", 421),
    "nothing": ("", 421),
    "a path": ("127.0.0.1/evil", 421),
}


@pytest.mark.parametrize(("host", "status"), HOSTS.values(), ids=HOSTS)
def test_hosts(few, host, status):
    assert few.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "HARVEST"]
)
def test_other_methods_are_refused(few, method):
    answer = few.request(method, "/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["content-security-policy"] == PAGE_POLICY


def test_a_head_has_no_body(few):
    answer = few.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def basic(text):
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


PASSWORDS = {
    "none": ({}, 401),
    "the right one": (basic("ada:a long paßword"), 200),
    "any user": (basic(":a long paßword"), 200),
    "a wrong one": (basic("ada:another password"), 401),
    "its beginning": (basic("ada:a long"), 401),
    "no base64": ({"Authorization": "Basic ***"}, 401),
    "another scheme": ({"Authorization": "Bearer YTphIGxvbmcgcGFzc3dvcmQ="}, 401),
    "no ASCII": ({"Authorization": "Basic \u00e9".encode("latin-1")}, 401),
}


@pytest.fixture(scope="module")
def locked(archives):
    app = application(archives("empty"), AccessPolicy(frozenset(LOOPBACK), "a long paßword"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize(("headers", "status"), PASSWORDS.values(), ids=PASSWORDS)
@pytest.mark.parametrize("path", ["/", "/static/style.css", "/nothing"])
def test_passwords(locked, headers, status, path):
    answer = locked.get(path, headers=headers)
    assert answer.status_code == (404 if status == 200 and path == "/nothing" else status)
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_nothing_can_be_written(archives):
    with (
        ArchiveReader(archives("few")).reading() as conn,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        conn.execute("DELETE FROM article")


def test_a_query_without_end_is_stopped(archives):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    reader = ArchiveReader(archives("empty"))
    with pytest.raises(TooSlow), reader.reading() as conn:
        conn.execute(endless).fetchall()
    with reader.reading() as conn:
        assert conn.execute("SELECT 1").fetchone()[0] == 1


def test_a_page_that_takes_too_long_says_so(archives, monkeypatch):
    monkeypatch.setattr("harvester.web.reading.BUDGET_S", -1.0)
    monkeypatch.setattr("harvester.web.reading.OPCODES", 1)
    app = application(archives("few"), AccessPolicy(frozenset(LOOPBACK)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert "takes too long" in answer.text
    assert answer.headers["content-security-policy"] == PAGE_POLICY


def test_another_file_in_its_place_is_read(tmp_path, archives):
    path = tmp_path / "archive.db"
    reader = ArchiveReader(path)
    counts = []
    for name in ("empty", "few"):
        (tmp_path / "new").write_bytes(archives(name).read_bytes())
        (tmp_path / "new").replace(path)
        with reader.reading() as conn:
            counts.append(conn.execute("SELECT count(*) FROM article").fetchone()[0])
    assert counts == [0, 3]


def test_an_archive_that_is_gone_or_damaged_is_a_page(tmp_path):
    path = tmp_path / "archive.db"
    app = application(path, AccessPolicy(frozenset(LOOPBACK)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 404
        path.write_bytes(b"no database at all" * 100)
        assert client.get("/").status_code == 500
    with pytest.raises(ArchiveDamaged), ArchiveReader(path).reading():
        pass
