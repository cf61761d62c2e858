"""The files that other projects test their readers with, imported one after another into one archive."""

from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from harvester.archive.writing import open_archive
from harvester.harvest.deriving import Deriving
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.opening import OpeningOptions, given

FOLDER = Path(__file__).parents[3] / "shared" / "warc"
NOW = datetime(2032, 1, 1, tzinfo=UTC)

# The file: (what is new of it in the archive, how many captures are known, are left out, are refused).
STORED = {
    "cdxj-indexer__bad.arc": ("", 0, 1, 3),
    "cdxj-indexer__cc.warc.gz": ("too_large 200", 0, 0, 0),
    "cdxj-indexer__example.arc": ("ok 200", 0, 0, 0),
    "cdxj-indexer__example.warc.gz": ("ok 200", 0, 1, 0),
    "cdxj-indexer__missing-http.warc.gz": ("empty -", 0, 0, 0),
    "cdxj-indexer__post-test-more.warc": ("", 0, 3, 0),
    "cdxj-indexer__post-test.warc.gz": ("", 0, 3, 0),
    "chatnoir-resiliparse__block-sized-records.warc": ("", 0, 0, 0),
    "chatnoir-resiliparse__block-sized-records.warc.gz": ("", 0, 0, 0),
    "jwarc__cc.warc.gz": ("ok 200", 0, 0, 0),
    "jwarc__gzip_extra_sl.warc.gz": ("", 0, 0, 0),
    "jwat__invalid-warcfile-contenttype-recommended.warc": ("ok -", 1, 0, 0),
    "jwat__invalid-warcfile-contenttype-warcinfo-recommended.warc": ("", 0, 0, 0),
    "jwat__invalid-warcfile-digest-fields.warc": ("", 4, 0, 0),
    "jwat__invalid-warcfile-duplicate-fields.warc": ("", 0, 0, 0),
    "jwat__invalid-warcfile-fields-empty.warc": ("", 0, 0, 1),
    "jwat__invalid-warcfile-fields-invalidformat.warc": ("", 0, 0, 1),
    "jwat__invalid-warcfile-fields-missing.warc": ("", 0, 0, 1),
    "jwat__invalid-warcfile-lonely-continuation.warc": ("", 0, 0, 1),
    "jwat__invalid-warcfile-lonely-monkeys.warc": ("", 0, 0, 1),
    "jwat__invalid-warcfile-lonely-request-response-resource-conversion.warc": ("", 0, 0, 4),
    "jwat__invalid-warcfile-lonely-revisit.warc": ("", 0, 0, 1),
    "jwat__invalid-warcfile-lonely-warcinfo-metadata.warc": ("", 0, 0, 2),
    "jwat__invalid-warcfile-record-then-garbage.warc": ("", 0, 1, 1),
    "jwat__invalid-warcfile-segment-number-continuation.warc": ("", 0, 0, 2),
    "jwat__invalid-warcfile-segment-number-response.warc": ("", 0, 0, 2),
    "jwat__test-arc-1.0-dashed-fields.arc": ("ok 200", 0, 0, 1),
    "jwat__test-arc-1.0-invalid-fields.arc": ("", 1, 0, 2),
    "jwat__test-utf8.warc": ("", 0, 0, 0),
    "jwat__valid-warcfile-contenttype-continuation.warc": ("", 0, 0, 1),
    "jwat__valid-warcfile-duplicate-concurrentto.warc": ("", 0, 0, 0),
    "jwat__valid-warcfile-fields-continuation.warc": ("", 0, 0, 1),
    "jwat__valid-warcfile-fields-metainfo.warc": ("", 0, 0, 0),
    "jwat__valid-warcfile-fields-warcinfo.warc": ("", 0, 0, 0),
    "jwat__valid-warcfile-non-warc-headers.warc": ("", 0, 0, 0),
    "jwat__valid-warcfile-upper-lower-case.warc": ("", 0, 0, 0),
    "py-wacz__example-collection.warc": ("ok 200", 0, 0, 0),
    "py-wacz__example-resource.warc.gz": ("ok -, ok -", 0, 0, 0),
    "py-wacz__example-warcinfo-metadata.warc": ("ok 200", 0, 0, 0),
    "py-wacz__invalid_example_1.wacz": ("", 0, 0, 1),
    "py-wacz__invalid_signed_example_1.wacz": ("ok 200, gone 404", 0, 0, 0),
    "py-wacz__valid_example_1.wacz": ("", 1, 0, 0),
    "py-wacz__valid_example_2.wacz": ("", 1, 0, 0),
    "py-wacz__valid_signed_example_1.wacz": ("ok 200, gone 404", 0, 0, 0),
    "warcio.js__example-bad-length.warc": ("truncated 200", 1, 0, 1),
    "warcio.js__example-iana.org-chunked.warc": ("ok 200", 0, 0, 0),
    "warcio.js__example-resource.warc.gz": ("", 0, 1, 0),
    "warcio.js__example-url-agnostic-revisit.warc.gz": ("", 0, 0, 1),
    "warcio.js__example-wget-bad-target-uri.warc.gz": ("ok 200", 0, 0, 0),
    "warcio.js__example.warc": ("", 2, 0, 0),
    "warcio.js__example.warc.gz": ("", 2, 0, 0),
    "warcio.js__redirect.warc": ("", 0, 1, 0),
    "warcio__example-bad-non-chunked.warc.gz": ("", 2, 0, 0),
    "warcio__example-bad.warc.gz.bad": ("ok 200, ok 200", 0, 1, 0),
    "warcio__example-digest.warc": ("", 0, 0, 0),
    "warcio__example-resource.warc.gz": ("ok -", 0, 0, 0),
    "warcio__example-space-in-target-uri.warc.gz": ("", 0, 0, 0),
    "warcio__example-space-in-url.arc": ("truncated 200", 0, 0, 0),
    "warcio__example-trunc.warc": ("", 1, 0, 1),
    "warcio__example-wrong-chunks.warc.gz": ("truncated 200", 0, 0, 0),
    "warcio__example.arc.gz": ("", 1, 0, 0),
    "warcio__example.warc": ("", 2, 0, 0),
    "webarchive-commons__link-extraction-test.warc": (
        "ok 200, truncated 200, ok 200, ok 200, ok 200, ok 200", 0, 0, 0
    ),
    "webarchive-commons__mutliple-headers.warc": ("ok 200", 0, 0, 0),
    "whirlwind-python__whirlwind.warc.gz": ("ok 200", 0, 0, 0),
}  # fmt: skip


