"""Files that others test their readers with: what comes out of each is as in the table."""

import io
from pathlib import Path

import pytest

from harvester.errors import BadInput
from harvester.interop.warc.messages import response_of
from harvester.interop.warc.opening import read
from harvester.interop.warc.record import Note, WarcRecord
from harvester.model import Outcome

FOLDER = Path(__file__).parents[4] / "shared" / "warc"
stored = pytest.mark.skipif(not FOLDER.is_dir(), reason="the files of others lie beside the checkout only")

LETTERS = {
    "warcinfo": "i",
    "request": "q",
    "revisit": "v",
    "metadata": "m",
    "resource": "o",
    "conversion": "n",
    "unknown": "u",
}
"""A response is s, c where its body is cut, b where it is no HTTP; R is refused, N a note, ! a cut record."""

TABLE = {
    "cdxj-indexer__bad.arc": "RRbR",
    "cdxj-indexer__cc.warc.gz": "qsm",
    "cdxj-indexer__example.arc": "is",
    "cdxj-indexer__example.warc.gz": "iisqvq",
    "cdxj-indexer__missing-http.warc.gz": "bq",
    "cdxj-indexer__post-test-more.warc": "sqsqsq",
    "cdxj-indexer__post-test.warc.gz": "sqsqsq",
    "chatnoir-resiliparse__block-sized-records.warc": "uuu",
    "chatnoir-resiliparse__block-sized-records.warc.gz": "uuu",
    "jwarc__cc.warc.gz": "s",
    "jwarc__gzip_extra_sl.warc.gz": "i",
    "jwat__invalid-warcfile-contenttype-recommended.warc": "iqbmonv",
    "jwat__invalid-warcfile-contenttype-warcinfo-recommended.warc": "i",
    "jwat__invalid-warcfile-digest-fields.warc": "ssss",
    "jwat__invalid-warcfile-duplicate-fields.warc": "i",
    "jwat__invalid-warcfile-fields-empty.warc": "R",
    "jwat__invalid-warcfile-fields-invalidformat.warc": "R",
    "jwat__invalid-warcfile-fields-missing.warc": "R",
    "jwat__invalid-warcfile-lonely-continuation.warc": "R",
    "jwat__invalid-warcfile-lonely-monkeys.warc": "R",
    "jwat__invalid-warcfile-lonely-request-response-resource-conversion.warc": "RRRR",
    "jwat__invalid-warcfile-lonely-revisit.warc": "R",
    "jwat__invalid-warcfile-lonely-warcinfo-metadata.warc": "RR",
    "jwat__invalid-warcfile-record-then-garbage.warc": "sR",
    "jwat__invalid-warcfile-segment-number-continuation.warc": "RR",
    "jwat__invalid-warcfile-segment-number-response.warc": "RR",
    "jwat__test-arc-1.0-dashed-fields.arc": "isR",
    "jwat__test-arc-1.0-invalid-fields.arc": "RsR",
    "jwat__test-utf8.warc": "i",
    "jwat__valid-warcfile-contenttype-continuation.warc": "R",
    "jwat__valid-warcfile-duplicate-concurrentto.warc": "m",
    "jwat__valid-warcfile-fields-continuation.warc": "R",
    "jwat__valid-warcfile-fields-metainfo.warc": "m",
    "jwat__valid-warcfile-fields-warcinfo.warc": "i",
    "jwat__valid-warcfile-non-warc-headers.warc": "i",
    "jwat__valid-warcfile-upper-lower-case.warc": "ibbbb",
    "py-wacz__example-collection.warc": "iisq",
    "py-wacz__example-resource.warc.gz": "iov",
    "py-wacz__example-warcinfo-metadata.warc": "isqi",
    "py-wacz__invalid_example_1.wacz": "BadInput",
    "py-wacz__invalid_signed_example_1.wacz": "Nsqsq",
    "py-wacz__valid_example_1.wacz": "iisq",
    "py-wacz__valid_example_2.wacz": "iisq",
    "py-wacz__valid_signed_example_1.wacz": "Nsqsq",
    "warcio.js__example-bad-length.warc": "iicRqvq",
    "warcio.js__example-iana.org-chunked.warc": "isq",
    "warcio.js__example-resource.warc.gz": "o",
    "warcio.js__example-url-agnostic-revisit.warc.gz": "iv",
    "warcio.js__example-wget-bad-target-uri.warc.gz": "iqsmoo",
    "warcio.js__example.warc": "iisqvqm",
    "warcio.js__example.warc.gz": "iisqvq",
    "warcio.js__redirect.warc": "sq",
    "warcio__example-bad-non-chunked.warc.gz": "Niisqvq",
    "warcio__example-bad.warc.gz.bad": "Nisqvqs",
    "warcio__example-digest.warc": "qqqq",
    "warcio__example-resource.warc.gz": "iio",
    "warcio__example-space-in-target-uri.warc.gz": "io",
    "warcio__example-space-in-url.arc": "is!",
    "warcio__example-trunc.warc": "iicRq",
    "warcio__example-wrong-chunks.warc.gz": "cq",
    "warcio__example.arc.gz": "is",
    "warcio__example.warc": "iisqvq",
    "webarchive-commons__link-extraction-test.warc": "iscsssss",
    "webarchive-commons__mutliple-headers.warc": "s",
    "whirlwind-python__whirlwind.warc.gz": "iqsm",
}


def letter(item):
    if not isinstance(item, WarcRecord):
        return "N" if isinstance(item, Note) else "R"
    known = LETTERS.get(item.type)
    if item.type == "response":
        message = response_of(item.block)
        known = "b" if not message.status else "s" if message.outcome is Outcome.OK else "c"
    return known + "!" * item.is_cut


@stored
@pytest.mark.parametrize("name", TABLE)
def test_what_comes_out(name):
    try:
        found = "".join(map(letter, read(str(FOLDER / name), io.BytesIO())))
    except BadInput as error:
        found = type(error).__name__
    assert found == TABLE[name]
