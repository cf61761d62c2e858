"""What the signature of a WACZ file proves, in words. Nobody is asked: all that is needed stands in the file.

https://specs.webrecorder.net/wacz-auth/0.1.0/ has two forms. An anonymous signature proves that whoever has a
key signed. One for the name of a domain has its certificate, and a time stamp of RFC 3161 over the signature,
which shows that the certificate was valid then. It is verified as that of a web server at that time, under
the roots that browsers trust (certifi), or else under the last certificate that the file has itself. Whether
a certificate was revoked cannot be known offline.

The extra ``wacz`` brings what verifies signatures, ``timestamp`` what verifies time stamps.
"""

import base64
import binascii
import hashlib
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from harvester.errors import ConfigError
from harvester.extras import library
from harvester.text import quoted

STAMPED_WITHIN = timedelta(minutes=10)
"""A time stamp and the time at which a file says that it was signed lie at most this far apart, as in
authsign, the verifier of Webrecorder: a later stamp would not show when it was signed."""

_NUMBER = 48  # bytes of a number of P-384
_SHOWN = 80  # letters of a name that a message shows
_COMMON_NAME = "2.5.4.3"  # RFC 5280, appendix A


class BadSignature(ValueError):
    """The signature is wrong; the message is a sentence without its end."""


def proven(signed: Mapping[str, Any], package: bytes) -> str:
    """Return what a signature proves of datapackage.json, as sentences.

    signed: the ``signedData`` of datapackage-digest.json.

    Raises BadSignature if it is wrong, and ConfigError if the extra ``wacz`` is missing.
    """
    _library("hashes")  # whether it can be verified at all is said first
    if _text(signed, "hash") != f"sha256:{hashlib.sha256(package).hexdigest()}":
        raise BadSignature("it is signed, but what was signed is another datapackage.json")
    if signed.get("publicKey"):
        return _anonymous(signed)
    if signed.get("domainCert"):
        return _of_domain(signed)
    raise BadSignature("it is signed, but neither a key nor a certificate is there")


def _anonymous(signed: Mapping[str, Any]) -> str:
    """Return what an anonymous signature proves: ECDSA on P-384, both numbers one after the other."""
    der, numbers = _bytes(signed, "publicKey"), _bytes(signed, "signature")
    try:
        key = _library("serialization").load_der_public_key(der)
    except (ValueError, library("wacz", "cryptography.exceptions").UnsupportedAlgorithm) as error:
        raise BadSignature("it is signed, but its key cannot be read") from error
    if len(numbers) != 2 * _NUMBER:
        raise BadSignature("it is signed, but its signature cannot be read")
    halves = (int.from_bytes(each, "big") for each in (numbers[:_NUMBER], numbers[_NUMBER:]))
    _check(key, _library("asymmetric.utils").encode_dss_signature(*halves), signed)
    name = hashlib.sha256(der).hexdigest()
    return f"It is signed with the key sha256:{name}. Who has that key is not said."


def _of_domain(signed: Mapping[str, Any]) -> str:
    """Return what the signature of a domain proves, and when it was made."""
    certificates = _certificates(signed, "domainCert")
    _check(certificates[0].public_key(), _bytes(signed, "signature"), signed)
    at, when = _when(signed)
    domain = _text(signed, "domain")
    root = _root(certificates, domain, at)
    known = "which browsers trust" if root.is_known else "which nobody here knows, so the name is a claim"
    return f"It is signed for {domain}, under the certificate of {root.name}, {known}. {when}"


def _when(signed: Mapping[str, Any]) -> tuple[datetime, str]:
    """Return when it was signed, UTC, and what proves that."""
    created = _moment(_text(signed, "created"))
    if not signed.get("timeSignature"):
        return created, f"It says that this was at {_shown(created)}; no time stamp proves it."
    certificates = _certificates(signed, "timestampCert")
    try:
        at = _stamped_at(signed, certificates)
    except ConfigError:
        unverified = "its time stamp can be verified with harvester[timestamp]"
        return created, f"It says that this was at {_shown(created)}; {unverified}."
    if abs(at - created) > STAMPED_WITHIN:
        raise BadSignature(f"it says that it was signed at {_shown(created)}, but is stamped at {_shown(at)}")
    root = certificates[-1].fingerprint(_library("hashes").SHA256()).hex()
    return at, (
        f"A time stamp of {_name(certificates[0])} says that this was at {_shown(at)}; believe it if you know"
        f" its root certificate, sha256:{root}."
    )


