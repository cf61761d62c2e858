"""What harvester.toml names stays followed, whatever it turns out to be and under whatever URL."""

import pytest
from chronicle import edition

RSS = {"Content-Type": "application/rss+xml"}
NUMBERS = range(8)
"""Decisions of one moment come in an order of their digests: one of eight would be the wrong way round."""
SEEN = [f"/seen/{number}" for number in NUMBERS]


@pytest.fixture
def town(desk):
    """A desk whose site has eight feeds, each with an article of its own."""
    for number, path in enumerate(SEEN):
        link = desk.url(f"/article/{number}")
        feed = f"<rss version='2.0'><channel><item><link>{link}</link></item></channel></rss>"
        desk.site.pages[path] = (200, RSS, feed.encode())
        desk.site.pages[f"/article/{number}"] = edition(("pier", "ferry"))
    return desk


TERMS = {
    "no kind is named": {},
    "it is named as a feed later": {"kind": "feed"},
}


@pytest.mark.parametrize("later", TERMS.values(), ids=TERMS)
def test_a_feed_that_was_named_as_a_page(town, later):
    town.declare(*((path, {}) for path in SEEN))
    town.run()
    town.declare(*((path, later) for path in SEEN))
    for _ in range(2):
        town.run()
        assert set(SEEN) <= set(town.asked)
    assert set(town.column("SELECT state FROM source")) == {"followed"}
    assert set(town.column("SELECT state FROM article WHERE source_id IS NOT NULL")) == {"followed"}


@pytest.mark.parametrize("status", [301, 302])
def test_a_feed_at_the_end_of_redirects(town, status):
    town.site.pages["/named"] = (status, {"Location": "/hop"}, b"")
    town.site.pages["/hop"] = (status, {"Location": SEEN[0]}, b"")
    town.declare(("/named", {}))
    town.run()
    town.run()
    assert town.asked == ["/named", "/hop", SEEN[0], "/article/0"]


def test_nothing_is_ended_that_the_settings_still_name(town):
    town.declare(*((path, {}) for path in SEEN))
    town.run()
    town.run()
    assert "end" not in town.column("SELECT kind FROM decision")


def test_an_article_is_named_by_its_new_url(desk):
    desk.site.pages |= {f"/new/{number}": edition(("pier", f"ferry {number}")) for number in NUMBERS}
    for number in NUMBERS:
        desk.site.pages[f"/old/{number}"] = (301, {"Location": f"/new/{number}"}, b"")
    desk.declare(*((f"/old/{number}", {}) for number in NUMBERS))
    desk.run()
    desk.declare(*((f"/new/{number}", {}) for number in NUMBERS))
    desk.run()
    assert sorted(set(desk.asked)) == [f"/new/{number}" for number in NUMBERS]
