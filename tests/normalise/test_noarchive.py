"""What asks not to be archived, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalise.noarchive import archiving_refusal

# What it shows: (values of X-Robots-Tag, the page, what refuses).
PAGES = {
    "nothing": ([], "<p>The river.", ""),
    "a header": (["noarchive"], "", "X-Robots-Tag: noarchive"),
    "among others": (["noindex, NoArchive , nofollow"], "", "X-Robots-Tag: noarchive"),
    "none": (["none"], "", "X-Robots-Tag: none"),
    "the second header": (["noindex", "nocache"], "", "X-Robots-Tag: nocache"),
    "noindex is about search results": (["noindex, nofollow, nosnippet"], "", ""),
    "addressed to us": (["harvester: noarchive"], "", "X-Robots-Tag: noarchive"),
    "addressed to another": (["otherbot: noarchive"], "", ""),
    "to another until a name": (
        ["otherbot: noindex, noarchive, harvester: nofollow, none"],
        "",
        "X-Robots-Tag: none",
    ),
    "to everybody, then to another": (["nofollow, otherbot: noarchive"], "", ""),
    "a value is no name": (
        ["unavailable_after: 25 Jun 2031 15:00:00 PST, noarchive"],
        "",
        "X-Robots-Tag: noarchive",
    ),
    "a number is no name": (["max-snippet:20, noarchive"], "", "X-Robots-Tag: noarchive"),
    "rubbish": ([",,:;:, :noarchive:"], "", ""),
    "a meta element": (
        [],
        '<meta name="robots" content="noarchive">',
        "<meta name=robots content=noarchive>",
    ),
    "in capitals": (
        [],
        "<META NAME=ROBOTS CONTENT='INDEX, NOARCHIVE'>",
        "<meta name=robots content=noarchive>",
    ),
    "of ours": ([], '<meta content="none" name=harvester>', "<meta name=harvester content=none>"),
    "of another robot": ([], '<meta name="otherbot" content="noarchive">', ""),
    "of another name": ([], '<meta name="description" content="noarchive">', ""),
    "the second element": (
        [],
        '<meta name=robots content=index><meta name=robots content="noarchive">',
        "<meta name=robots content=noarchive>",
    ),
    "in a comment": ([], "<!-- <meta name=robots content=noarchive> -->", ""),
    "in a script": ([], "<script>'<meta name=robots content=noarchive>'</script>", ""),
    "too late": ([], " " * 65_536 + "<meta name=robots content=noarchive>", ""),
}


@pytest.mark.parametrize(("tags", "page", "refusal"), PAGES.values(), ids=PAGES)
def test_refusals(tags, page, refusal):
    headers = [("Content-Type", "text/html"), *(("X-Robots-Tag", each) for each in tags)]
    assert archiving_refusal(headers, page.encode(), "harvester") == refusal


@given(st.text(alphabet=st.sampled_from("noarchive:,; -_x")), st.binary(max_size=300))
def test_never_raises(tag, body):
    assert isinstance(
        archiving_refusal([("x-robots-tag", tag)], b"<meta name=robots content=" + body, "x"), str
    )
