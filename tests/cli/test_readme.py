"""What the README and the pages show works: their settings load, their SQL runs, their verbs exist."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from harvester.cli import VERBS
from harvester.cli.log import command
from harvester.config import problems
from harvester.history.state import EventKind

ROOT = Path(__file__).parents[2]
ARCHIVE = (ROOT / "docs" / "reference" / "archive.md").read_text("utf-8")
COMMANDS = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WORDS = "\n".join(path.read_text("utf-8") for path in PAGES)


def shown(language):
    return re.findall(rf"```{language}\n(.*?)```", WORDS, re.DOTALL)


@pytest.mark.parametrize("text", shown("toml"))
def test_settings_load(tmp_path, text):
    path = tmp_path / "harvester.toml"
    path.write_text(text)
    assert problems(path) == []


STATED = """<script type="application/ld+json">
{"@type": "Question", "name": "Why is the dam's ferry away?", "acceptedAnswer": {"text": "Nobody says so."}}
</script>"""


def test_sql_runs(followed, site, page, ferry):
    """Each query of docs/reference/archive.md finds the one row that it is about; the others run."""
    ferry[0] = (
        "Why is the dam's ferry away?",
        "Its engine failed, and 35 <a href='/decree'>parts</a> were ordered.",
    )
    site.pages["/ferry"] = page("The island's ferry", *ferry).replace("</head>", f"{STATED}</head>")
    followed("run")
    ferry[0] = (ferry[0][0], ferry[0][1].replace("35", "53"))
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    followed("run")
    asked = [each.strip() for block in shown("sql") for each in block.split(";")[:-1]]
    found = {sql: len(followed.rows(sql)) for sql in asked}
    assert len(found) > 10
    assert [sql for sql, rows in found.items() if sql in ARCHIVE and rows != 1] == []


def test_every_verb_has_its_row():
    assert list(dict.fromkeys(re.findall(r"^\| `harvester ([a-z]+)", COMMANDS, re.MULTILINE))) == list(VERBS)


def test_verbs_exist():
    assert set(re.findall(r"^harvester ([a-z]+)", "\n".join(shown("sh")), re.MULTILINE)) <= set(VERBS)
    assert set(re.findall(r"`harvester ([a-z]+)", WORDS)) <= set(VERBS)


def test_the_help_of_log_names_every_event():
    words = " ".join((command.help or "").split())
    assert [each for each in EventKind if each not in words] == []


def test_the_index_is_found_by_itself(followed):
    with closing(sqlite3.connect(followed.folder / "harvester.db")) as conn:
        wording = Database(conn).table("wording")
        assert wording.detect_fts() == "wording_search"
        assert len(list(wording.search("ferry"))) == 1
