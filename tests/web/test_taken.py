"""What programs take from the pages: feeds, CSV, JSON, plain answers, and the bytes of captures."""

import csv
import json
from xml.etree import ElementTree as ET

from stories import LISTS

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def entries(client, path):
    feed = ET.fromstring(client.get(path).content)
    return feed, feed.findall("atom:entry", ATOM)


def test_a_feed_has_what_an_entry_needs(few):
    feed, found = entries(few, "/changes.atom")
    for element in (feed, *found):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"atom:{name}", namespaces=ATOM), name
        assert element.findtext("atom:author/atom:name", namespaces=ATOM)
    assert [each.findtext("atom:id", namespaces=ATOM)[:9] for each in found] == ["urn:uuid:"] * 11
    assert len({each.findtext("atom:id", namespaces=ATOM) for each in found}) == 11
    assert feed.findtext("atom:updated", namespaces=ATOM) == "2031-03-08T12:00:00.000Z"


def test_a_feed_leads_to_pages_that_are_there(few):
    _, found = entries(few, "/changes.atom?kind=reworded")
    (entry,) = found
    assert few.get(entry.find("atom:link", ATOM).attrib["href"]).status_code == 200
    assert "<ins>" in entry.findtext("atom:content", namespaces=ATOM)


def test_a_feed_has_the_filters_of_its_page(few):
    assert len(entries(few, "/changes.atom?kind=dropped")[1]) == 1
    assert len(entries(few, "/changes.atom?article=25e9ccdd9aac6179")[1]) == 9


def test_an_empty_feed_is_a_feed(browsing):
    feed, found = entries(browsing("empty"), "/changes.atom")
    assert found == []
    assert feed.findtext("atom:id", namespaces=ATOM)


def test_json_and_csv_have_the_same_rows(few):
    listed = json.loads(few.get("/changes.json").content)
    table = [*csv.DictReader(few.get("/changes.csv").text.splitlines())]
    assert [row["id"] for row in listed] == [row["id"] for row in table]
    assert len(listed) == 11
    assert [*listed[0]] == [*table[0]]


def test_an_answer_in_full_is_plain_text(browsing):
    client = browsing("huge")
    article = client.get("/articles").text.partition("/article/")[2][:16]
    page = client.get(f"/article/{article}/v/1")
    address = page.text.partition('… <a href="')[2].partition('"')[0]
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(answer.content) > 5_000_000
    assert LISTS in page.text


def test_the_bytes_of_a_capture_are_saved_and_not_shown(few):
    page = few.get("/article/25e9ccdd9aac6179/v/1")
    capture = page.text.partition('href="/capture/')[2][:32]
    body = few.get(f"/capture/{capture}/body")
    assert body.text.startswith("<html lang='en'><head><title>The river</title>")
    assert body.headers["content-type"] == "text/plain; charset=utf-8"
    assert body.headers["content-disposition"] == f'attachment; filename="{capture}.txt"'
    assert body.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    shown = few.get(f"/capture/{capture[:10]}")
    assert shown.url.path == f"/capture/{capture}"
    assert "server" in shown.text
    assert "mill" in shown.text


def test_all_changes_are_reached_page_by_page(browsing):
    """100 changes of one instant, 50 a page."""
    client, seen, address = browsing("many"), [], "/changes"
    for _ in range(9):
        page = client.get(address).text
        seen += [
            part.partition('"')[0] for part in page.split('href="/article/e4b671aeda0e72ef/question/')[1:]
        ]
        more = page.partition(">Older ones</a>")[0].rpartition('href="')[2].partition('"')[0]
        if ">Older ones</a>" not in page:
            break
        address = more.replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == len(json.loads(client.get("/changes.json").content))
