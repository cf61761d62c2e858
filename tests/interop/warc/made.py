"""Web archive files made for tests: records as bytes, whole and broken."""

import gzip

import zstandard

DATE = "2021-05-06T07:08:09Z"


def warc(block=b"", kind="response", version="WARC/1.1", newline=b"\r\n", between=2, **fields):
    """A record of WARC; a field is named with _ for -, None leaves out one of the usual fields."""
    usual = {
        "WARC_Type": kind,
        "WARC_Record_ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "WARC_Date": DATE,
        "WARC_Target_URI": "https://news.example/a",
        "Content_Length": str(len(block)),
    }
    lines = [
        version,
        *(
            f"{name.replace('_', '-')}: {value}"
            for name, value in (usual | fields).items()
            if value is not None
        ),
    ]
    return newline.join(line.encode() for line in [*lines, "", ""]) + block + newline * between


def http(body=b"<h1>Why?</h1>", status="HTTP/1.1 200 OK", **headers):
    """A response of HTTP; a header is named with _ for -."""
    lines = [status, *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def arc(block=b"", url="http://news.example/a", date="20210506070809", length=None):
    """A record of ARC."""
    length = len(block) if length is None else length
    return f"{url} 192.0.2.1 {date} text/html {length}\n".encode() + block + b"\n"


def filedesc(length=None):
    """What an ARC file begins with."""
    block = b"1 0 Maker\nURL IP-address Archive-date Content-type Archive-length\n"
    return (
        f"filedesc://a.arc 0.0.0.0 20210506070809 text/plain {length or len(block)}\n".encode()
        + block
        + b"\n"
    )


def members(*parts):
    """Each part as a gzip member of its own."""
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


def frames(*parts, dictionary=None, packed=False):
    """Each part as a zstd frame of its own; before them the dictionary, if there is one, maybe packed."""
    compressor = zstandard.ZstdCompressor(dict_data=dictionary, write_checksum=True)
    start = b""
    if dictionary:
        content = zstandard.compress(dictionary.as_bytes()) if packed else dictionary.as_bytes()
        start = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    return start + b"".join(compressor.compress(part) for part in parts)


def flipped(data, at):
    """The bytes with one bit changed."""
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
