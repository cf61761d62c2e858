"""Recognise bytes without a right declaration by the marks of formats that are not text, and of HTML."""

import re

HEAD = 1024
"""This many bytes or characters at the start are looked at."""

CONTROL_SHARE = 0.05
"""First bytes with at least this share of control characters are not text; random bytes have a tenth."""

CONTROL_COUNT = 8
"""Fewer control characters than this are an editor's mistake."""

_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive, or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS\x00", "Ogg media"),
    (b"\x00asm", "WebAssembly"),
)
_RIFF = re.compile(rb"RIFF....(?:WEBP|WAVE|AVI )|....ftyp", re.DOTALL)
# The shifts of ISO 2022 are text.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x0e\x0f\x1b")
_TAGS = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|div|p|h[1-6]|article|section|main|header|nav|ul|ol|dl|table|details"
    r"|span|a|b|i|strong|em|br|img|script|style|link|blockquote|!--)[\s/>-]",
    re.IGNORECASE,
)


def foreign_format(body: bytes, media_type: str = "") -> str:
    """Return which format that is not text the bytes are of, told by its mark; ``""`` for none.

    A PDF may begin with up to 1,024 other bytes (ISO 32000-2, annex I), and then counts if it is declared.
    """
    for mark, name in _FORMATS:
        if body.startswith(mark):
            return name
    if media_type == "application/pdf" and b"%PDF-" in body[:HEAD]:
        return "a PDF"
    return "an image, sound or film" if _RIFF.match(body[:HEAD]) else ""


def is_binary(body: bytes, encoding: str) -> bool:
    """Return whether the bytes are no text in that encoding: they have too many control characters."""
    head = body[:HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return not encoding.startswith("utf-16") and controls >= max(CONTROL_COUNT, CONTROL_SHARE * len(head))


def looks_like_html(text: str) -> bool:
    """Return whether a tag of HTML stands near the start."""
    return _TAGS.search(text, 0, HEAD) is not None
