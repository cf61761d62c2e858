"""Lists of what is to be followed: a local file or standard input, as OPML or one URL a line."""

import sys
from pathlib import Path

from harvester.discover.opml import Outline, is_opml, read_opml
from harvester.discover.unpacking import MAX_BYTES, SourceDocument
from harvester.discover.urls import list_links, listed_lines
from harvester.errors import BadInput
from harvester.harvest.kinds import kind_of
from harvester.http.urls import absolute

STANDARD_INPUT = "-"


def is_list(argument: str) -> bool:
    """Return whether an argument names a local list, and no URL."""
    return argument == STANDARD_INPUT or ("://" not in argument and Path(argument).is_file())


def listed(argument: str) -> tuple[Outline, ...]:
    """Return what a local list names; a kind that it does not state is guessed from the URL.

    A line of a plain list that is not a URL is there as it is written, so that it can be named to whoever
    wrote it. Raises BadInput for what is not a list of URLs.
    """
    body = _bytes(argument)
    source = SourceDocument.of(body, argument)
    if is_opml(source.text):
        return read_opml(source)
    list_links(source)  # which says what is wrong
    named = dict.fromkeys(absolute(line, "") or line for line in listed_lines(source.text))
    return tuple(Outline(each, kind_of(each)) for each in named)


def _bytes(argument: str) -> bytes:
    try:
        if argument == STANDARD_INPUT:
            return sys.stdin.buffer.read(MAX_BYTES)
        with Path(argument).open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        raise BadInput(argument, f"it cannot be read: {error.strerror}") from error
