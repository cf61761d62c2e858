"""Merkle trees as certificate transparency has them (RFC 6962, 2.1): root, and path of a leaf. Pure."""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32  # SHA-256, as in RFC 6962, 2.1


def leaf_hash(record: bytes) -> bytes:
    """Return the hash of a leaf: 32 bytes."""
    return hashlib.sha256(b"\x00" + record).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree over the leaf hashes: 32 bytes; that of nothing for no leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [_node_hash(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]  # a lone last node goes up as it is
    return level[0]


def path_of(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the audit path of a leaf: the hashes that, with it, give the root, from the leaf upwards."""
    path: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        paired = [_node_hash(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
        index //= 2
    return tuple(path)


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root of such a tree by a leaf and its path; ``b""`` for a path of another length."""
    rest = list(path)
    while size > 1:
        if index ^ 1 < size:
            if not rest:
                return b""
            beside = rest.pop(0)
            leaf = _node_hash(beside, leaf) if index % 2 else _node_hash(leaf, beside)
        index, size = index // 2, (size + 1) // 2
    return leaf if not rest else b""
