"""The plots: a picture, a table and files of the same numbers, kept until the archive changes."""

import csv
import json
import sys
from contextlib import closing
from xml.etree import ElementTree as ET

import pytest
import stories
from chronicle import Chronicle
from starlette.testclient import TestClient
from test_pages import text_of

from harvester.archive.connection import open_readonly
from harvester.view.plot import Plot, PlotTable
from harvester.view.plots import PLOTS
from harvester.view.selection import Selection
from harvester.web.app import application
from harvester.web.drawing import drawn
from harvester.web.guard import LOOPBACK, PICTURE_POLICY, AccessPolicy
from harvester.web.kept import KeptValues, state

SVG = "{http://www.w3.org/2000/svg}"
TAGS = set("svg title desc style g defs clipPath rect line text tspan path".split())  # noqa: SIM905  a list of words
"""The elements of our pictures: none of them loads or runs anything."""


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize(
    "query", ["", "?look=dark&size=narrow", "?size=half&source=https://tarvel.example/feed"]
)
def test_a_picture_is_svg_that_says_what_it_shows(few, name, query):
    answer = few.get(f"/plots/{name}.svg{query}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == PICTURE_POLICY
    picture = ET.fromstring(answer.content)
    assert picture.findtext(f"{SVG}title")
    assert picture.findtext(f"{SVG}desc").endswith(".")
    assert not {each.tag for each in picture.iter()} & {
        f"{SVG}{tag}" for tag in ("script", "foreignObject", "a")
    }
    assert few.get(f"/plots/{name}.svg{query}").content == answer.content


@pytest.mark.parametrize("name", PLOTS)
def test_csv_json_and_the_archive_have_the_same_rows(few, archives, name):
    with closing(open_readonly(archives("few"))) as conn:
        plot = PLOTS[name](conn, Selection())
    assert plot.rows
    told = json.loads(few.get(f"/plots/{name}.json").content)
    assert told["rows"] == plot.objects()
    assert [each["name"] for each in told["columns"]] == [each.name for each in plot.columns]
    table = [*csv.reader(few.get(f"/plots/{name}.csv").text.splitlines())]
    assert table[1:] == [[str(each) for each in row] for row in plot.rows]
    shown = text_of(few.get(f"/plots/{name}"))
    assert plot.finding in shown
    assert str(plot.digest.rows[0][0]) in shown


def test_filters_choose(few):
    everything, dropped = (
        json.loads(few.get(f"/plots/changes.json{query}").content) for query in ("", "?kind=dropped")
    )
    assert len(dropped["rows"]) == 1 < len(everything["rows"])
    assert dropped["filters"] == {"kind": "dropped"}
    page = few.get("/plots?kind=dropped").text
    assert page.count("/plots/changes.svg?size=half&amp;kind=dropped") == 1
    assert "No numbers" in few.get("/plots/changes.svg?class=formula").text
    assert "Choose fewer filters" in few.get("/plots/changes?class=formula").text


PROBLEMS = {
    "/plots/pies": 404, "/plots/pies.svg": 404, "/plots/changes.svg?look=loud": 400,
    "/plots?kind=eaten": 400, "/plots/survival?since=then": 400, "/plots/edits?article=0000000000": 404,
}  # fmt: skip


@pytest.mark.parametrize(("path", "status"), PROBLEMS.items())
def test_problems(few, path, status):
    assert few.get(path).status_code == status


def test_names_of_strangers_stay_text():
    names = [*stories.HOSTILE[:12]]
    rows = tuple((name, "number", 9) for name in names)
    plot = Plot("edits", "Said.", (), (), rows, PlotTable((), ()))
    picture = ET.fromstring(drawn(plot, "light", "wide"))
    assert {each.tag.removeprefix(SVG) for each in picture.iter()} <= TAGS
    texts = {"".join(each.itertext()).strip() for each in picture.iter(f"{SVG}text")}
    assert {"<script>alert(1)</script>", "javascript:alert(1)//"} <= texts


def test_without_the_library_the_numbers_are_there(few, monkeypatch):
    monkeypatch.setitem(sys.modules, "harvester.web.drawing", None)
    page = few.get("/plots/survival")
    assert "pip install 'harvester[plots]'" in text_of(page).replace("&#x27;", "'").replace("&#39;", "'")
    assert "<img" not in page.text
    assert "<table>" in page.text
    assert few.get("/plots/survival.csv").status_code == 200
    assert few.get("/plots/survival.svg").status_code == 404


def test_numbers_are_those_of_the_archive_of_now(tmp_path):
    path = tmp_path / "archive.db"
    with closing(Chronicle(path)) as chronicle:
        stories.tell(chronicle)
        app = application(path, AccessPolicy(frozenset(LOOPBACK)))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            before = client.get("/plots/changes.csv").text
            chronicle.db.conn.execute("DELETE FROM change_class")
            chronicle.db.conn.execute("DELETE FROM change WHERE kind = 'dropped'")
            after = client.get("/plots/changes.csv").text
    assert "dropped" in before
    assert "dropped" not in after


def test_a_state_lasts_until_the_next_commit(tmp_path, archives):
    path = tmp_path / "archive.db"
    path.write_bytes(archives("few").read_bytes())
    with closing(open_readonly(path)) as conn:
        first = state(conn)
        conn.execute("SELECT count(*) FROM change").fetchall()
        assert state(conn) == first
        path.write_bytes(archives("empty").read_bytes())
        assert state(conn) != first


def test_what_is_kept_is_made_once_and_the_oldest_goes():
    kept, made = KeptValues(2), []
    for key in "abacab":
        kept.value(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
