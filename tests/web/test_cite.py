"""Pages and files that cite: an article, a version, a question and a capture, for ever the same."""

import json

import pytest
from pybtex.database import parse_string
from test_pages import QUESTION, RIVER, text_of

AT = "/at/2031-03-06T12:00:00.000Z"


def capture_of(few):
    return few.get(RIVER + AT).text.partition('href="/capture/')[2][:32]


LEADS_ON = {
    "an article to when it was last seen": (RIVER, RIVER + "/at/2031-03-08T12:00:00.000Z"),
    "a question to when it was last seen": (QUESTION, QUESTION + "/at/2031-03-08T12:00:00.000Z"),
    "a day to its first instant": (RIVER + "/at/2031-03-06", RIVER + "/at/2031-03-06T00:00:00.000Z"),
    "the beginning of an id": ("/article/25e9ccdd" + AT, RIVER + AT),
}


@pytest.mark.parametrize(("path", "target"), LEADS_ON.values(), ids=LEADS_ON)
def test_what_leads_on(few, path, target):
    answer = few.get(f"{path}/cite", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, f"{target}/cite")
    assert few.get(answer.headers["location"]).status_code == 200


def test_a_version(few):
    shown = text_of(few.get(RIVER + AT + "/cite"))
    digest = few.get(f"/capture/{capture_of(few)}").text.partition("SHA-256 <code>")[2][:64]
    for each in ("The river Tarvel", "2031-03-06T12:00:00.000Z", capture_of(few), digest, "BibTeX", "RIS"):
        assert each in shown
    assert "https://web.archive.org/web/20310306120000/https://tarvel.example/river" in shown


def test_the_permanent_address_shows_what_is_cited(few):
    for address in (RIVER + AT, QUESTION + AT):
        (item,) = json.loads(few.get(f"{address}/cite.json").content)
        path = item["note"].rpartition(": ")[2]
        page = few.get(path.partition("#")[0])
        assert page.status_code == 200
        assert f"Version {item['version']} , first seen" in text_of(page)
        if "#" in path:
            assert f'id="{path.partition("#")[2]}"' in page.text


def test_a_version_has_the_sentence_of_its_citation(few):
    sentences = [
        few.get(RIVER + AT + path).text.partition('<p class="citation" dir="auto">')[2].partition("</p>")[0]
        for path in ("", "/cite")
    ]
    assert sentences[0] == sentences[1] != ""


def test_a_question_is_cited_within_its_article(few):
    (item,) = json.loads(few.get(QUESTION + AT + "/cite.json").content)
    assert item["title"] == "When exactly will the dam be repaired?"
    assert item["container-title"] == "The river Tarvel"


@pytest.mark.parametrize("form", ["bib", "json", "ris"])
def test_files_are_saved_by_the_name_of_the_entry(few, form):
    capture = capture_of(few)
    answer = few.get(f"/capture/{capture}/cite.{form}")
    name = f"tarvel-example-20310306-{capture[:8]}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{form}"'
    assert name in answer.text


def test_a_capture_that_shows_no_version_is_cited_too(few):
    run = few.get("/runs").text.partition('href="/run/')[2][:32]
    listed = few.get(f"/run/{run}").text.split('href="/capture/')[1:]
    cited = [json.loads(few.get(f"/capture/{each[:32]}/cite.json").content)[0] for each in listed]
    assert cited
    assert all(item["URL"].startswith("https://tarvel.example/") for item in cited)


PROBLEMS = {
    RIVER + AT + "/cite.doc": 404,
    RIVER + "/at/1999-01-01T00:00:00.000Z/cite": 404,
    RIVER + "/at/yesterday/cite": 400,
    QUESTION + "/at/2031-03-04T12:00:00.000Z/cite": 200,
    "/article/25e9ccdd9aac6179/question/0000000000000000/at/2031-03-04T12:00:00.000Z/cite": 404,
    "/capture/00000000000000000000000000000000/cite.bib": 404,
}


@pytest.mark.parametrize(("path", "status"), PROBLEMS.items())
def test_problems(few, path, status):
    assert few.get(path).status_code == status


def test_words_of_strangers_stay_values(browsing):
    client = browsing("hostile")
    article = client.get("/articles").text.partition('href="/article/')[2][:16]
    address = client.get(f"/article/{article}/cite", follow_redirects=False).headers["location"]
    entries = parse_string(client.get(f"{address}.bib").text, "bibtex").entries
    assert len(entries) == 1
