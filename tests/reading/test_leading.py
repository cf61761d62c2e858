"""Pages that lead on by themselves, and pages that do not."""

import random
from datetime import UTC, datetime

import pytest

from harvester.model import Verdict
from harvester.reading import Received, read
from harvester.reading.leading import MAX_DELAY_S, leads_on

URL = "https://tarvel.example/water/old"
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
META = '<meta http-equiv="refresh" content="{}">'.format
MOVED = "<title>Moved</title>{}<p>This page has moved.</p>".format
ASKING = (
    "<title>The dam</title>{}<h1>The dam</h1><h2>Who owns the dam?</h2><p>The town has owned it since it was"
    " built, says the mayor.</p><h2>When is it repaired?</h2><p>In the spring, when the snow is gone.</p>"
).format


def page(html, *headers, url=URL, kind="text/html"):
    body = html if isinstance(html, bytes) else html.encode()
    typed = (("Content-Type", kind),) if kind else ()
    return Received(url, NOON, body, 200, (*typed, *headers))


NEW = "https://tarvel.example/water/new"

LEADS = {  # page: where it leads and after how many seconds
    "at once": (page(MOVED(META("0; url=new"))), NEW, 0),
    "after a few seconds": (page(MOVED(META("5;URL='/water/new'"))), NEW, 5),
    "whatever the page says": (page(ASKING(META("0; url=new"))), NEW, 0),
    "attributes in another order": (page(MOVED("<META content='0; url=new' HTTP-EQUIV=Refresh>")), NEW, 0),
    "without quotes": (page(MOVED("<meta http-equiv=refresh content=0;url=new>")), NEW, 0),
    "with an entity": (page(MOVED(META("0; url=new?a=1&amp;b=2"))), f"{NEW}?a=1&b=2", 0),
    "relative to the base": (
        page(f'<base href="/now/">{META("0; url=new")}'),
        "https://tarvel.example/now/new",
        0,
    ),
    "to another scheme": (page(META(f"0; url=http{URL[5:]}")), f"http{URL[5:]}", 0),
    "in the body": (page(f"<body><p>Moved.</p>{META('0; url=new')}"), NEW, 0),
    "the first that can be read": (
        page(META("soon; url=/a") + META("0; url=new") + META("0; url=/b")),
        NEW,
        0,
    ),
    "a header": (page("<p>Moved.</p>", ("Refresh", "0; url=new")), NEW, 0),
    "the header before the page": (page(META("0; url=/b"), ("refresh", "1;new")), NEW, 1),
    "UTF-16": (page(MOVED(META("0; url=new")).encode("utf-16")), NEW, 0),
    "no type": (page(MOVED(META("0; url=new")), kind=""), NEW, 0),
}


@pytest.mark.parametrize(("received", "target", "delay_s"), LEADS.values(), ids=LEADS)
def test_a_page_that_leads_on_is_no_content(received, target, delay_s):
    assert leads_on(received) == (delay_s, target)
    reading = read(received)
    assert (reading.verdict, reading.snapshot.pairs) == (Verdict.REDIRECT_PAGE, ())
    assert target in reading.reason


STAYS = {
    "nothing": page(ASKING("")),
    "a live page loads itself again": page(ASKING(META("300"))),
    "by its own URL": page(ASKING(META(f"5; url={URL}#live"))),
    "by an empty URL": page(ASKING(META("5; url="))),
    "long after it was read": page(ASKING(META(f"{MAX_DELAY_S + 1}; url=new"))),
    "only without scripts": page(ASKING(f"<noscript>{META('0; url=/enable-scripts')}</noscript>")),
    "in a comment": page(ASKING(f"<!-- {META('0; url=new')} -->")),
    "in a script": page(ASKING(f"<script>var m = '{META('0; url=new')}'</script>")),
    "as text": page(ASKING("").replace("says", "&lt;meta http-equiv=refresh content='0; url=new'&gt; says")),
    "to a script": page(ASKING(META("0; url=javascript:go()"))),
    "to an address for mail": page(ASKING(META("0; url=mailto:ada@tarvel.example"))),
    "another element's name": page(ASKING('<meta name="refresh" content="0; url=new">')),
    "a value that browsers ignore": page(ASKING(META("now; url=new"))),
}


@pytest.mark.parametrize("received", STAYS.values(), ids=STAYS)
def test_a_page_that_stays_is_read(received):
    assert leads_on(received) is None
    reading = read(received)
    assert (reading.verdict, len(reading.snapshot.pairs)) == (Verdict.CONTENT, 2)


NO_PAGES = {
    "a feed that quotes one": page(
        f"<rss><channel><title>{META('0; url=new')}</title></channel></rss>", kind=""
    ),
    "a picture": page(META("0; url=new"), kind="image/png"),
    "no address": page(META("0; url=new"), url=""),
}


@pytest.mark.parametrize("received", NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_leads_nowhere(received):
    assert leads_on(received) is None


def test_nothing_makes_it_raise():
    order = random.Random(1)
    words = [b"<meta ", b"http-equiv", b"=", b"refresh", b" content=", b"'0;url=", b"\x00", b"<base href=", b"http://[",
             b">", b"\xff", b"'", b'"', b"<noscript>", b"//", b"\\"]  # fmt: skip
    for _ in range(2000):
        body = b"".join(order.choices(words, k=20)) + b"refresh"
        leads_on(page(body, ("Refresh", body.decode("latin-1")[:40])))
