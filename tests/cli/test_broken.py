"""What `harvester status` says where questions go all at once."""

import json

TOPICS = ("ferry", "pier", "harbour", "dredger", "lighthouse", "boatyard", "market", "sea wall")


def explainer(count):
    """A page with so many questions, labelled, so that two are told from prose."""
    pairs = "".join(
        f"<p><b>Question:</b> What happens to the {topic}?</p>"
        f"<p><b>Answer:</b> The town repairs the {topic} until May, and pays for all of it.</p>"
        for topic in TOPICS[:count]
    )
    about = "The works at the harbour go on, the mayor said on Tuesday evening at the town hall. " * 8
    return f"<html lang=en><body><main><h1>The works</h1><p>{about}</p>{pairs}</main></body></html>"


def test_status_asks_whether_parser_or_page_is_broken(archive, site):
    archive("add", f"{site.url}/works", f"{site.url}/plan")
    for works, plan, code in ((8, 8, 0), (0, 2, 1)):
        site.pages |= {"/works": explainer(works), "/plan": explainer(plan)}
        archive("run", code=code)
    text = archive("status").stdout
    assert text.count("parser or page broken?") == 2
    assert f"8 → 0  {site.url}/works  since " in text
    assert "version 1 is kept" in text
    assert f"8 → 2  {site.url}/plan  since " in text
    assert "version 2 shows it; it may be a rewrite" in text
    losses = json.loads(archive("status", "--format", "json").stdout)["losses"]
    assert [(row["verdict"], row["pairs"]) for row in losses] == [("suspect", 0), ("content", 2)]


def test_status_is_silent_where_nothing_is_lost(archive, site):
    site.pages["/works"] = explainer(8)
    archive("add", f"{site.url}/works")
    archive("run")
    assert "broken" not in archive("status").stdout