def take(db, name):
    found = given([str(FOLDER / name)], OpeningOptions(BytesIO(), lambda _: None))
    return import_files(Deriving(db, (), lambda: NOW), found.files, CaptureFilter(all_html=True))


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    if not FOLDER.is_dir():
        pytest.skip(f"{FOLDER} is not here")
    with closing(open_archive(tmp_path_factory.mktemp("stored") / "a.db", create=True)) as db:
        yield db


@pytest.fixture(scope="module")
def first(db):
    """What came of each file: (what is new, how many are known, are left out, are refused)."""
    found = {}
    sql = "SELECT outcome, coalesce(status, '-') FROM capture WHERE id > ? ORDER BY id"
    for name in STORED:
        before = db.conn.execute("SELECT count(*) FROM capture").fetchone()[0]
        came = take(db, name)
        new = ", ".join(f"{row[0]} {row[1]}" for row in db.conn.execute(sql, (before,)))
        found[name] = (new, came.known, came.passed, len(came.refused))
    return found


@pytest.mark.usefixtures("db")
def test_every_file_is_in_the_table():
    assert {each.name for each in FOLDER.iterdir() if each.suffix != ".md"} == set(STORED)


def test_what_is_stored_of_each(first):
    assert first == STORED


@pytest.mark.usefixtures("first")
def test_a_second_import_adds_nothing(db):
    sql = "SELECT (SELECT count(*) FROM capture), (SELECT count(*) FROM origin), (SELECT count(*) FROM run)"
    before = tuple(db.conn.execute(sql).fetchone())
    assert [take(db, name).added for name in STORED] == [0] * len(STORED)
    assert tuple(db.conn.execute(sql).fetchone()) == before


@pytest.mark.usefixtures("first")
def test_no_cut_page_and_no_error_is_a_version(db):
    sql = """
        SELECT count(*) FROM version JOIN capture ON capture.id = first_capture_id
        WHERE outcome NOT IN ('ok', 'not_modified')"""
    assert db.conn.execute(sql).fetchone()[0] == 0
