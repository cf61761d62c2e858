"""The head of a response as bytes: made again from what a capture says of it, and kept without secrets."""

from harvester.http.headers import SECRETS, WITHHELD, Headers


def response_head(http_version: str, status: int, reason: str, headers: Headers) -> bytes:
    """Return status line and headers in the usual form, CRLF after each line, a blank line at the end.

    Nearly all servers send this form (RFC 9112, 2.1), so that a head need not be kept as it came.
    """
    lines = [f"HTTP/{http_version} {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def without_secrets(head: bytes) -> bytes:
    """Return the head with `WITHHELD` for the value of each secret header, and without its further lines."""
    lines: list[bytes] = []
    secret = False
    for line in head.splitlines(keepends=True):
        if secret and line.startswith((b" ", b"\t")):
            continue
        name, colon, _ = line.partition(b":")
        secret = bool(colon) and name.decode("latin-1").strip().lower() in SECRETS
        end = line[len(line.rstrip(b"\r\n")) :]
        lines.append(b"%s: %s%s" % (name, WITHHELD.encode(), end) if secret else line)
    return b"".join(lines)
