"""What the parser keeps of a page beside its pairs."""

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

PAIRS = (
    "<h2>Why is the quay closed?</h2><p>The wall has a crack of nine metres below the water.</p>",
    "<h2>Who pays for the work?</h2><p>The town pays two thirds, and the state pays the rest of it.</p>",
    "<h2>When will it open again?</h2><p>The quay opens in May, or in June if the winter is long.</p>",
)
NOTE = "<p>Ferries leave from the north pier until then.</p>"
LINKS = "<ul><li><a href='/mooring'>Where can I moor my boat?</a></li></ul>"


def between(text):
    return PAIRS[0] + PAIRS[1] + text + PAIRS[2]


CASES = {
    "nothing": ("".join(PAIRS), ()),
    "a title of a section": (between("<h3>The timetable</h3>"), ("The timetable",)),
    "a note before the questions": (
        f"<p>A note.</p>{NOTE}{''.join(PAIRS)}",
        ("A note.",),  # the other one is the lead
    ),
    "a caption between two": (
        between("<figure><img src=a.png alt=''><figcaption>The quay in autumn</figcaption></figure>"),
        ("The quay in autumn",),
    ),
    "a link after the last answer": ("".join(PAIRS) + f"<h3>More</h3>{LINKS}", ("More",)),
    "a menu": (f"<nav>{NOTE}</nav>{''.join(PAIRS)}", ()),
    "a footer": (f"{''.join(PAIRS)}<footer>{NOTE}</footer>", ()),
    "a teaser": (between("<p>Read more: <a href='/a'>the crane is back</a></p>"), ()),
    "a page without questions": (NOTE * 3, ()),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_surroundings(html, expected):
    page = f"<html lang=en><title>The quay</title><main><h1>The quay</h1>{html}</main></html>"
    read = parse(normalise(page.encode(), content_type="text/html"))
    assert len(read.pairs) == 3 * (read.pairs != ())
    assert read.surroundings == expected
