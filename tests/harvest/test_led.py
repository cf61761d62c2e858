"""Redirects that are written in a page: followed as redirects, and never a version."""

import pytest
from chronicle import THINGS, edition

from harvester.errors import ExitCode

OLD, NEW = "/old", "/new"
DAM = THINGS[:4]


def leading(to, delay_s=0):
    html = f"<title>Moved</title><meta http-equiv=refresh content='{delay_s}; url={to}'><p>It has moved.</p>"
    return html.encode()


def pages(desk, **others):
    desk.site.pages.clear()
    desk.site.pages.update({f"/{path}": body for path, body in others.items()})


def outcomes(desk):
    return desk.column("SELECT outcome FROM capture WHERE role = 'article' ORDER BY id")


def verdicts(desk):
    return desk.column("SELECT verdict FROM reading ORDER BY capture_id")


HOMES = {"at once": (0, NEW, [NEW]), "after a few seconds": (5, OLD, [OLD, NEW])}


@pytest.mark.parametrize(("delay_s", "home", "asked"), HOMES.values(), ids=HOMES)
def test_an_article_that_moved_by_a_page_goes_on(desk, delay_s, home, asked):
    """As with 301 and 302: what leads on at once is moved, what waits is asked for where it was."""
    desk.follow(OLD)
    pages(desk, old=edition(DAM))
    desk.run()
    pages(desk, old=leading(NEW, delay_s), new=edition(DAM, 2032))
    assert desk.run().exit_code == ExitCode.DONE
    assert (desk.articles(), set(desk.kinds())) == ([home], {"answer edited"})
    moved = desk.column("SELECT kind FROM event WHERE kind = 'moved'")
    assert moved == (["moved"] if home == NEW else [])
    desk.run()
    assert (desk.asked, desk.column("SELECT max(n) FROM version")) == (asked, [2])


def test_a_first_capture_is_the_page_to_which_it_leads(desk):
    desk.follow(OLD)
    pages(desk, old=leading("/between"), between=leading(desk.url(NEW), 3), new=edition(DAM))
    desk.run()
    assert outcomes(desk) == ["redirected", "redirected", "ok"]
    assert desk.all("SELECT n, title FROM version JOIN snapshot ON id = snapshot_id") == [(1, "The harbour")]


ENDS = {  # pages; outcomes of the chain; what the end's page is
    "pages that lead in a circle": (
        {"old": leading(NEW), "new": leading(OLD)},
        ["redirected", "redirect_loop"],
    ),
    "a page that is not there": ({"old": leading(NEW)}, ["redirected", "gone"]),
    "a page that robots.txt refuses": (
        {"old": leading(NEW), "new": edition(DAM), "robots.txt": b"User-agent: *\nDisallow: /new\n"},
        ["redirected", "robots_refused"],
    ),
}


@pytest.mark.parametrize(("shown", "expected"), ENDS.values(), ids=ENDS)
def test_a_page_that_leads_nowhere_is_never_a_version(desk, shown, expected):
    desk.follow(OLD)
    pages(desk, old=edition(DAM))
    desk.run()
    pages(desk, **shown)
    assert desk.run().failures
    assert outcomes(desk)[1:] == expected
    assert desk.column("SELECT n FROM version") == [1]


def test_no_more_pages_are_followed_than_redirects(desk):
    desk.follow("/0")
    desk.site.pages.update({f"/{n}": leading(f"/{n + 1}") for n in range(30)})
    desk.run()
    assert outcomes(desk) == ["redirected"] * 10 + ["bad_redirect"]


def test_a_page_that_loads_itself_again_is_read(desk):
    desk.follow(OLD)
    pages(desk, old=edition(DAM).replace(b"<head>", b"<head><meta http-equiv=refresh content=5>"))
    desk.run()
    assert (outcomes(desk), verdicts(desk)) == (["ok"], ["content"])


def test_a_page_does_not_lead_a_robots_txt_elsewhere(desk):
    desk.follow(OLD)
    pages(desk, old=edition(DAM), **{"robots.txt": (200, {"Content-Type": "text/html"}, leading("/rules"))})
    desk.run()
    assert "/rules" not in [path for path, _ in desk.site.requests]
