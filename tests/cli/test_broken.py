"""What `harvester status` says where questions go all at once."""

import re
from datetime import UTC, datetime, timedelta

from harvester.view.attention import LEFT_OUT

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
    archive("add", "--kind", "page", f"{site.url}/works", f"{site.url}/plan")
    for works, plan, code in ((8, 8, 0), (0, 2, 1)):
        site.pages |= {"/works": explainer(works), "/plan": explainer(plan)}
        archive("run", code=code)
    text = archive("status").stdout
    assert "yield_collapsed: 1 article lost all or most questions" in text
    assert re.search(
        rf"{site.url}/works  since .*: 8 → 0 questions; version 1 is kept, what came is suspect", text
    )
    assert "waiting: 1 article lost many questions at once: part of the page may be missing" in text
    assert re.search(
        rf"{site.url}/plan  since .*: 8 → 2 questions; version 1 is kept, what came is waiting", text
    )
    assert "If two more captures show the same" in text
    told = {each["word"]: each["rows"] for each in archive.printed("status")["warnings"]}
    [command] = [row["do"] for row in told["waiting"]]
    for each in command.split("; "):
        archive(*each.split()[1:])
    assert "waiting: " not in archive("status").stdout
    state = archive.printed("status")
    [suspect] = state["trouble"]
    assert (suspect["trouble"], suspect["pairs_before"], suspect["pairs"]) == ("suspect", 8, 0)
    assert state["losses"] == []


def test_status_asks_about_a_loss_that_captures_agree_on(archive, site, tmp_path):
    url, site.pages["/plan"] = f"{site.url}/plan", explainer(2)
    archive("add", "--kind", "page", url)
    began = datetime.now(UTC) - timedelta(days=9)
    for day, count in enumerate((8, 2, 2)):
        saved = tmp_path / f"{day}.html"
        saved.write_text(explainer(count))
        at = began + timedelta(days=day)
        archive("import", saved, "--url", url, "--at", f"{at:%Y-%m-%dT%H:%MZ}")
    lost = archive("run")
    assert f"look at   {url}  8 → 2 questions: page broken, or rewritten?" in lost.stderr
    assert lost.stdout.endswith("changes: 6 dropped\nmost questions gone: 1 article\n")
    text = archive("status").stdout
    assert f"{url}  since {began + timedelta(days=1):%Y-%m-%d}" in text
    assert "8 → 2 questions; version 2 shows it, it may be a rewrite" in text
    losses = archive.printed("status")["losses"]
    assert [(row["pairs_before"], row["pairs"], row["version"]) for row in losses] == [(8, 2, 2)]


def test_status_is_silent_where_nothing_is_lost(archive, site):
    site.pages["/works"] = explainer(8)
    archive("add", "--kind", "page", f"{site.url}/works")
    archive("run")
    assert archive.printed("status")["warnings"] == []


def test_status_names_articles_with_much_text_in_no_answer(archive, site):
    links = "".join(
        f"<li><a href='/{topic}'>Our report on the {topic} and on what the town says about it</a></li>"
        for topic in TOPICS
    )
    aside = f"<aside><h3>Read more</h3><ul>{links}</ul></aside>"
    before = "<p><b>Question:</b> What happens to the dredger?"
    site.pages |= {"/works": explainer(4).replace(before, aside + before), "/plan": explainer(4)}
    archive("add", "--kind", "page", f"{site.url}/works", f"{site.url}/plan")
    archive("run")
    [row] = archive.printed("status")["left_out"]
    assert (row["url"], row["version"], row["pairs"]) == (f"{site.url}/works", 1, 4)
    assert row["left_out"] > LEFT_OUT
    assert (
        archive.rows("SELECT left_out FROM capture_list WHERE key = ?", row["capture"])[0][0]
        == row["left_out"]
    )
    text = archive("status").stdout
    assert "text_left_out: 1 article with much text between questions in no answer" in text
    assert f"  {site.url}/works: {row['left_out']:.0%} of the text\n" in text
    assert "harvester parse URL --explain" in text


def test_a_run_says_so_at_each_step(archive, site):
    """Eight questions, a page that renders them by script, the page as it was, two questions."""
    url = f"{site.url}/works"
    archive("add", "--kind", "page", url)
    site.pages["/works"] = explainer(8)
    assert "1 first version" in archive("run").stdout

    site.pages["/works"] = explainer(0)
    suspect = archive("run", code=1)
    assert "no questions found where version 1 had 8: the parser or the page is broken" in suspect.stderr
    assert "dropped" not in suspect.stdout + suspect.stderr
    assert [row["kind"] for row in archive.printed("log")] == ["suspect"]
    shown = archive("show", url)
    assert "8. What happens to the sea wall?" in shown.stdout
    assert re.search(r"The last capture, 20.*, is suspect: no questions found where version 1", shown.stderr)
    assert archive("show", url, "--version", "1").stderr == ""
    status = archive("status").stdout
    assert "1 article lost all or most questions\n" in status
    assert "article_failing" not in status
    [key] = re.findall(r"harvester show --raw (\w+)", status)
    assert archive("show", "--raw", key).stdout == site.pages["/works"]

    site.pages["/works"] = explainer(8)
    assert archive("run").stdout == "1 capture: 1 ok\n"
    assert archive("show", url).stderr == ""
    [event] = archive.printed("log")
    assert event["until_at"] > event["changed_at"]

    site.pages["/works"] = explainer(2)
    waiting = archive("run", code=1)
    assert "6 of the 8 questions of version 1 are gone: part of the page may be missing" in waiting.stderr
    assert "1 capture: 1 waiting" in waiting.stdout


def test_rules_that_take_the_questions_away_are_told_by_the_run_that_follows_them(archive, site):
    url = f"{site.url}/works"
    archive("add", "--kind", "page", url)
    site.pages["/works"] = explainer(8)
    archive("run")
    plain = archive.settings.read_text()
    archive.settings.write_text(f'{plain}\n[[rule]]\nhosts = ["127.0.0.1"]\ndrop = "main"\n')
    words = f"look at   {url}  8 → 0 questions in the same captures: parser or site rule broken?"
    read = archive("run")
    assert words in read.stderr
    assert "\n2 waiting captures read\n" in read.stdout  # the one before, and the one that came now
    assert "most questions gone: 1 article" in read.stdout
    asked = re.compile(rf"read again\n  {url}  since 2.*: 8 → 0 questions\n")
    assert asked.search(archive("status").stdout)
    archive("run")
    assert asked.search(archive("status").stdout)  # until they are back
    archive.settings.write_text(plain)
    archive("rebuild")
    assert archive.printed("status")["warnings"] == []
    archive.settings.write_text(f'{plain}\n[[rule]]\nhosts = ["127.0.0.1"]\ndrop = "main"\n')
    assert words in archive("rebuild").stderr
