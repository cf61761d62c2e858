"""Another article's page at the URL of one that was removed: it is no version, and the article is gone."""

import pytest
from chronicle import edition
from tarvel import page

from harvester.view.attention import trouble

GONE, LIVE = "/dam", "/rent"
DAM = page(
    "The dam above Tarvel",
    ("When will the lake be full?", "Filling it takes three winters, the ministry of water says."),
    ("How many families have to leave?", "Some 4,200, who get new houses in the upper valley by June."),
).encode()


def rent(desk):
    html = page(
        "Rents in Ossel",
        (
            "May my landlord ask for more this year?",
            "Only where nobody has lived for a year, says the new law.",
        ),
        ("Whom do I ask for help?", "The office on Mill Street is open on weekdays, from nine to noon."),
    )
    return html.replace("<title>", f"<link rel=canonical href={desk.url(LIVE)}><title>").encode()


def shown(desk, path):
    """The states of the captures of an article, and its version, as far as its own history has them."""
    return desk.all(
        "SELECT state, coalesce(version, 0) FROM standing WHERE article_id ="
        " (SELECT article.id FROM article JOIN url ON url.id = url_id WHERE url = ?) ORDER BY at",
        desk.url(path),
    )


@pytest.mark.parametrize("follows", [True, False], ids=["followed before", "followed later"])
def test_a_removed_article_is_gone_and_the_other_one_is_as_it_was(desk, follows):
    desk.site.pages.update({GONE: DAM, LIVE: rent(desk)})
    desk.follow(GONE, *([LIVE] if follows else []))
    desk.run()
    desk.site.pages[GONE] = rent(desk)
    report = desk.run()
    assert [url.removeprefix(desk.site.url) for url, *_ in report.failures] == [GONE]
    desk.follow(LIVE)
    desk.run()
    assert (desk.articles(), desk.kinds()) == ([GONE, LIVE], [])
    assert shown(desk, GONE) == [("current", 1), ("gone", 0), ("gone", 0)]
    assert shown(desk, LIVE) == [("current", 1)] * (3 if follows else 1)
    assert desk.column("SELECT kind FROM event") == ["gone"]
    desk.site.pages[GONE] = DAM
    desk.run()
    assert shown(desk, GONE)[-1] == ("current", 1)
    assert desk.column("SELECT kind FROM event ORDER BY from_at") == ["gone", "back"]


def test_what_names_a_page_that_nobody_read_waits_for_a_person(desk):
    desk.site.pages.update({GONE: DAM})
    desk.follow(GONE)
    desk.run()
    desk.site.pages[GONE] = rent(desk)
    assert desk.run().failures
    assert shown(desk, GONE) == [("current", 1), ("suspect", 0)]


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_into_another_article_is_told_of_the_one_that_was_asked_for(desk, status):
    names = [f"/dam-{number}" for number in range(4)]
    dams = {name: DAM.replace(b"Tarvel", name[1:].encode()).replace(b"lake", name.encode()) for name in names}
    desk.site.pages.update({LIVE: rent(desk)} | dams)
    desk.follow(LIVE, *names)
    desk.run()
    desk.site.pages.update(dict.fromkeys(names, (status, {"Location": LIVE}, b"")))
    report = desk.run()
    assert sorted(url.removeprefix(desk.site.url) for url, *_ in report.failures) == names


PLACES = {
    "a redirect to the front page": ((301, {"Location": "/"}, b""), "/"),
    "a redirect to another article": ((302, {"Location": LIVE}, b""), LIVE),
}


@pytest.mark.parametrize(("answer", "place"), PLACES.values(), ids=PLACES)
def test_the_status_says_where_the_other_page_lies(desk, answer, place):
    desk.site.pages.update({GONE: DAM, LIVE: rent(desk), "/": edition(("weir", "lock"))})
    desk.follow(GONE, LIVE)
    desk.run()
    desk.site.pages[GONE] = answer
    desk.run()
    reasons = [row["reason"] for row in trouble(desk.db.conn).rows]
    assert reasons == [f"another page came in its place: {desk.url(place)}"]
