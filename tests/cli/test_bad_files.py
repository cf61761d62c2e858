"""Files for parse that are no page, or a hostile one: a sentence and exit code 6, or what could be read."""

import gzip
import json
import os

import pytest

from harvester.reading import steps

ALL = range(256)
FEED = b"<rss><channel><item><link>https://news.example/a</link></item></channel></rss>"
SITEMAP = b"<urlset><url><loc>https://news.example/a</loc></url></urlset>"
WALL = b"<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>"


def made(path, content):
    """Write the content, or make a folder for None."""
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)


# What it shows: (name, content, words of the one sentence).
UNREADABLE = {
    "a directory": ("folder", None, "is a directory"),
    "an empty file": ("empty.html", b"", "is empty"),
    "white space": ("blank.html", b" \r\n\t\n", "is empty"),
    "random bytes": ("noise.html", bytes(ALL) * 400, "is not text"),
    "a picture": ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(ALL) * 9, "a PNG image"),
    "a PDF": ("paper.html", b"%PDF-1.7\n%\xe2\xe3\n" + bytes(ALL) * 9, "a PDF"),
    "a database": ("harvester.html", b"SQLite format 3\x00" + bytes(ALL) * 9, "an SQLite database"),
    "gzip by name only": ("page.html.gz", b"<p>Why?</p>", "cannot be unpacked"),
    "half a gzip": ("half.html.gz", gzip.compress(b"<p>Why?</p>" * 99)[:-9], "cannot be unpacked"),
    "a gzip with a wrong sum": (
        "sum.html.gz",
        gzip.compress(b"<p>Why?</p>")[:-8] + bytes(8),
        "cannot be unpacked",
    ),
    "a bomb": ("bomb.html.gz", gzip.compress(bytes(32 << 20), 1) * 9, "is larger than 256 MiB"),
}


