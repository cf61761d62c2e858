"""Merkle trees of RFC 6962, with the roots that its authors publish for eight leaves."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.archive.merkle import leaf_hash, path_of, root_by_path, root_of

# The reference tree of github.com/google/certificate-transparency, in its test of Merkle trees.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_roots(size):
    assert root_of([leaf_hash(each) for each in LEAVES[:size]]).hex() == ROOTS[size]


def by_definition(leaves):
    """The root as the RFC words it: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    at = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + by_definition(leaves[:at]) + by_definition(leaves[at:])).digest()


@given(st.integers(1, 70), st.data())
def test_a_path_proves_its_leaf_and_no_other(size, data):
    leaves = [leaf_hash(bytes([each])) for each in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = path_of(index, leaves)
    root = root_of(leaves)
    assert root == by_definition(leaves) == root_by_path(leaves[index], index, size, path)
    assert root_by_path(leaf_hash(b"another"), index, size, path) != root
    assert root_by_path(leaves[index], index, size, (*path, root)) == b""
    if path:
        assert root_by_path(leaves[index], index, size, path[1:]) == b""
