"""Datasette under /data/: it shows the tables, within the same guard, and nobody writes SQL there."""

import csv
import re
import sys

import pytest
from starlette.testclient import TestClient

from harvester.archive.connection import sqlite3
from harvester.web.app import application
from harvester.web.guard import HEADERS, LOOPBACK, AccessPolicy

pytest.importorskip("datasette")

from harvester.web.datasette import NAME, _Archive, _authorise, policy, safe_csv

STATUSES = {
    "all databases": ("/data/", 200),
    "all tables": ("/data/harvester", 200),
    "a view": ("/data/harvester/article_list", 200),
    "a full text": ("/data/harvester/wording?_search=boats", 200),
    "a full text of a view": ("/data/harvester/question_history?_search=boats", 200),
    "facets": ("/data/harvester/capture?_facet=outcome&_sort_desc=captured_at", 200),
    "a row": ("/data/harvester/url/1", 200),
    "a query of the list": ("/data/harvester/most_edited_articles", 200),
    "its own files": ("/data/-/static/app.css", 200),
    "SQL of users": ("/data/harvester?sql=select+1", 403),
    "a condition of users": ("/data/harvester/url?_where=1", 403),
    "the file": ("/data/harvester.db", 403),
    "what it knows of itself": ("/data/_internal", 403),
    "where the file is": ("/data/-/databases.json", 404),
    "its settings": ("/data/-/settings.json", 404),
    "a pattern without end": ("/data/harvester/wording?answer__like=" + "%25a" * 900, 414),
}


@pytest.mark.parametrize(("path", "status"), STATUSES.values(), ids=STATUSES)
def test_what_is_shown(few, path, status):
    answer = few.get(path, follow_redirects=False)
    assert answer.status_code == status
    for name in HEADERS:
        assert len(answer.headers.get_list(name)) == 1, name


def test_what_is_found(few):
    found = few.get("/data/harvester/wording.json?_search=boats&_shape=array").json()
    assert {row["question"] for row in found} == {"Do the boats still go to the island?"}
    assert few.get("/data", follow_redirects=False).headers["location"] == "/data/"
    assert NAME in few.get("/data/").text
    for path in ("/data/harvester/", "/data//evil.example/", "/data/%5Cevil.example/"):
        assert few.get(path, follow_redirects=False).headers["location"].startswith("/data/")


def test_its_links_lead_to_its_pages(few):
    for path in ("/data/", "/data/harvester", "/data/harvester/capture?_size=2&_facet=outcome"):
        for link in re.findall(r'(?:href|action|src)="([^"#]*)', few.get(path).text):
            assert "/data/data/" not in link
            assert link.startswith(("/data/", "http://127.0.0.1/data/", "https://", "?")) or not link, link


def test_bytes_of_pages_are_withheld(few):
    rows = few.get("/data/harvester/payload.json?_shape=array").json()
    assert rows
    assert {row["body"] for row in rows} == {None}


def test_it_cannot_write(archives):
    assert _authorise(9, "table", None) == sqlite3.SQLITE_DENY
    assert _authorise(19, "database_list", "x") == sqlite3.SQLITE_DENY
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        _Archive(None, str(archives("few"))).connect(write=True)
    conn = _Archive(None, str(archives("few"))).connect()
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        conn.execute("ATTACH ':memory:' AS other")
    conn.close()


def test_others_are_refused_before_it_sees_them(few):
    assert few.get("/data/", headers={"Host": "evil.example"}).status_code == 421
    assert few.post("/data/harvester/most_edited_articles").status_code == 405


def test_a_password_is_asked_for(archives):
    app = application(archives("few"), AccessPolicy(frozenset(LOOPBACK), "a long password"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/data/").status_code == 401


def test_no_formula_leaves_as_csv(browsing):
    table = browsing("hostile").get("/data/harvester/pair_as_of.csv?_size=max")
    assert table.headers["content-type"].startswith("text/plain")
    assert len([*csv.reader(table.text.splitlines())]) > 20
    assert not re.search(r'(?m)(?:^|,)"?[=+@-][^,\d]', table.text)
    assert safe_csv("a,b\r\n-1.5,=1+1\r\n") == "a,b\r\n-1.5,'=1+1\r\n"


def test_every_script_of_a_page_is_known():
    """What the policy does not name would not run; what it names does not depend on stored text."""
    hashes = set(re.findall(r"'sha256-[^']+'", policy()))
    assert len(hashes) > 2
    assert "'unsafe-inline'" not in policy().partition("script-src")[2].partition(";")[0]


def test_without_the_extra_a_page_says_what_to_install(archives, monkeypatch):
    monkeypatch.delitem(sys.modules, "harvester.web.datasette", raising=False)
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    app = application(archives("few"), AccessPolicy(frozenset(LOOPBACK)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.get("/data/")
    assert answer.status_code == 404
    assert "harvester[datasette]" in answer.text
