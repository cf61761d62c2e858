"""Which encoding a page is in, and which rule decided."""

# ruff: noqa: RUF001  the letters of many scripts are what it tests

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
    "bytes that are no UTF-16 at all": (
        b"<p>caf\xc3\xa9 au lait",
        "text/html; charset=utf-16",
        "utf-8",
        "utf-8",
    ),
    "UTF-16 without a BOM": ("<p>quay".encode("utf-16-le"), "text/html; charset=utf-16", "utf-16le", "http"),
    "UTF-16 without a letter of ASCII": (
        "港口".encode("utf-16-be"),
        "text/plain; charset=utf-16be",
        "utf-16be",
        "http",
    ),
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
    "a meta in capital letters": (b"<META CHARSET=BIG5>", "", "big5", "meta"),
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
    "Latin 1 without a word": (WIRE.encode("cp1252"), "", "windows-1252", "guess"),
    "UTF-8 without a word, with a stray byte": (10 * WIRE.encode() + b"\xe9 ", "", "utf-8", "utf-8"),
    "nothing": (b"", "", "utf-8", "utf-8"),
    "a few words of UTF-8 under an older meta": (
        b"<meta charset=gb2312>" + WIRE.encode(),
        "",
        "gbk",
        "meta",
    ),
    "two sentences of UTF-8 under an older meta": (
        b"<meta charset=gb2312>" + 2 * WIRE.encode(),
        "",
        "utf-8",
        "utf-8",
    ),
    "UTF-8 under Latin 1 as the server's default": (
        2 * WIRE.encode(),
        "text/html; charset=ISO-8859-1",
        "utf-8",
        "utf-8",
    ),
    "Latin 1 under Latin 1": (
        2 * WIRE.encode("latin-1"),
        "text/html; charset=latin1",
        "windows-1252",
        "http",
    ),
    "the server is wrong, the page is right": (
        b"<meta charset=windows-1251>" + "Паром ходит весь год".encode("cp1251"),
        "text/html; charset=utf-8",
        "windows-1251",
        "meta",
    ),
    "Latin 1 under UTF-8": (2 * WIRE.encode("latin-1"), "text/html; charset=utf-8", "windows-1252", "guess"),
    "a byte or two that are not UTF-8": (b"caf\xe9 \xff", "text/html; charset=utf-8", "utf-8", "http"),
    "Shift_JIS under EUC-JP": (
        b"<meta charset=euc-jp>" + "フェリーは何時に出ますか。毎朝七時です。".encode("shift_jis"),
        "",
        "shift_jis",
        "guess",
    ),
}


@pytest.mark.parametrize(("body", "content_type", "encoding", "source"), CASES.values(), ids=CASES)
def test_decide(body, content_type, encoding, source):
    assert decide(body, content_type)[:2] == (encoding, source)


UNDECLARED = {
    "cp1251": ("ru", "Паром ходит каждый день с семи утра, кроме дней, когда на море шторм."),
    "koi8-r": ("", "Паром ходит каждый день с семи утра, кроме дней, когда на море шторм."),
    "koi8-u": ("uk", "Пором ходить щодня з сьомої ранку, крім днів, коли на морі шторм."),
    "iso8859-7": ("el", "Το πλοίο φεύγει κάθε μέρα στις επτά το πρωί, εκτός αν έχει τρικυμία."),
    "cp1250": ("hu", "A komp naponta reggel hét órától jár, kivéve ha őrült vihar tombol a tűnő tavon."),
    "iso8859-2": ("pl", "Prom pływa codziennie od siódmej rano, z wyjątkiem dni, gdy na morzu są sztormy."),
    "cp1254": ("tr", "Vapur her gün sabah yediden itibaren çalışır, ağır fırtınalı günler dışında."),
    "cp1255": ("he", "המעבורת יוצאת בכל יום משבע בבוקר, מלבד ימים של סערה בים."),
    "cp1256": ("ar", "تبحر العبارة كل يوم من السابعة صباحا، إلا في أيام العاصفة."),
    "cp874": ("th", "เรือข้ามฟากออกทุกวันตั้งแต่เจ็ดโมงเช้า ยกเว้นวันที่มีพายุ"),
    "euc-jp": ("ja", "フェリーは毎朝七時に出ます。嵐の日は出ません。"),
    "shift_jis": ("", "フェリーは毎朝七時に出ます。嵐の日は出ません。"),
    "iso2022-jp": ("ja", "フェリーは毎朝七時に出ます。嵐の日は出ません。"),
    "gbk": ("zh", "渡轮每天早上七点开航，暴风雨的日子除外。"),
    "big5": ("zh-TW", "渡輪每天早上七點開航，暴風雨的日子除外。"),
    "euc-kr": ("ko", "여객선은 매일 아침 일곱 시에 떠나며 폭풍이 부는 날은 쉽니다."),
    "cp1252": ("en", "The ferry sails at seven each morning \u2013 except when \u201cstorms\u201d blow."),
}
"""Codec to the language that the page declares, and what it says."""


@pytest.mark.parametrize(("codec", "page"), UNDECLARED.items(), ids=UNDECLARED)
def test_undeclared(codec, page):
    language, text = page
    body = f"<html lang='{language}'><script>var a = 1;</script><p>{text}</p>".encode(codec)
    assert [block.text for block in normalise(body, content_type="text/html").blocks] == [text]


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
    """(input, encoding that a browser takes) of html5lib's suite; its default is windows-1252.

    One of its pages declares EUC-JP and is UTF-8, which a browser does not notice.
    """
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
            wrong.append((expected.strip(), decision.encoding))
    assert (wrong, len(cases)) == ([(b"euc-jp", "utf-8")], 82)
