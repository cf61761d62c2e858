"""Whatever one host answers to whatever is asked for, a run keeps what other hosts have, and ends well."""

import pytest
from fault_server import FaultServer, response

from harvester.errors import ExitCode

LONG = "9" * 5000
FAR = "Mon, 23 Nov 99999999999 12:00:00 GMT"
ODD = {
    "a redirect with its length twice": response(
        b"", "Location: /new", "Content-Length: 0, 0", status=301, length=False
    ),
    "a redirect to no URL": response(b"", "Location: http://[::1/pier", status=302),
    "a redirect to a port of five digits": response(b"", "Location: http://127.0.0.1:99999/", status=302),
    "a redirect to an endless host": response(b"", f"Location: http://{'a' * 300}.example/", status=302),
    "a length of 5,000 digits": response(b"", f"Content-Length: {LONG}", length=False),
    "a wait of 5,000 digits": response(b"", f"Retry-After: {LONG}", status=503),
    "a wait below zero": response(b"", "Retry-After: -7", status=429),
    "a wait until the year 99999999999": response(b"", f"Retry-After: {FAR}", status=503),
    "a clock of the year 99999999999": response(b"gone", f"Date: {FAR}", f"Last-Modified: {FAR}", status=404),
    "a charset that is none": response(b"<p>Why?</p>", "Content-Type: text/html; charset=idna"),
    "a coding that is none": response(b"<p>Why?</p>", "Content-Encoding: utf-8"),
    "a tag of bytes that are no text": response(b"<p>Why?</p>", 'ETag: "\x80\xff\x00"'),
    "a status of 999": response(b"", status=999),
    "no status": b"HTTP/1.1 \r\n\r\n",
    "a line feed alone": b"\n",
    "an informational answer without end": b"HTTP/1.1 100 Continue\r\n\r\n",
    "a 304 that nobody asked for": response(b"", status=304),
}
PAIRS = [
    ("What happens to the pier?", "The town repairs it until the end of May, and pays for it itself."),
    ("Who may still use it?", "Fishers with a permit may use it on weekdays. Everybody else has to wait."),
    ("Where do the boats land?", "They land at the old customs house. The way to the town is ten minutes."),
]


@pytest.fixture
def odd():
    server = FaultServer()
    yield server
    server.close()


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
@pytest.mark.parametrize("asked_for", ["article", "feed", "robots"])
def test_a_run_goes_on(desk, page, odd, asked_for, answer):
    desk.site.pages |= {f"/{name}": page(f"The {name}", *PAIRS) for name in ("bridge", "pier", "tower")}
    url = odd.answers(answer, path="/robots.txt" if asked_for == "robots" else "/faq")
    kind = "feed" if asked_for == "feed" else ""
    desk.follow(url.replace("/robots.txt", "/faq"), kind=kind)
    desk.follow("/bridge", "/pier", "/tower")
    for _ in range(2):
        report = desk.run()
        assert report.exit_code in {ExitCode.DONE, ExitCode.SOME_FAILED}
        assert report.results["ok"] >= 3
    sql = "SELECT url FROM version JOIN member USING (article_id) JOIN url ON url.id = member.url_id"
    assert {"/bridge", "/pier", "/tower"} <= set(desk.paths(sql))
    assert desk.column("SELECT count(*) FROM capture JOIN url ON url.id = url_id WHERE url = ?", url) > [0]
