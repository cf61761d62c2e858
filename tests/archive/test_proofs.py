"""A proof is checked by SHA-256 alone, without the archive."""

import hashlib
import json

from harvester.archive.captures import key_of
from harvester.archive.manifests import seal
from harvester.archive.proofs import proof


def checked(given):
    """The head that a proof leads to, by the rules of RFC 6962 and of `head_of`, written once more."""
    at, size = given["index"], given["size"]
    node, path = hashlib.sha256(b"\x00" + given["record"].encode()).digest(), list(given["path"])
    while size > 1:
        if at ^ 1 < size:
            beside = bytes.fromhex(path.pop(0))
            pair = beside + node if at % 2 else node + beside
            node = hashlib.sha256(b"\x01" + pair).digest()
        at, size = at // 2, (size + 1) // 2
    name, manifest = json.loads(given["manifest"])
    assert (name, manifest["root"], path) == ("manifest", node.hex(), [])
    return hashlib.sha256(given["manifest"].encode()).hexdigest()


def test_each_capture_has_a_proof(db, keep, capture):
    ids = [keep(capture(hours, detail=f"edition {hours}")) for hours in range(5)]
    seal(db, capture().captured_at)
    (head,) = db.conn.execute("SELECT lower(hex(head)) FROM manifest").fetchone()
    for each in ids:
        given = proof(db.conn, key_of(db.conn, each))
        assert given["holds"]
        assert checked(given) == given["head"] == head


def test_what_is_not_covered_has_none(db, keep, capture):
    assert proof(db.conn, key_of(db.conn, keep(capture()))) is None


def test_a_changed_capture_has_a_proof_that_does_not_hold(db, keep, capture):
    key = key_of(db.conn, keep(capture()))
    seal(db, capture().captured_at)
    db.conn.execute("DROP TRIGGER capture_no_update")
    db.conn.execute("UPDATE capture SET detail = 'x'")
    assert not proof(db.conn, key)["holds"]
