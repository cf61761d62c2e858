"""Citations as reference managers read them: other people's parsers get back what went in."""

import json
from dataclasses import replace

import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from harvester.view.citing import FORMS, LONGEST, Citation, bibtex, csl, csl_json, plain, ris

CITED = Citation(
    title="Who owns the dam?",
    within="The river Tarvel",
    outlet="Tarvel Post",
    authors=("Ada Berg", "Office for Rivers and Dams"),
    url="https://www.tarvel.example/river?from=35%25&to={now}",
    language="en",
    published="2031-03-04T09:00:00+01:00",
    version=3,
    first_seen_at="2031-03-04T12:00:00.000Z",
    captured_at="2031-03-05T12:00:00.000Z",
    capture="c0ffee" + "0" * 26,
    digest="ab" * 32,
    reader="7.0123456789ab",
    archive="0a" * 16,
    path="/article/25e9ccdd9aac6179/at/2031-03-05T12:00:00.000Z",
)
KEY = "www-tarvel-example-20310305-c0ffee00"
URL = "https://www.tarvel.example/river?from=35%25&to=%7Bnow%7D"
UNKNOWN = (
    "title",
    "within",
    "outlet",
    "language",
    "published",
    "first_seen_at",
    "digest",
    "reader",
    "archive",
)
BARE = replace(CITED, **dict.fromkeys(UNKNOWN, ""), authors=(), version=None)


def entry(text):
    """The one entry of a BibTeX file, as pybtex reads it: strictly."""
    entries = parse_string(text, "bibtex").entries
    assert len(entries) == 1
    return next(iter(entries.items()))


def test_bibtex():
    key, found = entry(bibtex(CITED))
    assert (key, found.type) == (KEY, "online")
    assert [str(person) for person in found.persons["author"]] == [
        "{Ada Berg}",
        "{Office for Rivers and Dams}",
    ]
    assert found.fields["url"] == URL
    assert (found.fields["date"], found.fields["urldate"]) == ("2031-03-04", "2031-03-05")
    assert found.fields["title"] == "{Who owns the dam?}"
    assert found.fields["titleaddon"] == "In: The river Tarvel"


def test_csl_json():
    (item,) = json.loads(csl_json(CITED))
    assert item == csl(CITED)
    source = CiteProcJSON([item])
    assert [*source] == [KEY.lower()]
    read = source[KEY.lower()]
    assert (str(read.title), str(read.container_title)) == (CITED.title, CITED.within)
    assert (int(read.issued.year), int(read.accessed.month), int(read.accessed.day)) == (2031, 3, 5)
    assert item["author"] == [{"literal": "Ada Berg"}, {"literal": "Office for Rivers and Dams"}]


def test_ris():
    (record,) = rispy.loads(ris(CITED))
    assert record["type_of_reference"] == "ELEC"
    assert record["title"] == CITED.title
    assert record["authors"] == [*CITED.authors]
    assert record["urls"] == [URL]
    assert (record["year"], record["date"], record["access_date"]) == ("2031", "2031/03/04", "2031/03/05")


def test_as_a_sentence():
    assert plain(CITED) == (
        "Ada Berg, Office for Rivers and Dams: “Who owns the dam?”. In: The river Tarvel. Tarvel Post,"
        f" 2031-03-04T09:00:00+01:00. {URL}. Version 3, first seen 2031-03-04T12:00:00.000Z. Captured"
        f" 2031-03-05T12:00:00.000Z. Harvester archive {CITED.archive}, capture {CITED.capture},"
        f" payload SHA-256 {CITED.digest}, read by {CITED.reader}."
        f" Permanent address in the archive: {CITED.path}"
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_known_is_left_out(form):
    text = FORMS[form].write(BARE)
    assert URL in text
    assert "None" not in text
    assert "no payload" in text
    assert "author" not in text
    if form == "bib":
        entry(text)


def test_a_copy_elsewhere():
    assert CITED.copy == f"https://web.archive.org/web/20310305120000/{URL}"


HOSTILE = (
    "} @article{evil, title={x",
    "a and b",
    r"\input{/etc/passwd} 50% of $x_1^2 & #1~",
    '"} , note = "',
    "{{{",
    "ER  - \r\nTY  - BOOK",
    "ligne\nTI  - other",
    "\u202eabc\u0000\x07",
    "ܐܒܓ 河水 السؤال",
    "%",
    "\\",
)


def stays_one_value(text):
    """Whether each form has the text where it belongs, and nothing that the text would add."""
    cited = replace(CITED, title=text, outlet=text, authors=(text, "Ada Berg"), within=text)
    (item,) = json.loads(csl_json(cited))
    names = [each["literal"] for each in item["author"]]
    assert len(item["title"].splitlines()) == 1
    key, found = entry(bibtex(cited))
    assert key == KEY
    assert len(found.persons["author"]) == len(names)
    assert {*found.fields} <= FIELDS
    (record,) = rispy.loads(ris(cited))
    assert (record["title"], record["authors"]) == (item["title"], names)


FIELDS = {"title", "titleaddon", "organization", "date", "version", "url", "urldate", "note"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_one_value(text):
    stays_one_value(text)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_stays_one_value(text):
    stays_one_value(text)


SHOWN = {
    r"\input{x} 50%": r"\textbackslash{}input\textbraceleft{}x\textbraceright{} 50\%",
    "$x_1^2 & #1~": r"\$x\_1\textasciicircum{}2 \& \#1\textasciitilde{}",
}


@pytest.mark.parametrize(("text", "tex"), SHOWN.items())
def test_tex_shows_signs_and_obeys_none(text, tex):
    assert entry(bibtex(replace(CITED, title=text)))[1].fields["title"] == f"{{{tex}}}"


def test_long_titles_are_cut():
    assert len(csl(replace(CITED, title="word " * 1000))["title"]) <= LONGEST
