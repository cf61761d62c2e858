"""Web archives that `harvester export` writes: each exchange in its record, and other tools agree."""

import base64
import gc
import gzip
import hashlib
import importlib
import io
import json
import warnings
from collections import Counter

import fastwarc
import kept_web
import pytest
from click.testing import CliRunner
from kept_web import RISEN, RIVER, SITE, flushed
from warcio.archiveiterator import ArchiveIterator

from harvester.cli import cli
from harvester.http.coded import coding_note


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "kept.db"
    kept_web.make(path)
    return path


OPTIONS = {"x.warc.gz": (), "x.warc": (), "x.cdxj": (), "derived.warc.gz": ("--derived",)}


@pytest.fixture(scope="module")
def made(kept, tmp_path_factory):
    """Exports of the archive, made once: {name: path}."""
    folder = tmp_path_factory.mktemp("made")
    for name, options in OPTIONS.items():
        arguments = ["export", str(folder / name), "--archive", str(kept), *options]
        assert CliRunner().invoke(cli, arguments).exit_code == 0
    return {name: folder / name for name in OPTIONS}


@pytest.fixture
def export(harvester, kept):
    def call(name, *options, archive=kept, **more):
        harvester("export", name, "--archive", str(archive), *options, **more)
        return harvester.folder / name

    return call


class Read:
    """A record as warcio reads it."""

    def __init__(self, record):
        self.type, self.head, self.http = record.rec_type, record.rec_headers, record.http_headers
        self.path = (self.field("WARC-Target-URI") or "").removeprefix(SITE)
        self.payload = record.raw_stream.read()

    def field(self, name):
        return self.head.get_header(name)

    @property
    def facts(self):
        return dict(line.split(": ", 1) for line in self.payload.decode().splitlines())


def records(path):
    with path.open("rb") as file:
        return [Read(record) for record in ArchiveIterator(file, check_digests="raise")]


def of(found, path, kind):
    return [each for each in found if each.path == path and each.type == kind]


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


@pytest.fixture(scope="module")
def found(made):
    return records(made["x.warc.gz"])


def test_every_capture_has_its_records(found):
    assert Counter(each.type for each in found) == {
        "warcinfo": 2, "request": 14, "response": 12, "revisit": 2, "resource": 1, "metadata": 19 + 2,
    }  # fmt: skip
    [facts] = [each.facts for each in of(found, "/river", "metadata")][:1]
    body = gzip.compress(RIVER, 1, mtime=9)
    assert facts | {"harvester-capture": "", "harvester-run": ""} == {
        "fetchTimeMs": "12",
        "harvester-capture": "",
        "harvester-kind": "exchange",
        "harvester-role": "article",
        "harvester-run": "",
        "harvester-outcome": "ok",
        "harvester-payload": f"sha256:{hashlib.sha256(RIVER).hexdigest()}",
        "harvester-wire-bytes": str(len(body)),
        "harvester-coded": coding_note(body, "gzip"),
        "harvester-coded-digest": sha1(body),
    }


def test_records_of_a_capture_name_each_other(found):
    request, response, metadata = [
        of(found, "/flushed", kind)[0] for kind in ("request", "response", "metadata")
    ]
    identity = response.field("WARC-Record-ID")
    assert request.field("WARC-Concurrent-To") == metadata.field("WARC-Concurrent-To") == identity
    assert request.http.get_header("Cookie") == "withheld"
    assert {each.field("WARC-Date") for each in (request, response, metadata)} == {"2031-03-04T12:00:05.000Z"}
    assert {each.field("WARC-IP-Address") for each in (request, response, metadata)} == {"192.0.2.7"}
    ids = [each.field("WARC-Record-ID") for each in found]
    assert len({*ids}) == len(ids)
    info = next(each for each in found if each.field("WARC-Record-ID") == response.field("WARC-Warcinfo-ID"))
    assert info.facts["operator"] == "ada@tarvel.example"
    assert json.loads(info.facts["harvester-settings"]) == {"delay_s": 2.0}


def test_a_coded_body_is_the_bytes_on_the_wire(found):
    wires = [gzip.compress(RIVER, 1, mtime=9), gzip.compress(RISEN, 6, mtime=0)]
    assert [each.payload for each in of(found, "/river", "response")] == wires
    assert of(found, "/river", "response")[0].http.get_header("Content-Encoding") == "gzip"


def test_a_body_that_cannot_be_coded_again_says_so(found):
    [response] = of(found, "/flushed", "response")
    body = RIVER + b"<!-- 1 -->"
    assert response.payload == body
    assert response.http.headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-Content-Length", str(len(flushed(body)))),
        ("Content-Length", str(len(body))),
    ]
    [metadata] = of(found, "/flushed", "metadata")
    assert metadata.facts["harvester-changed"] == "coding"
    assert ["Content-Encoding", "gzip"] in json.loads(metadata.facts["harvester-headers"])


