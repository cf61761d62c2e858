"""Web archives made for tests of the import: records about an invented harbour."""

import base64
import gzip
import hashlib
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import NamedTuple

from kept_pages import NOON

from harvester.harvest.deriving import Deriving
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.opening import WebArchiveFile
from harvester.interop.warc.reading import parts, records

HTML = ("Content-Type", "text/html; charset=utf-8")
LATER = NOON + timedelta(days=900)


def at(hours):
    """A date as WARC writes it, so many hours after noon."""
    return (NOON + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Said(NamedTuple):
    """A record: its type, URL, date, block, and further fields; a field of None is left out."""

    type: str
    url: str
    date: str
    block: bytes
    fields: Mapping = MappingProxyType({})


def http(body=b"", *headers, status="200 OK", kind=HTML):
    """A response as a block."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in (kind, *headers) if name)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(url, hours, body, *headers, **fields):
    return Said("response", url, at(hours), http(body, *headers), fields)


def redirect(url, hours, to, **fields):
    block = http(b"", ("Location", to), status="301 Moved Permanently")
    return Said("response", url, at(hours), block, fields)


def error(url, hours, status="404 Not Found", body=b"not here"):
    return Said("response", url, at(hours), http(body, status=status))


def revisit(url, hours, original, **fields):
    """A record that repeats the payload of another."""
    named = {"WARC_Refers_To_Target_URI": original.url, "WARC_Refers_To_Date": original.date}
    named |= {"WARC_Payload_Digest": digest(original), "WARC_Profile": PROFILES + "identical-payload-digest"}
    return Said("revisit", url, at(hours), http(), named | fields)


def not_modified(url, hours, *headers, **fields):
    """An answer 304."""
    named = {"WARC_Profile": PROFILES + "server-not-modified"}
    block = http(b"", *headers, status="304 Not Modified", kind=("", ""))
    return Said("revisit", url, at(hours), block, named | fields)


def request(url, hours, *headers, method="GET", **fields):
    lines = [f"{method} / HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return Said("request", url, at(hours), "\r\n".join([*lines, "", ""]).encode(), fields)


PROFILES = "http://netpreserve.org/warc/1.1/revisit/"


def digest(said):
    payload = said.block.partition(b"\r\n\r\n")[2]
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def written(*records):
    """A file with the records, each packed by itself; their ids are made of their numbers and blocks."""
    return b"".join(gzip.compress(_record(number, said), mtime=0) for number, said in enumerate(records))


def _record(number, said):
    name = hashlib.md5(said.block + said.date.encode(), usedforsecurity=False).hexdigest()
    usual = {
        "WARC_Type": said.type,
        "WARC_Record_ID": f"<urn:uuid:{name}-{number}>",
        "WARC_Date": said.date,
        "WARC_Target_URI": said.url,
        "Content_Type": "application/http",
        "Content_Length": str(len(said.block)),
    }
    if said.type == "response":
        usual["WARC_Payload_Digest"] = digest(said)
    fields = [(name.replace("_", "-"), value) for name, value in (usual | dict(said.fields)).items()]
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields if value is not None), "", ""]
    return "\r\n".join(lines).encode() + said.block + b"\r\n\r\n"


def file(content, name="a.warc.gz"):
    """The content as a file to import."""
    stream = BytesIO(content)
    return WebArchiveFile(name, lambda: records(BytesIO(content), name), partial(parts, stream, name))


def deriving(db, now=LATER):
    return Deriving(db, (), lambda: now)


def take(db, *contents, dry=False, now=LATER, **wish):
    """Import files that hold these bytes; return what came of it."""
    files = [
        each if isinstance(each, WebArchiveFile) else file(each, f"{n}.warc.gz")
        for n, each in enumerate(contents)
    ]
    return import_files(deriving(db, now), files, CaptureFilter(**wish), dry=dry)
