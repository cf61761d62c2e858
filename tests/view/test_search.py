"""Search over an archive: hits with their versions, filters, facets, both indexes."""

import sqlite3
from contextlib import closing

import pytest
from tarvel import LEAK, LOW, SITE

from harvester.errors import ConfigError
from harvester.view import search as module
from harvester.view.search import HitRange, VersionRange, facets, search
from harvester.view.selection import Selection

AT = "2026-11-23T{}:00.000Z".format


def questions(found):
    return ["".join(each.text for each in hit.question) for hit in found.hits]


def test_a_hit_has_the_versions_in_which_its_text_stood(reader):
    [hit] = search(reader, "rain October", Selection(articles=_river(reader))).hits
    assert (hit.url, hit.title, hit.language, hit.is_current) == (f"{SITE}/river", "The river", "en", True)
    assert "".join(each.text for each in hit.question) == LOW[0]
    assert [each.text for each in hit.answer if each.is_match] == ["rain", "October"]
    assert hit.stood == (
        VersionRange(1, 1, AT("12:00"), AT("13:00")),
        VersionRange(3, None, AT("16:00"), None),
    )
    [hit] = search(reader, '"leaks 35"').hits
    assert hit.stood == (VersionRange(2, 2, AT("13:00"), AT("16:00")),)
    assert not hit.is_current


def test_what_follows_without_a_break_is_one_stay(reader):
    [hit] = search(reader, "water river", Selection(hosts=["tarvel.example"], articles=_river(reader))).hits
    assert hit.stood == (VersionRange(1, None, AT("12:00"), None),)


def _river(reader):
    return [row[0] for row in reader.execute("SELECT article_id FROM article_list WHERE url LIKE '%/river'")]


# What it shows: (search, selection, paths of the articles that are found, in the order of the alphabet).
CHOSEN = {
    "all": ("dam", {}, ["/mill", "/mill", "/quay", "/quay", "/river", "/river"]),
    "without a word": ("dam -repaired", {}, ["/mill", "/quay", "/river", "/river"]),
    "shown now": ("leaks", {"is_current": True}, []),
    "since": ("leaks", {"since": AT("17:00")}, []),
    "until": ("leaks", {"until": AT("13:00")}, []),
    "a time in between": ("leaks", {"since": AT("14:00"), "until": AT("15:00")}, ["/river"]),
    "a language": ("leaks", {"languages": ["en"]}, ["/river"]),
    "another language": ("leaks", {"languages": ["fr"]}, []),
    "a host": ("leaks", {"hosts": ["example"]}, ["/river"]),
    "another host": ("leaks", {"hosts": ["a.example"]}, []),
    "a class of change": ("leaks", {"classes": ["number"]}, ["/river"]),
    "another class": ("leaks", {"classes": ["spelling"]}, []),
    "a source": ("leaks", {"sources": [f"{SITE}/feed"]}, []),
}


@pytest.mark.parametrize(("typed", "chosen", "paths"), CHOSEN.values(), ids=CHOSEN)
def test_hits_are_chosen(reader, typed, chosen, paths):
    found = search(reader, typed, Selection(**chosen))
    assert sorted(hit.url.removeprefix(SITE) for hit in found.hits) == paths


def test_a_page_of_hits(reader):
    everything = search(reader, "dam").hits
    pages = [search(reader, "dam", wanted=HitRange(limit=3, offset=offset)) for offset in (0, 3, 6)]
    assert [hit for found in pages for hit in found.hits] == [*everything]
    assert [found.is_more for found in pages] == [True, False, False]


def test_facets(reader):
    found = facets(reader, "dam")
    assert found.languages == (("en", 6),)
    assert found.sources == ()


NOTHING = {
    "no word": (" ? ", "has no word"),
    "only excluded": ("-dam", "names none"),
    "a short beginning": ("da*", "too short"),
}


@pytest.mark.parametrize(("typed", "words"), NOTHING.values(), ids=NOTHING)
def test_what_cannot_be_searched_is_said(reader, typed, words):
    with pytest.raises(ConfigError, match=words):
        search(reader, typed)


def test_only_the_newest_matches_are_ranked(reader, monkeypatch):
    monkeypatch.setattr(module, "RANKED", 2)
    found = search(reader, "dam")
    assert (found.is_cut, found.texts) == (True, 2)
    everything = search(reader, "dam", wanted=HitRange(everything=True))
    assert not everything.is_cut
    assert len(everything.hits) == 6


# What it shows: (search, the beginnings of the questions that are found).
MIXED = {
    "one character": ("水", ["为什么"]),
    "two": ("河水", ["为什么"]),
    "over a border of words": ("水这", ["为什么"]),
    "not in this order": ("水河", []),
    "a whole sentence": ("为什么河水这么低", ["为什么"]),
    "a word between characters": ("GDP下降", ["为什么"]),
    "words are found in all scripts": ("gdp", ["What i", "为什么"]),
    "characters and a word": ("河 gdp", ["为什么"]),
    "without": ("gdp -河", ["What i"]),
    "digits beside characters": ("3", ["What i", "为什么"]),
    "Thai": ("น้ำ", ["ทำไมน้ำ"]),
    "Thai with another tone": ("นำ", []),
    "English beside them": ("leaks", ["Why is"]),
}


@pytest.mark.parametrize(("typed", "starts"), MIXED.values(), ids=MIXED)
def test_scripts_without_spaces(mixed, typed, starts):
    found = sorted(questions(search(mixed, typed)))
    assert len(found) == len(starts), found
    assert all(question.startswith(start) for question, start in zip(found, starts, strict=True)), found


def test_stock_tools_find_the_index_by_words(path):
    sql = "SELECT question FROM wording_search WHERE wording_search MATCH 'leaks'"
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute(sql).fetchall() == [(LEAK[0],)]
