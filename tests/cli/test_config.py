"""Everything that is wrong with harvester.toml, at once."""

import pytest

WRONG = """\
contact = 7
colour = "red"

[fetch]
delay = "fast"
workers = 0

[[source]]
url = "ftp://news.example/"

[[source]]
url = "https://news.example/"
links = "main a"

[[source]]
kind = "feed"

[[rule]]
hosts = ["news.example"]

[[rule]]
hosts = ["news.example"]
question = "h2["
"""

PLACES = [
    "harvester.toml: contact",
    "harvester.toml: colour",
    "harvester.toml: fetch: delay",
    "harvester.toml: fetch: workers",
    "harvester.toml: source 1: url",
    "harvester.toml: source 2: links",
    "harvester.toml: source 3",
    "harvester.toml: rule 1",
    "harvester.toml: rule 2: question",
]


def test_everything_is_said_at_once(archive):
    archive.settings.write_text(WRONG)
    found = archive("config", "check", code=2)
    assert found.stdout == ""
    lines = found.stderr.splitlines()
    assert [line.startswith(f"harvester: {place}: ") for line, place in zip(lines, PLACES, strict=True)] == [
        True
    ] * 9


TWICE = '[[source]]\nurl = "https://a.example/"\nkind = "feed"\n'

# What it shows: (the file, what is said).
WHOLE = {
    "no TOML": ("contact = ", "is not TOML: "),
    "a stamp without its root": ('timestamp = "https://tsa.example/"', "goes with timestamp_root"),
    "a source twice": (TWICE + TWICE.replace("feed", "sitemap"), "is source 1 too"),
    "a table that is none": ("fetch = 1", "is not a table"),
    "a list that is none": ("source = 1", "is not a list of tables"),
}


@pytest.mark.parametrize(("text", "said"), WHOLE.values(), ids=WHOLE)
def test_what_only_the_whole_file_shows(archive, text, said):
    archive.settings.write_text(text)
    [line] = archive("config", "check", code=2).stderr.splitlines()
    assert said in line


def test_what_is_right(archive):
    archive.settings.write_text('contact = "ada@example.org"\n' + TWICE)
    assert (
        archive("config", "check").output
        == "harvester.toml: nothing is wrong; 1 source, 0 site rules, 0 notices\n"
    )
    archive.settings.unlink()
    assert "there is none, so the defaults hold" in archive("config", "check").stdout


def test_a_browser_that_is_missing_is_named(archive):
    contact, browser = 'contact = "ada@example.org"\n', "browser = true\n"
    archive.settings.write_text(f'{contact}[fetch]\nchromium = "/nowhere/chromium"\n{TWICE}{browser}')
    [line] = archive("config", "check").stderr.splitlines()
    assert "no page can be rendered. There is no /nowhere/chromium. Install it, or name its path" in line


def test_the_same_is_refused_as_by_every_verb(archive):
    for text, _ in WHOLE.values():
        archive.settings.write_text(text)
        assert archive("list", code=2).stderr == archive("config", "check", code=2).stderr
