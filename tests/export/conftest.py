"""The archive of the river Tarvel, and one whose texts are hostile, to export from."""

import pytest
from tarvel import Story, make, page

from harvester.archive.connection import open_readonly
from harvester.archive.writing import open_archive

HOSTILE = (
    "=SUM(A1:A9)",
    "  +49 228 997799-0, ask there.",
    "\uff1d1+1 is written in full width.",
    'He said: "yes, no"; then\n\nnothing.',
    "# no heading, *no* emphasis, [no](link), <b>no</b> &amp; `code`",
    "1. no list\n\n- nor this\n\n+ nor that",
    "\u202eright to left\u202c and back\u2028next line",
    "'quoted' ~~struck~~ | cell | $x$ ^2^ {curly} !bang",
)
"""Answers that a program may take for something other than text."""


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The file of the archive."""
    path = tmp_path_factory.mktemp("told") / "tarvel.db"
    make(path)
    return path


@pytest.fixture(scope="session")
def reader(told):
    connection = open_readonly(told)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """The file of an archive with the hostile answers, as pages showed them."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    db = open_archive(path, create=True)
    story = Story(db)
    story.follow("/odd")
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in HOSTILE]
    pairs = [
        (f"What is told of the matter of number {n}?", "</p><p>".join(text.split("\n\n")))
        for n, text in enumerate(escaped, 1)
    ]
    story.capture(0, ("/odd", 200, page("=The odd #page", *pairs)))
    db.close()
    return path
