"""What of a source is followed comes from the settings, for what was announced before too."""

import pytest
from chronicle import edition

from harvester.archive.announcements import last_change

XML = {"Content-Type": "text/xml"}
PAGES = {
    f"/{name}": edition(things)
    for name, things in (
        ("faq/pier", ("pier", "ferry", "weir")),
        ("faq/crane", ("crane", "sluice", "dredger")),
        ("sport/weir", ("weir", "lifeboat", "boatyard")),
    )
}
ALL = sorted(PAGES)


def urlset(desk, **entries):
    """A sitemap of {path: what stands beside its loc}."""
    urls = (f"<url><loc>{desk.url(path)}</loc>{beside}</url>" for path, beside in entries.items())
    return (200, XML, f"<urlset>{''.join(urls)}</urlset>".encode())


@pytest.fixture
def town(desk):
    """A desk whose site has three articles and a sitemap of them, each with a date of its own."""
    desk.site.pages |= PAGES
    dates = dict(zip(ALL, ("2030-01-01", "2031-01-01", "2031-02-01"), strict=True))
    desk.site.pages["/sitemap.xml"] = urlset(
        desk, **{path: f"<lastmod>{dates[path]}</lastmod>" for path in ALL}
    )
    return desk


LIMITS = {  # settings of the source, and which articles are followed
    "no limits": ({}, ALL),
    "include": ({"include": ("/faq/",)}, ["/faq/crane", "/faq/pier"]),
    "exclude": ({"exclude": ("/faq/",)}, ["/sport/weir"]),
    "both": ({"include": ("/faq/",), "exclude": ("pier$",)}, ["/faq/crane"]),
    "since": ({"since": "2031-01-01"}, ["/faq/pier", "/sport/weir"]),
    "nothing left": ({"include": ("/nowhere/",)}, []),
}


@pytest.mark.parametrize(("limits", "followed"), LIMITS.values(), ids=LIMITS)
def test_a_source_is_followed_in_part(town, limits, followed):
    town.declare(("/sitemap.xml", {"kind": "sitemap", **limits}))
    town.run()
    assert sorted(set(town.asked) - {"/sitemap.xml"}) == town.articles() == followed
    assert town.column("SELECT count(*) FROM announcement") == [3]  # what the source says is kept
    assert town.column("SELECT count(*) FROM article") == [len(followed)]


@pytest.mark.parametrize("first", LIMITS.values(), ids=LIMITS)
def test_changed_settings_count_for_what_was_announced_before(town, first):
    town.declare(("/sitemap.xml", {"kind": "sitemap", **first[0]}))
    town.run()
    captured = first[1]
    for limits, followed in LIMITS.values():
        town.declare(("/sitemap.xml", {"kind": "sitemap", **limits}))
        town.run()
        assert town.articles() == followed
        assert set(town.asked) <= {"/sitemap.xml", *followed}
        captured = sorted({*captured, *followed})
        assert sorted({*town.articles(), *town.articles("ended"), *town.articles("kept")}) == captured


def test_what_a_person_follows_is_followed_whatever_a_source_leaves_out(town):
    town.follow("/sport/weir")
    town.declare(("/sitemap.xml", {"kind": "sitemap", "exclude": ("/sport/",)}))
    town.run()
    assert town.articles() == ALL


def test_an_article_that_was_captured_is_ended_when_it_is_left_out(town):
    town.declare(("/sitemap.xml", {"kind": "sitemap"}))
    town.run()
    town.declare(("/sitemap.xml", {"kind": "sitemap", "exclude": ("/sport/",)}))
    town.run()
    assert town.articles("ended") == ["/sport/weir"]
    assert town.column("SELECT count(*) FROM version") == [3]


def index(desk, *paths, modified="2031-02-01"):
    names = (f"<sitemap><loc>{desk.url(path)}</loc><lastmod>{modified}</lastmod></sitemap>" for path in paths)
    return (200, XML, f"<sitemapindex>{''.join(names)}</sitemapindex>".encode())


