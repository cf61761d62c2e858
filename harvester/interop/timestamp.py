"""Time stamps of RFC 3161: what an authority is asked, and whether its answer proves when a head existed.

It works offline: an answer is checked by the root certificate of the authority. The extra ``timestamp``
brings the library that reads and verifies the answers.
"""

import hashlib
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, NamedTuple

from harvester.errors import BadInput, ConfigError
from harvester.extras import library

MEDIA_TYPE = "application/timestamp-query"  # RFC 3161, 3.4

_SHA256 = "2.16.840.1.101.3.4.2.1"


class Query(NamedTuple):
    """A question for an authority: its DER bytes, and the question as the library has it, with its nonce."""

    der: bytes
    asked: Any


def has_library() -> bool:
    """Return whether the extra ``timestamp`` is installed."""
    try:
        _library("rfc3161_client")
    except ConfigError:
        return False
    return True


def _library(name: str) -> ModuleType:
    return library("timestamp", name)


def root_certificate(pem: bytes, source: str) -> bytes:
    """Return the DER bytes of a certificate that is given as PEM; raises BadInput, which names the source."""
    x509 = _library("cryptography.x509")
    serialization = _library("cryptography.hazmat.primitives.serialization")
    try:
        der = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)
    except ValueError as error:
        raise BadInput(source, "it is not a certificate in PEM form") from error
    return bytes(der)


def query(head: bytes) -> Query:
    """Return what an authority is asked about a head: by SHA-256, with a nonce, and for its certificate."""
    client = _library("rfc3161_client")
    builder = client.TimestampRequestBuilder().data(head).hash_algorithm(client.HashAlgorithm.SHA256)
    asked = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    return Query(asked.as_bytes(), asked)


def stamped_at(reply: bytes, head: bytes, root: bytes, asked: Any = None) -> datetime:
    """Return when an authority saw the head, UTC; raises BadInput if its answer does not prove that.

    root: the DER bytes of the root certificate. asked: the question, whose nonce must come back; None: the
    answer was stored, and its nonce was compared when it came.
    """
    client = _library("rfc3161_client")
    certificate = _library("cryptography.x509").load_der_x509_certificate(root)
    builder = client.VerifierBuilder.from_request(asked) if asked else client.VerifierBuilder()
    try:
        answer = client.decode_timestamp_response(reply)
        if not _is_about(answer, head):
            raise BadInput("the time stamp", "is about something else")
        builder.add_root_certificate(certificate).build().verify_message(answer, head)
        at = answer.tst_info.gen_time
    except (client.VerificationError, ValueError, TypeError) as error:
        raise BadInput("the time stamp", f"cannot be verified: {error}") from error
    moment: datetime = at if at.tzinfo else at.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _is_about(answer: Any, head: bytes) -> bool:
    imprint = answer.tst_info.message_imprint
    return (imprint.hash_algorithm.dotted_string, imprint.message) == (_SHA256, hashlib.sha256(head).digest())
