"""Signatures of webhooks: https://www.standardwebhooks.com, version 1, symmetric. Pure."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

PREFIX = "whsec_"
LEAST_BYTES, MOST_BYTES = 24, 64
"""A secret has this many bytes, as the specification says."""


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for, ``whsec_`` and base64; raises ValueError for another text."""
    if not secret.startswith(PREFIX):
        raise ValueError("it does not begin with whsec_")
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("what follows whsec_ is not base64") from error
    if not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise ValueError(f"it has {len(key)} bytes, not {LEAST_BYTES} to {MOST_BYTES}")
    return key


def headers(key: bytes, message: str, body: bytes, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the headers of one try. message: its id, the same at every try."""
    named, at = f"msg_{message}", str(int(now.timestamp()))
    mac = hmac.digest(key, b".".join((named.encode(), at.encode(), body)), hashlib.sha256)
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return ("webhook-id", named), ("webhook-timestamp", at), ("webhook-signature", signature)