@pytest.fixture
def nest(town):
    """An index that names an index, which names the sitemap; there is one of sport beside it."""
    town.site.pages["/index.xml"] = index(town, "/inner.xml", "/sport.xml")
    town.site.pages["/inner.xml"] = index(town, "/sitemap.xml")
    town.site.pages["/sport.xml"] = urlset(town, **{"/sport/weir": ""})
    return town


NESTED = {  # settings of the index, which sitemaps are asked for, which articles are followed
    "no limits": ({}, ["/inner.xml", "/sitemap.xml", "/sport.xml"], ALL),
    "no level": ({"depth": 0}, [], []),
    "one level": ({"depth": 1}, ["/inner.xml", "/sport.xml"], ["/sport/weir"]),
    "articles": ({"include": ("/faq/",)}, ["/inner.xml", "/sitemap.xml", "/sport.xml"], ALL[:2]),
    "a sitemap": ({"exclude": ("/sport",)}, ["/inner.xml", "/sitemap.xml"], ALL[:2]),
    "a day": ({"since": "2031-01-15"}, ["/inner.xml", "/sitemap.xml", "/sport.xml"], ["/sport/weir"]),
    "a later day": ({"since": "2031-03-01"}, [], []),
}


@pytest.mark.parametrize(("limits", "sitemaps", "followed"), NESTED.values(), ids=NESTED)
def test_the_limits_of_an_index_count_below_it(nest, limits, sitemaps, followed):
    nest.declare(("/index.xml", {"kind": "sitemap", **limits}))
    nest.run()
    assert sorted(each for each in nest.asked if each.endswith(".xml")) == sorted(["/index.xml", *sitemaps])
    assert nest.articles() == followed


def test_changed_limits_of_an_index_count_below_it(nest):
    nest.declare(("/index.xml", {"kind": "sitemap"}))
    nest.run()
    for limits, _, followed in NESTED.values():
        nest.declare(("/index.xml", {"kind": "sitemap", **limits}))
        nest.run()
        assert nest.articles() == followed


def test_a_changed_entry_is_no_new_spell_and_its_change_is_known(town):
    town.declare(("/sitemap.xml", {"kind": "sitemap"}))
    town.run()
    town.site.pages["/sitemap.xml"] = urlset(town, **dict.fromkeys(ALL, "<lastmod>2031-03-05</lastmod>"))
    town.run()
    assert town.column("SELECT count(*) FROM announcement") == [3]
    articles = town.column("SELECT id FROM article")
    found = [last_change(town.db.conn, each) for each in articles]
    assert [changed for changed, _ in found] == ["2031-03-05"] * 3


def test_an_article_waits_while_a_source_says_that_it_is_unchanged(town):
    """Its wait counts from when the source was read, until that states a change."""
    stated, unstated = ALL[:2]
    changes = {stated: "<lastmod>2031-03-01</lastmod>", unstated: ""}
    town.site.pages["/sitemap.xml"] = urlset(town, **changes)
    town.declare(("/sitemap.xml", {"kind": "sitemap", "every_s": 0}))
    town.run(0)
    days = town.runs([each / 8 for each in range(1, 17)])[0]
    assert 0 < len(days[stated]) < len(days[unstated])
    town.site.pages["/sitemap.xml"] = urlset(town, **changes | {stated: "<lastmod>2031-03-09</lastmod>"})
    days = town.runs([2 + each / 8 for each in range(1, 17)])[0]
    assert abs(len(days[stated]) - len(days[unstated])) <= 1


def test_an_entry_that_is_changed_after_the_day_is_followed(town):
    town.declare(("/sitemap.xml", {"kind": "sitemap", "since": "2031-03-01"}))
    town.run()
    assert town.articles() == []
    town.site.pages["/sitemap.xml"] = urlset(town, **{"/faq/pier": "<lastmod>2031-03-05</lastmod>"})
    town.run()
    assert town.articles() == ["/faq/pier"]