def test_chunk_framing_and_cookies_are_left_out(found, export):
    [response] = of(found, "/chunked", "response")
    body = RIVER + b"<!-- 2 -->"
    assert response.payload == body
    assert response.http.headers[1:] == [
        ("X-Archive-Orig-Transfer-Encoding", "chunked"), ("X-Last", "1"), ("Content-Length", str(len(body))),
    ]  # fmt: skip
    assert of(found, "/chunked", "metadata")[0].facts["harvester-changed"] == "framing cookies"
    assert "Set-Cookie" in found[0].facts["description"]
    [response] = of(records(export("y.warc.gz", "--set-cookie")), "/chunked", "response")
    assert response.http.get_header("Set-Cookie") == "withheld"


def test_a_head_that_was_kept_stays_as_it_was(made, export):
    data = export("y.warc", "--set-cookie").read_bytes()
    assert (
        b"HTTP/1.0 200 Fine\nContent-Type: text/html\nSet-Cookie: withheld\nX-Note: a\n folded\n\n<html"
        in data
    )
    without = made["x.warc"].read_bytes()
    assert b"HTTP/1.0 200 Fine\nContent-Type: text/html\nX-Note: a\n folded\n\n<html" in without


def test_revisits_refer_to_the_letter(found):
    first = of(found, "/river", "response")[0]
    not_modified, again = of(found, "/river", "revisit")
    for each in (not_modified, again):
        assert each.field("WARC-Refers-To") == first.field("WARC-Record-ID")
        assert each.field("WARC-Refers-To-Target-URI") == first.field("WARC-Target-URI")
        assert each.field("WARC-Refers-To-Date") == first.field("WARC-Date")
        assert each.payload == b""
    profile = "http://netpreserve.org/warc/1.1/revisit/{}".format
    assert not_modified.field("WARC-Profile") == profile("server-not-modified")
    assert not_modified.field("WARC-Payload-Digest") is None
    assert again.field("WARC-Profile") == profile("identical-payload-digest")
    assert again.field("WARC-Payload-Digest") == first.field("WARC-Payload-Digest")
    assert again.field("WARC-Truncated") == "length"
    assert again.http.get_header("Content-Encoding") == "gzip"


def test_a_redirect_is_a_record_that_the_next_one_names(found):
    [hop] = of(found, "/pier", "response")
    assert (hop.http.get_statuscode(), hop.http.statusline, hop.payload) == ("301", "301 Moved on", b"moved")
    assert hop.field("WARC-Truncated") is None
    [metadata] = of(found, "/quay", "metadata")
    assert metadata.facts["via"] == f"{SITE}/pier"
    assert (
        metadata.facts["harvester-led-from"] == of(found, "/pier", "metadata")[0].facts["harvester-capture"]
    )


def test_what_was_not_answered_is_metadata_alone(found):
    for path, outcome in (
        ("/private/x", "robots_refused"),
        ("/far", "connection_refused"),
        ("/a%20b%09%C3%A9", "bad_url"),
    ):
        [only] = [each for each in found if each.path == path]
        assert (only.type, only.facts["harvester-outcome"]) == ("metadata", outcome)
        assert only.facts["harvester-detail"] == "No answer came."
    asked = of(found, "/far", "metadata")[0].facts["harvester-request-headers"]
    assert json.loads(asked)[0] == ["Host", "tarvel.example"]
    assert json.loads(only.facts["harvester-url"]) == SITE + "/a b\t\u00e9"


def test_a_body_that_is_not_whole_says_why(found):
    for path, why in (("/cut", "disconnect"), ("/big", "length"), ("/uncopied", "unspecified")):
        [response] = of(found, path, "response")
        assert response.field("WARC-Truncated") == why
    assert of(found, "/cut", "response")[0].http.get_header("Content-Length") == "900"


def test_a_saved_page_is_a_resource(found):
    [resource] = of(found, "/saved", "resource")
    assert (resource.payload, resource.field("Content-Type")) == (RISEN, "text/html; charset=utf-8")
    facts = of(found, "/saved", "metadata")[0].facts
    assert json.loads(facts["harvester-origin"])["file"] == "saved.html"
    assert facts["harvester-recorded-at"] == "2031-03-04T12:00:00.000Z"


def test_what_was_taken_down_stays_away(found, made):
    [only] = [each for each in found if each.path == "/taken"]
    assert only.facts["harvester-taken-down"] == "2031-03-04T12:00:00.000Z"
    assert b"a name" not in made["x.warc"].read_bytes()


