"""datapackage.json of a WACZ: which files it names with which digests. Pure."""

import json
from typing import Any, NamedTuple


class PackageResource(NamedTuple):
    """A file that the package names. digest: such as ``"sha256:…"``; ``""`` where it has none."""

    path: str
    digest: str


class BadPackage(ValueError):
    """The JSON is not what it should be; the message says why."""


def resources(text: bytes) -> tuple[PackageResource, ...]:
    """Return the files that datapackage.json names, in its order; raises BadPackage.

    Early versions have ``hashing`` and ``stats`` with a ``hash``, later ones a ``hash`` with its algorithm.
    """
    listed = _object(text).get("resources", [])
    if not isinstance(listed, list):
        raise BadPackage("its resources are not a list")
    return tuple(_resource(each) for each in listed)


def _resource(each: Any) -> PackageResource:
    if not isinstance(each, dict) or not isinstance(each.get("path"), str):
        raise BadPackage("a resource has no path")
    stats, digest = each.get("stats"), each.get("hash", "")
    if not digest and isinstance(stats, dict):
        digest = f"{each.get('hashing', '')}:{stats.get('hash', '')}"
    return PackageResource(each["path"], digest if isinstance(digest, str) else "")


def package_digest(text: bytes) -> str:
    """Return the digest of datapackage.json that datapackage-digest.json names; raises BadPackage."""
    digest = _object(text).get("hash")
    if not isinstance(digest, str):
        raise BadPackage("it names no hash")
    return digest


def signed_data(text: bytes) -> dict[str, Any]:
    """Return who signed, as datapackage-digest.json says it, ``{}`` if nobody did; raises BadPackage."""
    signed = _object(text).get("signedData")
    return signed if isinstance(signed, dict) else {}


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPackage("it is not JSON") from error
    if not isinstance(found, dict):
        raise BadPackage("it is not a JSON object")
    return found
