"""What proves an archive's evidence, as records: the chain of manifests, and the time stamps on its heads."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from harvester.archive.chain import archives
from harvester.archive.connection import sqlite3
from harvester.archive.manifests import chain
from harvester.archive.stamps import stamps
from harvester.interop.warc.writing import WARC_FIELDS, Draft, record_id, warc_fields


def manifest_lines(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield each manifest as JSON, chain by chain; keys and heads in hexadecimal, leaves in base64."""
    for archive in archives(conn):
        for manifest in chain(conn, archive):
            said = manifest._asdict() | {"leaves": base64.b64encode(manifest.leaves).decode()}
            yield _json(said)


def stamp_lines(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield each time stamp as JSON: the answer and the root certificate are DER in base64."""
    for stamp in stamps(conn):
        said = stamp._asdict()
        for name in ("reply", "root"):
            said[name] = base64.b64encode(said[name]).decode()
        yield _json(said)


def _json(said: Mapping[str, Any]) -> str:
    return json.dumps(said, default=bytes.hex)


def proofs(conn: sqlite3.Connection, about: Draft) -> Iterator[Draft]:
    """Yield a metadata record for each manifest and each time stamp. They refer to the first record."""
    date = dict(about.fields)["WARC-Date"]
    for name, lines in (("manifest", manifest_lines(conn)), ("stamp", stamp_lines(conn))):
        for text in lines:
            fields = (
                ("WARC-Record-ID", record_id(name, text)),
                ("WARC-Date", date),
                ("WARC-Refers-To", about.id),
                ("Content-Type", WARC_FIELDS),
            )
            yield Draft("metadata", fields, warc_fields([(f"harvester-{name}", text)]))