def _stamped_at(signed: Mapping[str, Any], certificates: Sequence[Any]) -> datetime:
    """Return when the signature was stamped, UTC; raises BadSignature, or ConfigError without the extra."""
    client = library("timestamp", "rfc3161_client")
    own, *issuers = certificates
    builder = client.VerifierBuilder().tsa_certificate(own).add_root_certificate(certificates[-1])
    for each in issuers[:-1]:
        builder = builder.add_intermediate_certificate(each)
    try:
        answer = client.decode_timestamp_response(_bytes(signed, "timeSignature"))
        builder.build().verify_message(answer, _text(signed, "signature").encode())
        at: datetime = answer.tst_info.gen_time
    except (client.VerificationError, ValueError, TypeError) as error:
        raise BadSignature("it is signed, but its time stamp is not one of this signature") from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _certificates(signed: Mapping[str, Any], name: str) -> Sequence[Any]:
    """Return the certificates of that name, at least one."""
    try:
        return _read(_text(signed, name).encode())
    except ValueError as error:
        raise BadSignature(f"it is signed, but its certificates ({name}) cannot be read") from error


def _read(pem: bytes) -> Sequence[Any]:
    """Return certificates in PEM form; that some roots have odd serial numbers is no matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Sequence[Any] = library("wacz", "cryptography.x509").load_pem_x509_certificates(pem)
    return found


class _Root(NamedTuple):
    """The root under which a certificate was verified. is_known: browsers trust it."""

    name: str
    is_known: bool


def _root(certificates: Sequence[Any], domain: str, at: datetime) -> _Root:
    """Return the root under which the first certificate is that of the domain at that time.

    Raises BadSignature if it is not: another name, another time, or certificates that do not fit together.
    """
    x509, verification = (library("wacz", f"cryptography.x509{each}") for each in ("", ".verification"))
    browsers = _read(Path(library("wacz", "certifi").where()).read_bytes())
    reason = ""
    for trusted, is_known in ((browsers, True), (certificates[-1:], False)):
        try:
            policy = verification.PolicyBuilder().store(verification.Store(trusted)).time(at)
            server = policy.build_server_verifier(x509.DNSName(domain))
            return _Root(_name(server.verify(certificates[0], certificates[1:])[-1]), is_known)
        except (verification.VerificationError, ValueError) as error:
            reason = str(error)
    whose = f"that of {quoted(domain, _SHOWN)} at {_shown(at)}"
    raise BadSignature(f"it is signed, but its certificate is not {whose} ({reason})")


def _check(key: Any, signature: bytes, signed: Mapping[str, Any]) -> None:
    """Raise BadSignature unless the key made the signature of the text of the digest, with SHA-256."""
    sha256, said = _library("hashes").SHA256(), _text(signed, "hash").encode()
    ec, rsa = _library("asymmetric.ec"), _library("asymmetric.rsa")
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, said, ec.ECDSA(sha256))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, said, _library("asymmetric.padding").PKCS1v15(), sha256)
        else:
            raise BadSignature("it is signed with a kind of key that is not known")
    except library("wacz", "cryptography.exceptions").InvalidSignature as error:
        raise BadSignature("its signature is wrong: the key that it names did not make it") from error


def _name(certificate: Any) -> str:
    """Return the common name of a certificate, or else its whole name."""
    common = [each.value for each in certificate.subject if each.oid.dotted_string == _COMMON_NAME]
    return quoted(str(common[0] if common else certificate.subject.rfc4514_string()), _SHOWN)


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _text(signed: Mapping[str, Any], name: str) -> str:
    found = signed.get(name)
    return found if isinstance(found, str) else ""


def _bytes(signed: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(_text(signed, name), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature(f"it is signed, but what it has as {name} cannot be read") from error


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSignature("it is signed, but it does not say when") from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _library(name: str) -> ModuleType:
    return library("wacz", f"cryptography.hazmat.primitives.{name}")
