"""Proofs that a capture is as it was: its record, and the way from it to a head, without the others."""

from typing import Any

from harvester.archive.connection import select, sqlite3
from harvester.archive.manifests import LETTERS, Manifest, head_of, leaves_of
from harvester.archive.merkle import leaf_hash, path_of, root_by_path
from harvester.archive.records import record, records

_COLUMNS = ", ".join(Manifest._fields)
_WITH = f"SELECT {_COLUMNS} FROM manifest WHERE instr(leaves, ?) ORDER BY id"  # noqa: S608  constants


def proof(conn: sqlite3.Connection, key: bytes) -> dict[str, Any] | None:
    """Return the proof of a capture with that key, ready for JSON; None if no manifest covers it yet.

    record: what the capture says; its leaf hash is SHA-256 of a zero byte and these bytes. index, size, path:
    its place in the Merkle tree and the hashes beside the way (RFC 6962, 2.1.1). manifest: the record of
    which head is the SHA-256, and which has the root. So a proof is checked with SHA-256 alone.
    """
    letter = LETTERS["capture"]
    for row in select(conn, _WITH, (letter + key,)):
        manifest = Manifest(*row)
        leaves = list(leaves_of(manifest))
        found = [n for n, each in enumerate(leaves) if (each.kind, each.key) == ("capture", key)]
        texts = [each.text for each in records(conn, "capture", "WHERE sorted = ?", (key,))]
        if not (found and texts):
            continue
        said = manifest._asdict() | {"head": None, "leaves": None, "size": manifest.size}
        return {
            "record": texts[0].decode("utf-8", "replace"),
            "index": found[0],
            "size": manifest.size,
            "path": [each.hex() for each in path_of(found[0], [each.hash for each in leaves])],
            "manifest": record("manifest", said).decode(),
            "head": manifest.head.hex(),
            "holds": _holds(manifest, (texts[0], found[0])),
        }
    return None


def _holds(manifest: Manifest, leaf: tuple[bytes, int]) -> bool:
    """Return whether the record, on its way, gives the root, and the manifest gives the head."""
    text, index = leaf
    hashes = [each.hash for each in leaves_of(manifest)]
    root = root_by_path(leaf_hash(text), index, manifest.size, path_of(index, hashes))
    return root == manifest.root and head_of(manifest) == manifest.head
