"""An anonymous signature of a WACZ file: whoever has the public key knows that the same person signed.

https://specs.webrecorder.net/wacz-auth/0.1.0/, "Anonymous Signature". It is made as ArchiveWeb.page makes it
and ReplayWeb.page verifies it: ECDSA on the curve P-384 with SHA-256 over the text of the digest, the two
numbers one after the other. It is deterministic (RFC 6979). The extra ``wacz`` brings the library.
"""

import base64
from collections.abc import Mapping
from types import ModuleType
from typing import Any, NamedTuple

from harvester.errors import BadInput
from harvester.extras import library

_NUMBER = 48  # bytes of a number of P-384
_CURVE = "secp384r1"
_MAKE = "Make one with: openssl ecparam -name secp384r1 -genkey -noout -out key.pem"


class Signer(NamedTuple):
    """A key that signs, and its public half: DER (SubjectPublicKeyInfo) in base64."""

    key: Any
    public: str


def signer(pem: bytes, source: str) -> Signer:
    """Return the signer of a private key in PEM without a password; raises BadInput."""
    serialization = _library("serialization")
    try:
        key = serialization.load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise BadInput(source, f"it holds no private key in PEM form without a password. {_MAKE}") from error
    if getattr(getattr(key, "curve", None), "name", "") != _CURVE:
        raise BadInput(source, f"its key is not one of the curve P-384. {_MAKE}")
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return Signer(key, base64.b64encode(key.public_key().public_bytes(*form)).decode())


def signed(by: Signer, digest: str, created: str, software: str) -> Mapping[str, str]:
    """Return ``signedData``: the signature of a digest, with what is needed to verify it."""
    algorithm = _library("asymmetric.ec").ECDSA(_library("hashes").SHA256(), deterministic_signing=True)
    numbers = _library("asymmetric.utils").decode_dss_signature(by.key.sign(digest.encode(), algorithm))
    signature = b"".join(number.to_bytes(_NUMBER, "big") for number in numbers)
    return {
        "hash": digest,
        "created": created,
        "software": software,
        "version": "0.1.0",
        "signature": base64.b64encode(signature).decode(),
        "publicKey": by.public,
    }


def _library(name: str) -> ModuleType:
    return library("wacz", f"cryptography.hazmat.primitives.{name}")
