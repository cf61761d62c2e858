"""Chunk framing as archives have it: undone, cut, or only said to be there. Pure."""

import re
from typing import NamedTuple

from harvester.model import Outcome

_SIZE = re.compile(rb"[ \t]*([0-9a-f]{1,15})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n", re.IGNORECASE)
_END = re.compile(rb"\r?\n")


class Unframed(NamedTuple):
    """A body without its chunk framing.

    was_framed: whether it had one. outcome: OK, or TRUNCATED, and then the detail says why.
    """

    body: bytes
    was_framed: bool
    outcome: Outcome = Outcome.OK
    detail: str = ""


def unframed(body: bytes) -> Unframed:
    """Return a body whose head says ``chunked`` without the framing (RFC 9112, 7.1), trailers left out.

    Many archives keep that header and remove the framing: a body that does not begin with a chunk is
    returned as it is. Of a framing that ends early or breaks, the chunks before are returned.
    """
    chunks: list[bytes] = []
    at, sound = 0, 0  # how many chunks have an end as they should
    while size := _SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            return Unframed(b"".join(chunks), was_framed=True)
        at = size.end() + length
        chunks.append(body[size.end() : at])
        end = _END.match(body, at)
        if not end:
            break
        at, sound = end.end(), sound + 1
    is_cut = at >= len(body) and bool(chunks)
    if not is_cut and not sound:
        return Unframed(body, was_framed=False)
    detail = "The body ends before its last chunk." if is_cut else f"The chunk framing breaks at byte {at}."
    return Unframed(b"".join(chunks), was_framed=True, outcome=Outcome.TRUNCATED, detail=detail)
