"""What of a source is followed: URLs, dates, languages and levels, and the setting that decides."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Announcement
from harvester.scope import Scope, matches, outside

URL = "https://lantern.example/en/faq/why-the-well-ran-dry.html"
MATCHES = {  # pattern, whether URL matches
    "a part": ("/faq/", True),
    "the same with anything around it": ("*/faq/*", True),
    "another part": ("/sport/", False),
    "the whole": (URL, True),
    "from the host on": ("https://lantern.example/*/faq/", True),
    "parts in order": ("/en/*well*dry", True),
    "parts in another order": ("dry*well", False),
    "parts that overlap": ("/faq/*/why", False),
    "the end": (".html$", True),
    "another end": ("/faq/$", False),
    "the end after a part": ("/faq/*.html$", True),
    "an end that a part has taken": ("dry.html*.html$", False),
    "anything": ("*", True),
    "a point is no joker": ("/f.q/", False),
    "other letters": ("/FAQ/", False),
}


@pytest.mark.parametrize(("pattern", "expected"), MATCHES.values(), ids=MATCHES)
def test_matches(pattern, expected):
    assert matches(pattern, URL) is expected


def test_characters_count_as_they_are_read():
    url = "https://lantern.example/f%C3%BCr-dich/a%20b"
    assert matches("/für-dich/", url)
    assert matches("/f%C3%BCr-dich/a b$", url)


@given(st.text(alphabet="ab*$/%", max_size=12), st.text(alphabet="ab/%", max_size=20))
def test_what_stands_in_a_url_matches_it(pattern, url):
    assert matches(pattern, url) in {True, False}
    assert matches(f"*{url}*", f"/{url}/")
    assert matches(f"{url}$", f"/{url}")


def test_a_hostile_pattern_takes_time_that_grows_with_the_url():
    pattern, url = "a*" * 4_000 + "b", "a" * 8_000
    start = time.process_time()
    assert not matches(pattern, url)
    assert time.process_time() - start < 2.0


def article(**said):
    return Announcement(URL, **said)


def sitemap(**said):
    return Announcement("https://lantern.example/sitemap-2026-03.xml", kind="sitemap", **said)


OUTSIDE = {  # scope, announcement, the setting that leaves it out
    "no limits": (Scope(), article(), ""),
    "included": (Scope(include=("/news/", "/faq/")), article(), ""),
    "not included": (Scope(include=("/news/",)), article(), "include"),
    "excluded": (Scope(exclude=(".html$",)), article(), "exclude"),
    "included and excluded": (Scope(include=("/faq/",), exclude=("/en/",)), article(), "exclude"),
    "published before": (Scope(since="2026-03-02"), article(published="2026-03-01T23:59:59+00:00"), "since"),
    "published on the day": (Scope(since="2026-03-02"), article(published="2026-03-02"), ""),
    "published before, changed after": (
        Scope(since="2026-03-02"),
        article(published="2026-03-01", modified="2026-04-01"),
        "since",
    ),
    "changed before": (Scope(since="2026-03-02"), article(modified="2026-03-01"), "since"),
    "changed after": (Scope(since="2026-03-02"), article(modified="2026-03-03"), ""),
    "a year that is not over": (Scope(since="2026-03-02"), article(published="2026"), ""),
    "a month that is over": (Scope(since="2026-03-02"), article(published="2026-02"), "since"),
    "no date": (Scope(since="2026-03-02"), article(), ""),
    "the language": (Scope(language="fr"), article(language="fr-CA"), ""),
    "in other letters": (Scope(language="FR"), article(language="fr"), ""),
    "another language": (Scope(language="fr"), article(language="fro"), "language"),
    "another region": (Scope(language="pt-BR"), article(language="pt-PT"), "language"),
    "no language": (Scope(language="fr"), article(), ""),
    "a sitemap": (Scope(include=("/faq/",), language="fr"), sitemap(language="en"), ""),
    "an excluded sitemap": (Scope(exclude=("/sitemap-2026",)), sitemap(), "exclude"),
    "a sitemap that was not changed since": (Scope(since="2026-05-01"), sitemap(modified="2026-04"), "since"),
    "a sitemap too deep": (Scope(depth=0), sitemap(), "depth"),
    "a sitemap below": (Scope(depth=2).nested(), sitemap(), ""),
    "a sitemap below that": (Scope(depth=2).nested().nested(), sitemap(), "depth"),
}


@pytest.mark.parametrize(("scope", "announcement", "setting"), OUTSIDE.values(), ids=OUTSIDE)
def test_outside(scope, announcement, setting):
    assert outside(scope, announcement) == setting


SCOPES = {
    "no limits": Scope(),
    "all limits": Scope(("/faq/", "/ü/"), (".pdf$",), "2026-03-02", 0, "fr"),
}


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_a_scope_is_read_as_it_was_written(scope):
    assert Scope.from_text(scope.as_text()) == scope


def test_a_scope_names_only_its_limits():
    assert Scope().as_text() == "{}"
    assert Scope(exclude=("/a",), depth=1).as_text() == '{"depth":1,"exclude":["/a"]}'


STRANGE = (
    "",
    "null",
    "[]",
    "{",
    "[" * 100_000,
    '{"include":"x","depth":true,"since":3,"exclude":null,"other":1}',
)


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_what_is_no_scope_limits_nothing(text):
    assert Scope.from_text(text) == Scope()


def test_what_is_no_pattern_is_a_text_at_least():
    assert outside(Scope.from_text('{"include":[1,[]]}'), article()) == "include"
