"""Which encoding a page is in, and which rule decided."""

import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalise import normalise
from harvester.normalise.encoding import decide, decode, resolve
from harvester.normalise.labels import CODECS

HTML5LIB = Path(__file__).parents[3] / "shared" / "hostile" / "html5lib-encoding.tar.xz"
WIRE = "Ça gèle à Évry-les-Ormes"

CASES = {
    "a BOM wins over all": (b"\xef\xbb\xbf<meta charset=koi8-r>", "text/html; charset=big5", "utf-8", "bom"),
    "a BOM of UTF-16, big end first": (b"\xfe\xff\0<\0p", "", "utf-16be", "bom"),
    "a BOM of UTF-16, little end first": (b"\xff\xfe<\0p\0", "", "utf-16le", "bom"),
    "HTTP wins over meta": (b"<meta charset=koi8-r>", 'text/html; charset="GBK"', "gbk", "http"),
    "a charset in capitals, spaced": (b"", "text/html ; Charset = UTF8", "utf-8", "http"),
    "an unknown charset is passed over": (
        b"<meta charset=koi8-r>",
        "text/html; charset=klingon",
        "koi8-r",
        "meta",
    ),
    "UTF-7 is unknown, as to browsers": (b"+ADw-", "text/html; charset=utf-7", "utf-8", "utf-8"),
    "meta charset": (b"<!DOCTYPE html><meta charset = 'Shift_JIS' >", "", "shift_jis", "meta"),
    "meta http-equiv": (
        b'<META content="text/html; charset=iso-8859-2" HTTP-EQUIV=Content-Type>',
        "",
        "iso-8859-2",
        "meta",
    ),
    "a content alone declares nothing": (b'<meta content="text/html; charset=koi8-r">', "", "utf-8", "utf-8"),
    "a meta in a comment": (b"<!-- <meta charset=koi8-r> --><meta charset=big5>", "", "big5", "meta"),
    "a meta in an attribute": (b"<p title='<meta charset=koi8-r>'>", "", "utf-8", "utf-8"),
    "a meta that does not end": (b"<meta charset=koi8-r", "", "utf-8", "utf-8"),
    "an unknown meta before a known one": (b"<meta charset=x><meta charset=big5>", "", "big5", "meta"),
    "a meta cannot be read as UTF-16": (b"<meta charset=utf-16le>", "", "utf-8", "meta"),
    "x-user-defined": (b"<meta charset=x-user-defined>\xe9", "", "windows-1252", "meta"),
    "a meta far down, after one in a script": (
        b" " * 1100 + b"<script>'<meta charset=big5>'</script><meta charset=gb2312>",
        "",
        "gbk",
        "meta",
    ),
    "a meta out of reach": (b" " * 70_000 + b"<meta charset=gb2312>", "", "utf-8", "utf-8"),
    "UTF-16 without a word": ("<p>Was tun?</p>".encode("utf-16-le"), "", "utf-16le", "nul"),
    "UTF-16 without a word, big end first": ("<p>Was tun?</p>".encode("utf-16-be"), "", "utf-16be", "nul"),
    "UTF-8 without a word": (WIRE.encode(), "", "utf-8", "utf-8"),
    "Latin 1 without a word": (WIRE.encode("cp1252"), "", "windows-1252", "fallback"),
    "nothing": (b"", "", "utf-8", "utf-8"),
    "a few words of UTF-8 under an older meta": (
        b"<meta charset=gb2312>" + WIRE.encode(),
        "",
        "gbk",
        "meta",
    ),
    "a page of UTF-8 under an older meta": (
        b"<meta charset=gb2312>" + 100 * WIRE.encode(),
        "",
        "utf-8",
        "utf-8",
    ),
}


@pytest.mark.parametrize(("body", "content_type", "encoding", "source"), CASES.values(), ids=CASES)
def test_decide(body, content_type, encoding, source):
    assert decide(body, content_type)[:2] == (encoding, source)


LABELS = {
    " Latin1\n": "windows-1252",
    "ISO-8859-9": "windows-1254",
    "iso-8859-11": "windows-874",
    "ks_c_5601-1987": "euc-kr",
    "x-sjis": "shift_jis",
    "GB_2312-80": "gbk",
    "x-mac-ukrainian": "x-mac-cyrillic",
    "unicodefeff": "utf-16le",
    "hz-gb-2312": "",
    "": "",
}


@pytest.mark.parametrize(("label", "name"), LABELS.items(), ids=map(repr, LABELS))
def test_resolve(label, name):
    assert resolve(label) == name


def test_python_reads_every_encoding():
    for codec in CODECS.values():
        assert b"a".ljust(2, b"\0").decode(codec, "replace")


def test_bad_bytes_become_replacement_characters():
    body = b"<p>a\xffb</p>"
    assert decode(body, decide(body, "text/html; charset=utf-8")) == "<p>a\ufffdb</p>"
    document = normalise(body, content_type="text/html; charset=utf-8")
    assert [block.text for block in document.blocks] == ["a\ufffdb"]


@given(body=st.binary(), content_type=st.text())
def test_decide_takes_anything(body, content_type):
    decision = decide(body, content_type)
    assert decision.encoding in CODECS
    assert isinstance(decode(body, decision), str)


@given(text=st.text(), codec=st.sampled_from(["utf-8", "utf-16"]))
def test_text_with_a_bom_comes_back(text, codec):
    body = text.encode("utf-8-sig" if codec == "utf-8" else codec, "surrogatepass")
    assert decode(body, decide(body)) == body.decode("utf-8-sig" if codec == "utf-8" else codec, "replace")


def html5lib_cases():
    """(input, encoding that a browser takes) of html5lib's suite; its default is windows-1252."""
    if not HTML5LIB.exists():
        return []
    with tarfile.open(HTML5LIB) as archive:
        files = [
            archive.extractfile(member).read()
            for member in archive.getmembers()
            if member.name.endswith(".dat") and "scripted" not in member.name
        ]
    blocks = [block for file in files for block in re.split(rb"(?:\A|\n\n?)#data\n", file)[1:]]
    return [block.rsplit(b"\n#encoding\n", 1) for block in blocks]


@pytest.mark.skipif(not HTML5LIB.exists(), reason="html5lib's encoding suite is not on this machine")
def test_html5lib_suite():
    cases = html5lib_cases()
    wrong = []
    for data, expected in cases:
        decision = decide(data)
        taken = "windows-1252" if decision.source == "utf-8" else decision.encoding
        if taken != resolve(expected.decode().split("\n")[0]):
            wrong.append((data[-80:], decision))
    assert (wrong, len(cases)) == ([], 82)
