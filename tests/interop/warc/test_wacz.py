"""WACZ files: whole, altered and hostile ones; and how web archives are opened by name."""

import hashlib
import io
import json
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from harvester.errors import BadInput, ConfigError, ForeignFormat
from harvester.interop.warc.opening import read
from harvester.interop.warc.record import Note, RefusedRecord, WarcRecord

sys.path.insert(0, str(Path(__file__).parent))
from made import http, members, warc

ARCHIVE = members(warc(http()), warc(http(b"2")))


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def wacz(path, files=None, *, listed=None, signed=None, method=zipfile.ZIP_STORED):
    """Write a WACZ with the files, {path: bytes}, and {path: digest} in its datapackage.json."""
    files = {"archive/a.warc.gz": ARCHIVE} if files is None else files
    listed = {name: digest(content) for name, content in files.items()} if listed is None else listed
    package = json.dumps(
        {"resources": [{"path": name, "hash": value} for name, value in listed.items()]}
    ).encode()
    with zipfile.ZipFile(path, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
        made.writestr("datapackage.json", package)
        made.writestr(
            "datapackage-digest.json", json.dumps({"hash": digest(package) if signed is None else signed})
        )
    return str(path)


def items(place, **options):
    return list(read(place, io.BytesIO(), **options))


def test_the_records_of_all_archives(tmp_path):
    path = wacz(
        tmp_path / "x.wacz",
        {"archive/a.warc.gz": ARCHIVE, "archive/b.warc": warc(), "pages/pages.jsonl": b"{}"},
    )
    found = items(path)
    assert [record.file for record in found] == [f"{path}/archive/a.warc.gz"] * 2 + [f"{path}/archive/b.warc"]
    assert all(record.alone for record in found)


def test_an_early_form_of_digests(tmp_path):
    listed = {"path": "archive/a.warc.gz", "stats": {"hash": digest(ARCHIVE)[7:]}, "hashing": "sha256"}
    for wrong in (False, True):
        with zipfile.ZipFile(tmp_path / "x.wacz", "w") as made:
            made.writestr("archive/a.warc.gz", ARCHIVE + b"x" * wrong)
            made.writestr("datapackage.json", json.dumps({"resources": [listed]}))
        if wrong:
            with pytest.raises(BadInput, match="does not have the digest"):
                items(str(tmp_path / "x.wacz"))
        else:
            assert len(items(str(tmp_path / "x.wacz"))) == 2


ALTERED = {
    "an archive": {"listed": {"archive/a.warc.gz": digest(b"what")}},
    "a missing archive": {"listed": {"archive/a.warc.gz": digest(ARCHIVE), "archive/b.warc": digest(b"")}},
    "an archive that is not named": {"listed": {}},
    "its datapackage.json": {"signed": digest(b"what")},
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_file_is_read_only_by_force(tmp_path, name):
    path = wacz(tmp_path / "x.wacz", **ALTERED[name])
    with pytest.raises(BadInput, match="so that nothing of it is read"):
        items(path)
    note, *found = items(path, force=True)
    assert isinstance(note, Note)
    assert [type(each) for each in found] == [WarcRecord, WarcRecord]


def test_a_deflated_archive_is_read_with_a_word(tmp_path):
    note, *found = items(wacz(tmp_path / "x.wacz", method=zipfile.ZIP_DEFLATED))
    assert "deflated" in note.text
    assert len(found) == 2


HOSTILE_PATHS = ("archive/../../etc/x.warc", "archive/\x1b[2J.warc", "archive/a\\..\\b.warc")


@pytest.mark.parametrize("hostile", HOSTILE_PATHS)
def test_a_path_that_leads_out_is_refused_and_the_others_are_read(tmp_path, hostile):
    files = {hostile: ARCHIVE, "archive/a.warc.gz": ARCHIVE}
    found = items(wacz(tmp_path / "x.wacz", files), force=True)
    [refused] = [each for each in found if isinstance(each, RefusedRecord)]
    assert refused.reason.endswith("Its path leads out of the ZIP file or has control characters.")
    assert refused.reason.isprintable()
    assert sum(isinstance(each, WarcRecord) for each in found) == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "x.wacz"]


def test_an_archive_inside_that_is_none_is_refused(tmp_path):
    found = items(wacz(tmp_path / "x.wacz", {"archive/a.html": b"<p>", "archive/a.warc.gz": ARCHIVE}))
    assert [type(each) for each in found] == [RefusedRecord, WarcRecord, WarcRecord]


def test_zip_files_that_are_no_wacz(tmp_path):
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("archive/a.warc.gz", ARCHIVE)
    with pytest.raises(BadInput, match=r"without datapackage\.json"):
        items(str(path))
    with zipfile.ZipFile(path, "w") as made:
        for n in range(10_001):
            made.writestr(f"{n}", b"")
    with pytest.raises(BadInput, match="more than 10000 entries"):
        items(str(path))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("datapackage.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("datapackage.json", "{}")
    with pytest.raises(BadInput, match="two entries of one name"):
        items(str(path))


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": 1}', '{"resources": [{}]}', "[" * 100_000])
def test_a_bad_datapackage(tmp_path, text):
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as made:
        made.writestr("datapackage.json", text)
    with pytest.raises(BadInput, match=r"datapackage\.json or .* cannot be read"):
        items(str(tmp_path / "x.wacz"))


def test_a_bomb_inside_is_refused(tmp_path):
    path = wacz(tmp_path / "x.wacz", {"archive/a.warc": b"x" * 1_000_000}, method=zipfile.ZIP_DEFLATED)
    data = Path(path).read_bytes()
    small, large = (1_000_000).to_bytes(4, "little"), (2**31).to_bytes(4, "little")
    Path(path).write_bytes(data.replace(small, large))
    with pytest.raises(BadInput, match="does not have the digest"):
        items(path)
    [_, refused] = items(path, force=True)
    assert "unpack to 2147483648" in refused.reason


def test_cut_and_flipped_files_give_sentences(tmp_path):
    data = Path(wacz(tmp_path / "x.wacz", method=zipfile.ZIP_DEFLATED)).read_bytes()
    for at in range(0, len(data), 7):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]):
            (tmp_path / "y.wacz").write_bytes(broken)
            with suppress(BadInput):
                items(str(tmp_path / "y.wacz"), force=True)


def test_web_archives_are_opened_by_name(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(ARCHIVE)
    assert [item.file for item in items(str(path))] == [str(path)] * 2
    assert [item.file for item in read("-", io.BytesIO(ARCHIVE))] == ["standard input"] * 2
    with pytest.raises(BadInput, match="No such file"):
        items(str(tmp_path / "b.warc"))
    with pytest.raises(BadInput, match="curl"):
        items("https://news.example/a.warc.gz")


def test_segments_are_refused():
    first, second = (
        warc(http(), WARC_Segment_Number="1"),
        warc(b"rest", "continuation", WARC_Segment_Number="2"),
    )
    found = list(read("-", io.BytesIO(first + second + warc())))
    assert [type(each) for each in found] == [RefusedRecord, RefusedRecord, WarcRecord]
    assert found[0].reason == "It is a segment of a record, and segments are not joined."


class Stream(io.RawIOBase):
    """A stream that is only read forwards."""

    def __init__(self, content):
        self._content = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, room):
        return self._content.readinto(memoryview(room)[:100])


def test_standard_input_need_not_be_seekable(tmp_path):
    assert len(list(read("-", Stream(ARCHIVE)))) == 2
    with pytest.raises(ForeignFormat, match="not from a stream"):
        list(read("-", Stream(Path(wacz(tmp_path / "x.wacz")).read_bytes())))


def test_urls_of_object_stores(monkeypatch):
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://a.warc.gz", "wb") as file:
        file.write(ARCHIVE)
    assert len(items("memory://a.warc.gz")) == 2
    with pytest.raises(BadInput, match="cannot be opened"):
        items("memory://b.warc.gz")
    with pytest.raises(BadInput, match="cannot be opened"):
        items("what://b.warc.gz")
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ConfigError, match=r"harvester\[remote\]"):
        items("memory://a.warc.gz")