@pytest.mark.parametrize(("name", "content", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(harvester, name, content, words):
    made(harvester.folder / name, content)
    result = harvester("parse", name, code=6)
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith(f"harvester: {name}: ")
    assert words in line


# What it shows: (name, content, the verdict, words of the reason).
NO_ARTICLE = {
    "a feed": ("news.xml", FEED, "feed", "this is a feed, not an article"),
    "a feed for a page": ("news.html", FEED, "feed", "this is a feed, not an article"),
    "a gzipped sitemap": (
        "map.xml.gz",
        gzip.compress(SITEMAP),
        "sitemap",
        "this is a sitemap, not an article",
    ),
    "a list of URLs": ("urls.txt", b"https://news.example/a\n", "list", "this is a list, not an article"),
    "a wall": ("wall.html", WALL, "bot_wall", "just a moment"),
    "a page without text": ("blank.html", b"<html><body></body></html>", "empty", "no text"),
}


@pytest.mark.parametrize("option", ["--format=jsonl", "--format=text", "--explain"])
@pytest.mark.parametrize(("name", "content", "verdict", "words"), NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_what_is_no_article_is_told_by_its_verdict(harvester, option, name, content, verdict, words):
    made(harvester.folder / name, content)
    result = harvester("parse", name, option, code=1)
    [line] = result.stderr.splitlines()
    assert line.startswith(f"harvester: {name}: {verdict}: ")
    assert words in line


def test_an_article_beside_a_feed_is_printed(harvester, page, ferry):
    made(harvester.folder / "news.xml", FEED)
    made(harvester.folder / "ferry.html", page("The ferry", *ferry).encode())
    result = harvester("parse", "news.xml", "ferry.html", "--format", "jsonl", code=1)
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()] == ["The ferry"]


NAMES = {"a name that is not there": "missing.html", "a long name": "a" * 300, "a null in the name": "a\0b"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_file(harvester, name):
    assert len(harvester("parse", name, code=6).stderr.splitlines()) == 1


def nested(depth):
    return lambda page: page.replace("<h2>", "<div>" * depth + "<h2>", 1)


def with_json_ld(text):
    script = f"<script type='application/ld+json'>{text}</script></head>"
    return lambda page: page.replace("</head>", script)


# What it shows: (what is done to a good page, how it is encoded).
READABLE = {
    "nested 300 deep": (nested(300), "utf-8"),
    "nested 100,000 deep": (nested(100_000), "utf-8"),
    "a text of 50 MB": (
        lambda page: page.replace("</article>", f"</article><p>{'word ' * 10_000_000}</p>"),
        "utf-8",
    ),
    "a tag with 100,000 attributes": (
        lambda page: page.replace("<main>", f"<main {' '.join(f'a{n}=1' for n in range(100_000))}>"),
        "utf-8",
    ),
    "UTF-16 without a mark": (str, "utf-16-le"),
    "UTF-16, the other way round": (str, "utf-16-be"),
    "UTF-16 with a mark": (str, "utf-16"),
    "Latin-1": (str, "latin-1"),
    "an unknown charset": (lambda page: page.replace("<head>", "<head><meta charset='x-klingon'>"), "utf-8"),
    "JSON-LD cut short": (with_json_ld('{"@type": "FAQPage", "mainEntity": [{"@type"'), "utf-8"),
    "JSON-LD nested 100,000 deep": (with_json_ld("[" * 100_000), "utf-8"),
    "JSON-LD of the wrong types": (
        with_json_ld('{"@type": ["FAQPage", 7], "mainEntity": [5, null, {"@type": "Question", "name": {}}]}'),
        "utf-8",
    ),
    "JSON-LD with half a character": (
        with_json_ld('{"@type": "NewsArticle", "author": {"name": "\\ud800"}, "headline": "\\udfff"}'),
        "utf-8",
    ),
    "a number of 5,000 digits": (with_json_ld("9" * 5000), "utf-8"),
    "no end": (lambda page: page.partition("</article>")[0], "utf-8"),
    "null bytes": (lambda page: page.replace("<p>", "<p>\0"), "utf-8"),
}


@pytest.mark.parametrize(("spoil", "encoding"), READABLE.values(), ids=READABLE)
def test_what_can_be_read_is_read(harvester, page, ferry, spoil, encoding):
    spoilt = spoil(page("The island's ferry", *ferry))
    (harvester.folder / "page.html").write_bytes(spoilt.encode(encoding))
    result = harvester("parse", "page.html", "--format", "jsonl")
    parsed = json.loads(result.stdout)
    assert [(pair["question"], pair["answer"]) for pair in parsed["pairs"]] == ferry
    assert parsed["title"] == "The island's ferry"
    assert all(line.startswith("harvester: page.html: ") for line in result.stderr.splitlines())


def test_a_cut_is_told(harvester, page, ferry):
    (harvester.folder / "deep.html").write_text(nested(100_000)(page("The ferry", *ferry)))
    assert "nested deeper than" in harvester("parse", "deep.html").stderr


def test_invalid_utf8_is_shown_as_a_browser_shows_it(harvester, page, ferry):
    """One bad byte in a page that says UTF-8 costs that character, not the page."""
    body = page("The ferry", *ferry).replace("<head>", "<head><meta charset='utf-8'>").encode()
    (harvester.folder / "page.html").write_bytes(body.replace(b"north", b"no\xffrth"))
    [first, *_] = json.loads(harvester("parse", "page.html", "--format", "json").stdout)[0]["pairs"]
    assert "no\N{REPLACEMENT CHARACTER}rth" in first["answer"]


def test_a_page_without_questions_is_no_error(harvester):
    (harvester.folder / "prose.html").write_text(
        "<article><h1>The sea</h1><p>It is wide and cold.</p></article>"
    )
    result = harvester("parse", "prose.html")
    assert "No questions and answers: " in result.stdout
    assert json.loads(harvester("parse", "prose.html", "--format", "jsonl").stdout)["reason"]


def test_the_good_inputs_are_printed_beside_the_bad(harvester, page, ferry):
    (harvester.folder / "good.html").write_text(page("The ferry", *ferry))
    result = harvester("parse", "missing.html", "good.html", "--format", "jsonl", code=6)
    assert json.loads(result.stdout)["source"] == "good.html"
    assert result.stderr == "harvester: missing.html: there is no such file\n"


def test_standard_input(harvester, page, ferry):
    parsed = json.loads(harvester("parse", "-", "--format", "jsonl", stdin=page("The ferry", *ferry)).stdout)
    assert (parsed["source"], parsed["title"], len(parsed["pairs"])) == ("-", "The ferry", 4)
    assert harvester("parse", "-", code=6, stdin="").stderr == "harvester: -: is empty\n"


@pytest.mark.parametrize("name", ["-", "page.html"])
def test_a_gzip_by_another_name(harvester, page, ferry, name):
    packed = gzip.compress(page("The ferry", *ferry).encode())
    (harvester.folder / "page.html").write_bytes(packed)
    assert "4. How do the pupils" in harvester("parse", name, stdin=packed).stdout


TEXTS = {
    "Markdown": ("page.md", "# The ferry\n\nWhat is known.\n\n{pairs}", "## {question}\n\n{answer}\n\n"),
    "plain text": (
        "page.txt",
        "The ferry\n\nWhat is known.\n\n{pairs}",
        "Question: {question}\n\nAnswer: {answer}\n\n",
    ),
}


@pytest.mark.parametrize(("name", "text", "each"), TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("packed", [False, True])
def test_other_formats(harvester, ferry, name, text, each, packed):
    pairs = "".join(each.format(question=question, answer=answer) for question, answer in ferry)
    body = text.format(pairs=pairs).encode()
    name = f"{name}.gz" if packed else name
    (harvester.folder / name).write_bytes(gzip.compress(body) if packed else body)
    parsed = json.loads(harvester("parse", name, "--format", "jsonl").stdout)
    assert [(pair["question"], pair["answer"]) for pair in parsed["pairs"]] == ferry
    assert parsed["title"] == "The ferry"


def test_stored_text_cannot_steer_the_terminal(harvester, page, ferry):
    (harvester.folder / "page.html").write_text(page("The \x1b[31m ferry \u202e", *ferry))
    assert not {"\x1b", "\u202e"} & set(harvester("parse", "page.html").stdout)


def test_a_file_name_that_is_not_utf8(process, page, ferry, tmp_path):
    name = os.fsdecode(b"caf\xe9.html")
    (tmp_path / name).write_text(page("The ferry", *ferry))
    shown = process("parse", tmp_path / name, tmp_path / f"{name}.gz", "--format", "jsonl")
    stdout, stderr = shown.communicate()
    assert shown.returncode == 6
    assert json.loads(stdout)["title"] == "The ferry"
    assert len(stderr.splitlines()) == 1


def test_a_fault_in_the_parser_costs_one_file(harvester, page, ferry, monkeypatch):
    read = steps.document_of

    def failing(received):
        if b"first.html" in received.body:
            raise ZeroDivisionError("by zero")
        return read(received)

    monkeypatch.setattr(steps, "document_of", failing)
    for name in ("first.html", "second.html"):
        harvester.folder.joinpath(name).write_text(page(name, *ferry))
    result = harvester("parse", "first.html", "second.html", "--format", "jsonl", code=6)
    [problem] = result.stderr.splitlines()
    said = "harvester: first.html: the parser failed: ZeroDivisionError: by zero (harvester/reading/steps.py:"
    assert problem.startswith(said)
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == ["second.html"]
