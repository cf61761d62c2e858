"""WACZ files that `harvester export` writes: whole packages whose pages are the versions of articles."""

import base64
import gzip
import hashlib
import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import kept_web
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from kept_web import LOW, RIVER, SITE
from warcio.archiveiterator import ArchiveIterator

from harvester.cli import cli


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A function that exports the archive to a WACZ with options; it gives the file."""
    folder = tmp_path_factory.mktemp("wacz")
    kept_web.make(folder / "kept.db")

    def call(name, *options, code=0):
        target = folder / f"{name}.wacz"
        arguments = ["export", str(target), "--archive", str(folder / "kept.db"), *map(str, options)]
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == code, result.output
        return target

    call.folder = folder
    return call


@pytest.fixture(scope="module")
def whole(exported):
    return exported("whole")


def entry(path, name):
    with ZipFile(path) as file:
        return file.read(name)


def listed(path):
    return [json.loads(line) for line in entry(path, "pages/pages.jsonl").splitlines()]


def test_every_file_is_stored_with_its_digest(whole):
    package = json.loads(entry(whole, "datapackage.json"))
    with ZipFile(whole) as file:
        infos = file.infolist()
        assert {(each.compress_type, each.date_time) for each in infos} == {
            (ZIP_STORED, (1980, 1, 1, 0, 0, 0))
        }
        described = [each["path"] for each in package["resources"]]
        assert [each.filename for each in infos] == [
            *described,
            "datapackage.json",
            "datapackage-digest.json",
        ]
        for each in package["resources"]:
            data = file.read(each["path"])
            assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert (each["bytes"], each["name"]) == (len(data), each["path"].rpartition("/")[2])
    assert described == [
        "archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl",
        "harvester/questions.jsonl", "harvester/manifests.jsonl", "harvester/stamps.jsonl",
    ]  # fmt: skip
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert package["created"] == "2031-03-04T12:00:18Z"
    digest = json.loads(entry(whole, "datapackage-digest.json"))
    expected = f"sha256:{hashlib.sha256(entry(whole, 'datapackage.json')).hexdigest()}"
    assert digest == {"path": "datapackage.json", "hash": expected}


def test_bytes_stand_right_behind_the_name_of_an_entry(whole):
    """ReplayWeb.page looks for them there."""
    data = whole.read_bytes()
    with ZipFile(whole) as file:
        for each in file.infolist():
            assert data[each.header_offset + 28 : each.header_offset + 30] == b"\0\0"


def test_pages_are_the_versions_of_articles(whole):
    header, *pages = listed(whole)
    assert (header["format"], header["hasText"]) == ("json-pages-1.0", True)
    river = [each for each in pages if each["url"] == f"{SITE}/river"]
    assert [each["ts"][17:] for each in river] == ["01.000Z", "03.000Z", "04.000Z"]
    assert {each["title"] for each in river} == {"The river"}
    assert all(text in river[0]["text"] for text in LOW)
    assert len({each["id"] for each in pages}) == len(pages)
    assert not [each for each in pages if each["url"].endswith(("/taken", "/mill"))]


def index_of(path):
    return gzip.decompress(entry(path, "indexes/index.cdx.gz")).decode().splitlines()


def test_the_index_leads_to_records(whole):
    lines = index_of(whole)
    assert lines == sorted(lines)
    warc = entry(whole, "archive/data.warc.gz")
    for line in lines:
        said = json.loads(line.split(" ", 2)[2])
        offset, length = int(said["offset"]), int(said["length"])
        [record] = ArchiveIterator(BytesIO(warc[offset : offset + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == said["url"]
        assert said["filename"] == "data.warc.gz"


def test_blocks_of_the_index_stand_where_it_says(whole):
    meta, *blocks = entry(whole, "indexes/index.idx").decode().splitlines()
    assert json.loads(meta.split(" ", 2)[2])["filename"] == "index.cdx.gz"
    packed = entry(whole, "indexes/index.cdx.gz")
    for block in blocks:
        key, stamp, said = block.split(" ", 2)
        place = json.loads(said)
        data = packed[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert gzip.decompress(data).decode().startswith(f"{key} {stamp} ")


def test_answers_304_are_left_out_unless_they_are_wanted(whole, exported):
    assert not [line for line in index_of(whole) if '"status": "304"' in line]
    wanted = exported("wanted", "--not-modified")
    assert len([line for line in index_of(wanted) if '"status": "304"' in line]) == 1


def test_the_same_archive_gives_the_same_bytes(whole, exported):
    assert exported("again").read_bytes() == whole.read_bytes()


def test_our_own_folder_has_questions_and_proofs(whole):
    questions = [json.loads(line) for line in entry(whole, "harvester/questions.jsonl").splitlines()]
    assert {each["question"] for each in questions} >= {LOW[0]}
    [stamp] = [json.loads(line) for line in entry(whole, "harvester/stamps.jsonl").splitlines()]
    [manifest] = [json.loads(line) for line in entry(whole, "harvester/manifests.jsonl").splitlines()]
    assert stamp["head"] == manifest["head"]


def test_a_part_has_its_pages_and_no_proofs(exported):
    part = exported("part", "--article", f"{SITE}/pier", "--title", "The pier", "--max-size", "1KB")
    with ZipFile(part) as file:
        names = file.namelist()
    assert "archive/data-00002.warc.gz" in names
    assert "harvester/stamps.jsonl" not in names
    header, page = listed(part)
    assert (header["title"], page["url"]) == ("The pier", f"{SITE}/quay")
    assert {json.loads(line.split(" ", 2)[2])["filename"] for line in index_of(part)} <= {
        name.removeprefix("archive/") for name in names
    }


def key_of(curve, folder):
    key = ec.generate_private_key(curve)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / f"{curve.name}.pem"
    path.write_bytes(key.private_bytes(*form))
    return key, path


def test_a_signature_verifies_as_replayweb_page_does(exported):
    key, path = key_of(ec.SECP384R1(), exported.folder)
    signed = exported("signed", "--sign", path)
    digest = json.loads(entry(signed, "datapackage-digest.json"))
    said = digest["signedData"]
    assert said.keys() == {"hash", "created", "software", "version", "signature", "publicKey"}
    assert said["hash"] == digest["hash"]
    assert said["created"] == json.loads(entry(signed, "datapackage.json"))["created"]
    public = serialization.load_der_public_key(base64.b64decode(said["publicKey"]))
    assert public == key.public_key()
    signature = base64.b64decode(said["signature"])
    numbers = [int.from_bytes(each, "big") for each in (signature[:48], signature[48:])]
    algorithm = ec.ECDSA(hashes.SHA256())
    public.verify(utils.encode_dss_signature(*numbers), digest["hash"].encode(), algorithm)
    assert exported("signed-again", "--sign", path).read_bytes() == signed.read_bytes()


def test_a_key_that_cannot_sign_is_refused(exported):
    _, other = key_of(ec.SECP256R1(), exported.folder)
    text = exported.folder / "text.pem"
    text.write_text("no key")
    for path in (other, text):
        assert not exported("refused", "--sign", path, code=6).exists()
    assert not [*exported.folder.glob("*.part")]


def test_an_empty_archive_is_a_package(harvester):
    harvester("init", "--contact", "a@b.example")
    harvester("export", "x.wacz", "--archive", "harvester.db")
    assert len(listed(harvester.folder / "x.wacz")) == 1


def test_the_page_is_the_bytes_that_were_captured(whole):
    with BytesIO(entry(whole, "archive/data.warc.gz")) as file:
        bodies = [
            record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_headers.get_header("WARC-Target-URI") == f"{SITE}/river"
            and record.rec_type == "response"
        ]
    assert bodies[0] == RIVER


def verified(path, code=0):
    result = CliRunner().invoke(cli, ["verify", "--wacz", str(path)])
    assert result.exit_code == code, result.output
    return result.output


def test_verify_finds_a_package_whole(whole):
    said = [line.split(":")[0] for line in verified(whole).splitlines()]
    assert said == [f"ok            {each}" for each in ("package", "records", "index", "pages")]


def test_verify_says_who_signed(exported):
    _, path = key_of(ec.SECP384R1(), exported.folder)
    assert "It is signed with the key sha256:" in verified(exported("verified", "--sign", path))


def of_lines(change):
    """What makes another index of one: its lines, changed."""

    def changed(packed):
        lines = gzip.decompress(packed).splitlines(keepends=True)
        return gzip.compress(b"".join(change(lines)))

    return changed


def moved(to):
    """What makes the first line of an index lead elsewhere."""

    def change(lines):
        at = json.loads(lines[0].split(b" ", 2)[2])["offset"].encode()
        return [lines[0].replace(b'"offset": "%b"' % at, b'"offset": "%b"' % to), *lines[1:]]

    return change


DATA, INDEX, LIST = "archive/data.warc.gz", "indexes/index.cdx.gz", "pages/pages.jsonl"

# What was altered: (the file, what it becomes, or None for nothing, what is said of it, by which checks).
ALTERED = {
    "a body": (
        DATA,
        lambda packed: gzip.compress(gzip.decompress(packed).replace(b"HTTP/1.1 200", b"HTTP/1.1 201")),
        "Its bytes do not have the digest sha1:",
        {"records", "index"},
    ),
    "a web archive that ends early": (DATA, lambda packed: packed[:-40], "bytes.", {"records"}),
    "a line of the index left out": (INDEX, of_lines(lambda lines: lines[1:]), "is not listed.", {"index"}),
    "a line of the index that leads elsewhere": (
        INDEX,
        of_lines(moved(b"1")),
        "leads to byte 1, where it is not.",
        {"index"},
    ),
    "a line of the index that leads to no byte": (
        INDEX,
        of_lines(moved(b"7" * 5000)),
        "leads to byte -1, where it is not.",
        {"index"},
    ),
    "a line of the index without JSON": (
        INDEX,
        of_lines(lambda lines: [*lines, b"example,norra)/ 2031\n"]),
        "has no JSON.",
        {"index"},
    ),
    "an index that is not packed": (INDEX, lambda _: b"no gzip", "cannot be read", {"index", "pages"}),
    "a page without a record": (
        LIST,
        lambda lines: lines + b'{"url": "https://norra.example/new", "ts": "2031-03-04T12:00:00Z"}\n',
        "'https://norra.example/new' has no record.",
        {"pages"},
    ),
    "the list of pages": (LIST, lambda _: None, "'pages/pages.jsonl' is missing", {"package"}),
}


def altered(whole, path, change):
    """A package with a file changed, or none, and all digests made anew, as whoever altered it would."""
    with ZipFile(whole) as file:
        held = {each: file.read(each) for each in file.namelist()}
    held[path] = change(held[path])
    package = json.loads(held["datapackage.json"])
    package["resources"] = [each for each in package["resources"] if held[each["path"]] is not None]
    for each in package["resources"]:
        each["hash"] = f"sha256:{hashlib.sha256(held[each['path']]).hexdigest()}"
    held["datapackage.json"] = json.dumps(package).encode()
    digest = f"sha256:{hashlib.sha256(held['datapackage.json']).hexdigest()}"
    held["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": digest}).encode()
    target = whole.with_name("altered.wacz")
    with ZipFile(target, "w") as file:
        for each, content in held.items():
            if content is not None:
                file.writestr(each, content)
    return target


@pytest.mark.parametrize(("path", "change", "words", "checks"), ALTERED.values(), ids=ALTERED)
def test_verify_finds_what_was_altered(whole, path, change, words, checks):
    said = verified(altered(whole, path, change), code=6)
    assert words in said
    lines = said.splitlines()
    assert {line.split()[1].strip(":") for line in lines if line.startswith("DAMAGED")} == checks


def test_verify_finds_a_wrong_digest_and_what_is_packed(whole):
    with ZipFile(whole) as file, ZipFile(whole.with_name("packed.wacz"), "w", ZIP_DEFLATED) as made:
        for each in file.namelist():
            made.writestr(each, file.read(each) + b" " * (each == "datapackage.json"))
    said = verified(whole.with_name("packed.wacz"), code=6)
    assert "datapackage.json does not have the digest that datapackage-digest.json names." in said
    assert "It is deflated in the ZIP file, so that no record can be read by itself." in said


def test_verify_says_what_is_no_package(whole, tmp_path):
    (tmp_path / "x.wacz").write_bytes(entry(whole, DATA))
    result = CliRunner().invoke(cli, ["verify", "--wacz", str(tmp_path / "x.wacz")])
    assert (result.exit_code, result.stdout) == (6, "")
    assert "x.wacz: it is not a WACZ file" in result.stderr
