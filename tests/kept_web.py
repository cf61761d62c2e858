"""An archive with every kind of exchange that a web archive must hold; all of it is invented."""

import gzip
import hashlib
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tarvel import LEAK, LOW, OWNER, page

from harvester.archive.captures import Recording, add_chain
from harvester.archive.decisions import Voice
from harvester.archive.imports import SAVED, Origin, add_imported
from harvester.archive.manifests import seal
from harvester.archive.runs import Invocation, begin_run, end_run
from harvester.archive.stamps import Stamp, add_stamp
from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.takedown import capture_target, take_down
from harvester.http.coded import coding_note
from harvester.model import Capture, Outcome

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
SITE = "https://tarvel.example"
ASKED = (("Host", "tarvel.example"), ("User-Agent", "harvester tests"), ("Cookie", "withheld"))
HTML = ("Content-Type", "text/html; charset=utf-8")

RIVER = page("The river", LOW, OWNER).encode()
RISEN = page("The river", LEAK, OWNER).encode()


def flushed(body):
    """A gzip body that no single call of zlib makes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    parts = packer.compress(body[:100]), packer.flush(zlib.Z_SYNC_FLUSH), packer.compress(body[100:])
    return b"".join((*parts, packer.flush()))


def exchange(seconds, path, body=b"", *headers, status=200, outcome=Outcome.OK, **more):
    given = {"request_headers": ASKED, "reason": "OK", "http_version": "1.1", "ip": "192.0.2.7"}
    given |= {"wire_bytes": len(body), "elapsed_ms": 12}
    at = NOON + timedelta(seconds=seconds)
    return Capture(
        SITE + path, at, outcome, status=status, headers=(HTML, *headers), body=body, **given | more
    )


def coded(seconds, path, body, wire, **more):
    headers = ("Content-Encoding", "gzip"), ("Content-Length", str(len(wire)))
    note = coding_note(wire, "gzip")
    digest = hashlib.sha1(wire, usedforsecurity=False).digest()
    return exchange(
        seconds, path, body, *headers, coded=note, coded_digest=digest, wire_bytes=len(wire), **more
    )


def unanswered(seconds, path, outcome, **more):
    return Capture(SITE + path, NOON + timedelta(seconds=seconds), outcome, "No answer came.", **more)


class Keeping:
    """An archive that keeps exchanges and reads the articles among them."""

    def __init__(self, db):
        self.db = db
        said = Invocation("run", "harvester 1", "ada@tarvel.example", {"delay_s": 2.0})
        self.run = begin_run(db, said, NOON)
        self.deriving = Deriving(db, (), lambda: NOON)

    def keep(self, *chain, role="article", confirms=None):
        end = add_chain(self.db, Recording(self.run, role, confirms), chain)
        if role == "article":
            self.deriving.article(end, chain[-1])
        return end


def tell(keeping):
    """Keep answers of all kinds; return the capture that is to be taken down."""
    keep = keeping.keep
    keep(exchange(0, "/robots.txt", b"User-agent: *\nDisallow: /private\n"), role="robots")
    first = keep(coded(1, "/river", RIVER, gzip.compress(RIVER, 1, mtime=9)))
    keep(exchange(2, "/river", status=304, outcome=Outcome.NOT_MODIFIED), confirms=first)
    keep(coded(3, "/river", RISEN, gzip.compress(RISEN, 6, mtime=0)))
    keep(coded(4, "/river", RIVER, gzip.compress(RIVER, 1, mtime=9)))
    keep(coded(5, "/flushed", RIVER + b"<!-- 1 -->", flushed(RIVER + b"<!-- 1 -->")))
    framed = ("Transfer-Encoding", "chunked"), ("Set-Cookie", "withheld"), ("X-Last", "1")
    keep(exchange(6, "/chunked", RIVER + b"<!-- 2 -->", *framed))
    moved = ("Location", "/quay"), ("Content-Length", "5")
    keep(
        exchange(7, "/pier", b"moved", *moved, status=301, outcome=Outcome.REDIRECTED, reason="Moved on"),
        exchange(8, "/quay", RIVER + b"<!-- 3 -->"),
    )
    keep(exchange(9, "/mill", b"not here", status=404, outcome=Outcome.GONE, reason=""))
    keep(exchange(13, "/cut", RIVER[:200], ("Content-Length", "900"), outcome=Outcome.TRUNCATED))
    keep(exchange(14, "/big", RIVER[:300], outcome=Outcome.TOO_LARGE))
    long_ago = b"HTTP/1.0 200 Fine\nContent-Type: text/html\nSet-Cookie: withheld\nX-Note: a\n folded\n\n"
    old = exchange(15, "/old", RIVER + b"<!-- 4 -->", head=long_ago, http_version="1.0", reason="Fine")
    keep(
        replace(
            old, headers=(("Content-Type", "text/html"), ("Set-Cookie", "withheld"), ("X-Note", "a folded"))
        )
    )
    keep(exchange(18, "/uncopied", outcome=Outcome.ARCHIVING_REFUSED))
    return keep(exchange(16, "/taken", RIVER + b"<!-- a name -->"))


def tell_of_silence(keeping):
    """Keep what was not answered, and a page that somebody saved."""
    keeping.keep(unanswered(10, "/private/x", Outcome.ROBOTS_REFUSED))
    keeping.keep(unanswered(11, "/far", Outcome.CONNECTION_REFUSED, request_headers=ASKED))
    keeping.keep(unanswered(12, "/a b\t\u00e9", Outcome.BAD_URL))
    at = NOON + timedelta(seconds=17)
    saved = Capture(SITE + "/saved", at, Outcome.OK, headers=(HTML,), body=RISEN)
    recording = Recording(keeping.run, "article", kind=SAVED, recorded_at=NOON)
    add_imported(keeping.db, recording, (saved,), (Origin(SAVED, "saved.html"),))


def prove(db):
    """Seal the chain, and stamp its head."""
    seal(db, NOON + timedelta(minutes=1))
    head = db.conn.execute("SELECT head FROM manifest ORDER BY id DESC").fetchone()[0]
    add_stamp(db, Stamp(head, "https://stamps.example", "2031-03-04T12:02:00.000Z", b"reply", b"root"))


def make(path):
    """Make the archive, with one capture taken down."""
    db = open_archive(path, create=True)
    keeping = Keeping(db)
    taken = tell(keeping)
    tell_of_silence(keeping)
    take_down(keeping.deriving, capture_target(db.conn, taken), Voice("Ada", NOON, "asked"))
    end_run(db, keeping.run, {}, NOON + timedelta(minutes=1))
    prove(db)
    db.close()
