"""The press site: its editions over HTTP, what it caches, what it counts, and that it ends when told to."""

import gc
import socket
import threading

import pytest
import requests
from protego import Protego

from harvester.demo import ARTICLES, EDITIONS, EXPECTED, PressSite
from harvester.demo.articles import GONE, WALL
from harvester.demo.pages import story
from harvester.discover import discover, sniff

BY_KEY = {article.key: article for article in ARTICLES}
RESTLESS = next(article for article in ARTICLES if article.restless)


@pytest.fixture
def site():
    with PressSite() as running:
        yield running


@pytest.fixture
def session():
    with requests.Session() as open_session:
        open_session.trust_env = False
        yield open_session


def test_the_feed_lists_every_article(site, session):
    answer = session.get(site.feed_url)
    assert sniff(answer.content, answer.headers["Content-Type"]) == "feed"
    links = discover("feed", answer.content, site.feed_url)
    assert [link.url for link in links] == [site.url + article.path for article in ARTICLES]
    assert [link.title for link in links] == [story(article.key, "1").title for article in ARTICLES]
    assert all(link.published for link in links)


def test_the_front_page_lists_every_article(site, session):
    links = discover("listing", session.get(site.url).content, f"{site.url}/")
    assert [link.url for link in links] == [site.url + article.path for article in ARTICLES]


def test_robots_txt_refuses_one_article_of_the_feed(site, session):
    robots = Protego.parse(session.get(f"{site.url}/robots.txt").text)
    refused = [each.key for each in ARTICLES if not robots.can_fetch(site.url + each.path, "harvester")]
    assert refused == ["members"]
    assert robots.crawl_delay("harvester") is None


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("key", BY_KEY)
def test_each_edition_of_each_article(site, session, key, edition):
    site.edition = edition
    article = BY_KEY[key]
    shown = article.shows[edition - 1]
    answer = session.get(site.url + article.path)
    assert answer.status_code == (404 if shown == GONE else 200)
    if shown == WALL:
        assert answer.headers["cf-mitigated"] == "challenge"
        assert "Checking your browser" in answer.text
    elif shown != GONE:
        assert story(key, shown).body in answer.text
        assert f'<html lang="{article.language}">' in answer.text


def test_what_did_not_change_is_not_sent_again(site, session):
    for article in ARTICLES:
        first = session.get(site.url + article.path)
        again = session.get(site.url + article.path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == (200 if article.restless else 304)
        assert bool(again.content) is article.restless


def test_what_changed_is_sent_again(site, session):
    first = {each.key: session.get(site.url + each.path).headers["ETag"] for each in ARTICLES}
    site.edition = 2
    changed = {
        article.key
        for article in ARTICLES
        if session.get(site.url + article.path, headers={"If-None-Match": first[article.key]}).status_code
        != 304
    }
    assert changed == {each.key for each in ARTICLES if each.restless or each.shows[0] != each.shows[1]}


def test_a_restored_page_is_the_page_of_before(site, session):
    url = site.url + BY_KEY["mist"].path
    bodies, stamps = [], []
    for edition in EDITIONS:
        site.edition = edition
        headers = {"If-Modified-Since": stamps[-1]} if stamps else {}
        answer = session.get(url, headers=headers)
        bodies.append(answer.content)
        stamps.append(answer.headers["Last-Modified"])
    assert bodies[0] == bodies[2] != bodies[1]
    assert stamps[0] == stamps[2] != stamps[1]


CONDITIONS = {
    "the same date": ("Tue, 26 Aug 2025 09:42:00 GMT", 304),
    "another date": ("Mon, 25 Aug 2025 09:42:00 GMT", 200),
    "no date": ("yesterday", 200),
    "a date without its zone": ("Tue, 26 Aug 2025 09:42:00", 200),
}


@pytest.mark.parametrize(("since", "status"), CONDITIONS.values(), ids=CONDITIONS)
def test_if_modified_since(site, session, since, status):
    site.edition = 2
    answer = session.get(site.url + BY_KEY["barrage"].path, headers={"If-Modified-Since": since})
    assert answer.status_code == status


def test_the_restless_page_changes_only_around_its_text(site, session):
    first, second = (session.get(site.url + RESTLESS.path) for _ in range(2))
    assert first.content != second.content
    assert first.headers["ETag"] != second.headers["ETag"]
    assert story(RESTLESS.key, "1").body in first.text
    assert story(RESTLESS.key, "1").body in second.text


def test_gzip_only_where_it_is_accepted(site, session):
    url = site.url + BY_KEY["clocks"].path
    packed = session.get(url)
    plain = session.get(url, headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["Content-Length"]) < len(plain.content) == int(plain.headers["Content-Length"])
    head = session.head(url)
    assert head.content == b""
    assert head.headers["Content-Length"] == packed.headers["Content-Length"]


def test_requests_are_counted(site, session):
    path = BY_KEY["clocks"].path
    tag = session.get(site.url + path).headers["ETag"]
    session.get(f"{site.url}{path}?utm_source=x", headers={"If-None-Match": tag})
    session.get(f"{site.url}/nowhere")
    assert site.answers == {(path, 200): 1, (path, 304): 1, ("/nowhere", 404): 1}
    assert site.requests(path) == 2
    assert site.requests(BY_KEY["members"].path) == 0


def test_one_connection_serves_many_requests(site):
    with socket.create_connection(site.url.removeprefix("http://").split(":")) as connection:
        for _ in range(3):
            connection.sendall(b"HEAD /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_it_ends_while_clients_hold_on():
    before = threading.active_count()
    with requests.Session() as session, PressSite() as site:
        session.trust_env = False
        session.get(site.url)
        silent = socket.create_connection(site.url.removeprefix("http://").split(":"))
    silent.close()
    gc.collect()  # a socket left open would warn, and a warning is an error
    assert threading.active_count() == before


def test_the_table_of_expected_changes_names_what_is_there():
    """Each question is in the text that shows it, and each word on its side of the edit."""
    by_path = {article.path: article for article in ARTICLES}
    for edition, changes in EXPECTED.items():
        for change in changes:
            article = by_path[change.path]
            texts = [text for text in article.shows[:edition] if text not in {GONE, WALL}]
            old, new = (story(article.key, text) for text in texts[-2:])
            dropped = change.kind == "dropped"
            shown = (old if dropped else new).body.replace("&nbsp;", "\N{NO-BREAK SPACE}")
            assert change.question.replace(" ?", "\N{NO-BREAK SPACE}?") in shown
            assert change.before in old.title + old.body
            assert change.after in new.title + new.body
