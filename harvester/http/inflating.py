"""The zlib that unpacks: zlib-ng where it is installed, Python's elsewhere.

Both give the same bytes, rests and errors (tests/http/test_inflating.py); zlib-ng takes half the time. It
packs nothing: an export needs the bytes that a server's zlib made (`harvester.http.recoded`).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zlib
else:
    try:
        from zlib_ng import zlib_ng as zlib
    except ImportError:  # a platform without a wheel
        import zlib

__all__ = ["zlib"]