def test_manifests_and_time_stamps_go_along_with_the_whole(found, export):
    manifest, stamp = (json.loads(each.payload.split(b": ", 1)[1]) for each in found[-2:])
    assert stamp["head"] == manifest["head"] == found[0].facts["harvester-head"]
    assert base64.b64decode(stamp["reply"]) == b"reply"
    some = records(export("y.warc.gz", "--article", f"{SITE}/pier"))
    assert "Some of the captures" in some[0].facts["description"]
    assert [each.path for each in some if each.type == "response"] == ["/pier", "/quay"]
    assert all("harvester-manifest" not in each.payload.decode("latin-1") for each in some)


def test_times_choose_captures(export):
    options = "--since", "2031-03-04T12:00:07", "--until", "2031-03-04T12:00:09"
    some = records(export("x.warc.gz", *options))
    assert [each.path for each in some if each.type == "response"] == ["/pier", "/quay"]


def test_the_questions_go_along_where_they_are_asked_for(made):
    found = records(made["derived.warc.gz"])
    conversion = of(found, "/river", "conversion")[0]
    assert conversion.field("WARC-Refers-To") == of(found, "/river", "response")[0].field("WARC-Record-ID")
    said = json.loads(conversion.payload)
    assert said["title"] == "The river"
    assert [each["question"] for each in said["pairs"]] == [kept_web.LOW[0], kept_web.OWNER[0]]
    facts = [each.facts for each in of(found, "/river", "metadata")]
    assert [each["harvester-version"] for each in facts] == ["1", "1", "2", "3"]
    assert {each["harvester-verdict"] for each in facts} == {"content"}


def test_the_same_archive_gives_the_same_bytes(made, export):
    assert export("y.warc.gz").read_bytes() == made["x.warc.gz"].read_bytes()
    assert gzip.decompress(made["x.warc.gz"].read_bytes()) == made["x.warc"].read_bytes()


def fastwarc_records(path, *, parse_http):
    with path.open("rb") as file:
        for record in fastwarc.ArchiveIterator(file, parse_http=parse_http):
            yield record.headers["WARC-Type"], record.headers.get("WARC-Target-URI", ""), record


def test_fastwarc_agrees(made):
    """It finds no payload behind a head with LF alone."""
    for path in (made["x.warc.gz"], made["x.warc"]):
        blocks = [each.verify_block_digest() for _, _, each in fastwarc_records(path, parse_http=False)]
        assert blocks == [True] * 52
        payloads = {
            url: each.verify_payload_digest()
            for kind, url, each in fastwarc_records(path, parse_http=True)
            if kind == "response"
        }
        assert [url for url, is_right in payloads.items() if not is_right] == [f"{SITE}/old"]


def judged(paths):
    """The lines of cdxj-indexer, sorted."""
    out = io.StringIO()
    out.close = lambda: None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that it brings, and of files that it leaves open
        main = importlib.import_module("cdxj_indexer.main")
        main.CDXJIndexer(out, [str(path) for path in paths], sort=True).process_all()
        gc.collect()
    return out.getvalue()


def test_the_index_is_that_of_cdxj_indexer(made):
    index = made["x.cdxj"].read_text("ascii")
    assert index == judged([made["x.warc.gz"]])
    assert len(index.splitlines()) == 15


def test_a_full_file_is_followed_by_another(found, export, harvester):
    export("x.warc.gz", "--max-size", "2KB")
    parts = sorted(harvester.folder.glob("x*.warc.gz"))
    assert len(parts) > 3
    assert parts[0].name == "x-00002.warc.gz"
    each_part = [records(part) for part in parts]
    kinds = Counter(each.type for part in each_part for each in part if each.type != "warcinfo")
    assert kinds == Counter(each.type for each in found if each.type != "warcinfo")
    assert all([each.type for each in part[:2]] == ["warcinfo", "warcinfo"] for part in each_part)
    index = export("x.cdxj", "--max-size", "2KB")
    assert index.read_text("ascii") == judged(parts)


def test_an_index_of_another_export_is_refused(export, harvester):
    export("x.warc.gz", "--derived")
    export("x.cdxj", code=2)
    assert not (harvester.folder / "x.cdxj").exists()


def test_an_empty_archive_has_a_file_that_says_so(export, harvester):
    harvester("init", "--contact", "a@b.example")
    [info] = records(export("x.warc.gz", archive=harvester.folder / "harvester.db"))
    assert info.type == "warcinfo"


def test_nothing_is_replaced_without_force(export, harvester):
    path = export("x.warc.gz")
    harvester("export", "x.warc.gz", "--archive", "none.db", code=2)
    export("x.warc.gz", code=2)
    assert records(path)
    assert not [*harvester.folder.glob("*.part")]
