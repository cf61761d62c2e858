"""The stand-in for web archives is judged by clients of others: they read it as they read the archives.

EDGI's ``wayback`` asks the Wayback Machine, ``cdx_toolkit`` Common Crawl. What they find, a backfill keeps.
"""

import hashlib

import pytest
from backfills import Backfills, Clock
from kept_pages import THINGS, edition
from requests.adapters import HTTPAdapter
from stand_in import CRAWLS, archives

wayback = pytest.importorskip("wayback", reason="EDGI's client is not installed")
cdx_toolkit = pytest.importorskip("cdx_toolkit", reason="it is not installed")

PIER, NEW = "https://norra.example/pier", "https://norra.example/new-pier"
MACHINE = "https://web.archive.org"

KEPT = """
    SELECT strftime('%Y%m%d%H%M%S', captured_at), status, lower(hex(payload.digest))
    FROM capture JOIN payload ON payload.id = payload_id ORDER BY captured_at"""


@pytest.fixture
def stand_in():
    with archives() as stand_in:
        add = stand_in.add
        stand_in.rows = 2
        add("20190101120000", PIER, edition(THINGS[:5]))
        add("20190301120000", PIER, edition(THINGS[:4]))
        add("20190401120000", PIER, b"<p>Not found</p>", status=404)
        add("20190501120000", PIER, b"<p>Slow down</p>", status=429, headers=(("Retry-After", "3600"),))
        add("20190601120000", PIER, edition(THINGS[:3]))
        yield stand_in


class Rerouted(HTTPAdapter):
    """Has the stand-in answer for the Wayback Machine."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def send(self, request, **options):
        url = request.url
        request.url = url.replace(MACHINE, self.base)
        answer = super().send(request, **options)
        request.url = answer.url = url
        if "Location" in answer.headers:
            answer.headers["Location"] = answer.headers["Location"].replace(self.base, MACHINE)
        return answer


@pytest.fixture
def edgi(stand_in):
    session = wayback.WaybackSession(retries=0, search_calls_per_second=0, memento_calls_per_second=0)
    session.mount(MACHINE, Rerouted(stand_in.url))
    with wayback.WaybackClient(session) as client:
        yield client


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def test_edgi_finds_what_a_backfill_keeps(db, stand_in, edgi):
    """All of an index of several parts, an archived error, and an archived 429, which asks nobody to wait."""
    found = [*edgi.search(PIER)]
    shown = [edgi.get_memento(each) for each in found]
    seen = [
        (f"{row.timestamp:%Y%m%d%H%M%S}", memento.status_code, sha256(memento.content))
        for row, memento in zip(found, shown, strict=True)
    ]
    assert [row.statuscode for row in found] == [memento.status_code for memento in shown]
    backfills = Backfills(db, stand_in, Clock())
    backfills.run(PIER)
    assert backfills.all(KEPT) == seen
    assert len(seen) == len(stand_in.mementos)


def test_edgi_follows_an_archived_redirect(stand_in, edgi):
    stand_in.add("20200101120000", PIER, b"", status=301, headers=(("Location", NEW),))
    stand_in.add("20200101120003", NEW, edition(THINGS[:2]))
    [redirect] = [each for each in edgi.search(PIER) if each.statuscode == 301]
    memento = edgi.get_memento(redirect)
    assert memento.memento_url == f"{MACHINE}/web/20200101120003id_/{NEW}"
    assert [each.memento_url for each in memento.history] == [f"{MACHINE}/web/20200101120000id_/{PIER}"]


def test_cdx_toolkit_finds_what_a_backfill_keeps(db, stand_in, monkeypatch):
    monkeypatch.setitem(
        cdx_toolkit.myrequests.retry_info, "127.0.0.1", {"next_fetch": 0, "minimum_interval": 0}
    )
    stand_in.rows = 100  # a page of that index is only full with thousands
    crawl = next(each for each in CRAWLS if "2019" in each)  # where a crawl has nothing, it asks for ever
    index = cdx_toolkit.CDXFetcher(f"{stand_in.url}/{crawl}-index", warc_download_prefix=stand_in.url)
    seen = [
        (row["timestamp"], int(row["status"]), sha256(row.fetch_warc_record().content_stream().read()))
        for row in index.iter(PIER, limit=20)
    ]
    backfills = Backfills(db, stand_in, Clock())
    backfills.run(PIER, origin="commoncrawl")
    assert backfills.all(KEPT) == sorted(seen)
    assert len(seen) == len(stand_in.mementos)
