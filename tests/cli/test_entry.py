"""The program as the shell sees it: how it starts, what it says of itself, where its output goes."""

import importlib
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from harvester import __version__
from harvester.cli import VERBS, cli
from harvester.errors import ExitCode

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_version(process, harvester):
    shown = process("--version")
    assert shown.communicate() == (f"harvester {__version__}\n", "")
    assert shown.returncode == 0
    assert harvester("--version").stdout == f"harvester {__version__}\n"


HELP = {"--help": ["--help"], "-h": ["-h"], "of a verb": ["run", "-h"], "of another": ["diff", "--help"]}


@pytest.mark.parametrize("arguments", HELP.values(), ids=HELP)
def test_help(harvester, arguments):
    shown = harvester(*arguments)
    assert shown.stdout.startswith("Usage: ")
    assert shown.stderr == ""
    assert all(len(line) <= 100 for line in shown.stdout.splitlines())


def test_help_breaks_no_line_inside_of_an_option():
    for verb in VERBS:
        command = cli.get_command(click.Context(cli), verb)
        for width in range(50, 100, 7):
            context = command.context_class(command, info_name=verb, terminal_width=width)
            lines = [line.rstrip() for line in command.get_help(context).splitlines()]
            assert [line for line in lines if re.search(r"(?:^|[ (`\"])--$|--[a-z]+-$", line)] == []


def test_the_program_calls_itself_as_its_user_does(process):
    for arguments, usage in ((["-h"], "harvester [OPTIONS]"), (["run", "-h"], "harvester run [OPTIONS]")):
        assert process(*arguments).communicate()[0].startswith(f"Usage: {usage}")


def test_no_verb_shows_the_help(process):
    shown = process()
    stdout, stderr = shown.communicate()
    assert shown.returncode == 2
    assert "Commands:" in stdout + stderr
    assert all(verb in stdout + stderr for verb in VERBS)


# What it shows: (arguments, words of the message).
MISUSE = {
    "an unknown verb": (["harvest"], "No such command 'harvest'"),
    "a verb that is misspelt": (["lst"], "No such command 'lst'. Did you mean 'list'?"),
    "an unknown option": (["list", "--formt", "json"], "No such option"),
    "an unknown format": (["list", "--format", "yaml"], "'text', 'json', 'jsonl', 'csv'"),
    "no URL": (["add"], "Missing argument"),
    "an unknown kind": (["add", "https://news.example/", "--kind", "rss"], "'feed'"),
    "no pace": (["add", "https://news.example/", "--every", "often"], "is not a duration"),
    "an endless pace": (["add", "https://news.example/", "--every", "9" * 30 + "w"], "is not a duration"),
    "version 0": (["show", "x", "--version", "0"], "0 is not in the range"),
    "HTML of rows": (["parse", "x", "--format", "html"], "goes with --explain"),
}


@pytest.mark.parametrize(("arguments", "words"), MISUSE.values(), ids=MISUSE)
def test_misuse(harvester, arguments, words):
    misused = harvester(*arguments, code=ExitCode.USAGE)
    assert misused.stdout == ""
    assert words in misused.stderr


def test_misuse_of_the_process(process):
    misused = process("harvest")
    stdout, stderr = misused.communicate()
    assert (misused.returncode, stdout) == (ExitCode.USAGE, "")
    assert "No such command 'harvest'" in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_a_place_among_the_commands(verb):
    command = importlib.import_module(f"harvester.cli.{verb}").command
    assert isinstance(command, click.Command)
    assert command.help
    text = (REFERENCE / "commands.md").read_text("utf-8")
    assert f"harvester {verb}" in text, f"commands.md does not speak of harvester {verb}"


def test_the_list_of_verbs_says_what_their_help_says(harvester):
    """A verb's line in the list shares a word of substance with the first sentence of its help."""
    listed = harvester("--help").stdout
    for verb, line in VERBS.items():
        assert re.search(rf"^  {verb} +\S", listed, re.MULTILINE)
        said = cli.get_command(click.Context(cli), verb).help.splitlines()[0]
        stems = [{word[:4].lower() for word in re.findall(r"\w{4,}", text)} for text in (line, said)]
        assert stems[0] & stems[1], f"{verb}: {line!r} and {said!r}"


def test_exit_codes_are_documented(harvester):
    codes = {str(int(code)) for code in ExitCode}
    listed = harvester("--help").stdout.partition("Exit codes:")[2].partition("Options:")[0]
    assert set(re.findall(r"\b\d+\b", listed)) == codes
    table = re.findall(r"^\| ([\d, ]+) \|", (REFERENCE / "exit-codes.md").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"\d+", " ".join(table))) == codes


def test_nobody_reads_on(followed, process):
    """As with ``harvester log | head -1``: no traceback."""
    for verb in (["show", followed.url], ["list", "--format", "csv"], ["status", "--format", "json"]):
        unread = process(*verb)
        unread.stdout.close()
        assert unread.stderr.read() == ""
        unread.wait()


@pytest.mark.usefixtures("followed")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_the_disk_takes_no_more_output(process):
    with Path("/dev/full").open("w") as full:
        stopped = process("list", stdout=full)
        _, stderr = stopped.communicate()
    assert stderr == "harvester: the output cannot be written: No space left on device\n"
    assert stopped.returncode == ExitCode.SOME_FAILED


@pytest.mark.usefixtures("followed")
def test_closed_streams(tmp_path):
    """As ``harvester list >&- 2>&-``: nobody listens, nothing breaks."""
    for verb in ("list --format csv", "status", "run", "show nothing"):
        command = f"exec {sys.executable} -m harvester {verb} >&- 2>&-"
        assert subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False).returncode in {
            0,
            ExitCode.USAGE,
        }
    with closing(sqlite3.connect("harvester.db")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_terminal_that_has_not_every_character(site, page, ferry, followed, process, monkeypatch):
    site.pages["/ferry"] = page("L'île aux \N{SHIP}", *ferry)
    followed("run")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    shown = process("list", encoding="latin-1")
    stdout, stderr = shown.communicate()
    assert (shown.returncode, stderr) == (0, "")
    assert "L'île aux \\U0001f6a2" in stdout


def test_pandas_costs_no_start(process, tmp_path, monkeypatch):
    """sqlite-utils imports it if it is there; the program keeps it away."""
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "pandas.py").write_text("raise SystemExit('pandas was imported')")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'frames'}:{Path(__file__).parents[2]}")
    started = process("init", tmp_path / "new", "--contact", "a@b.example")
    started.communicate()
    assert started.returncode == 0


@pytest.mark.parametrize(
    ("typed", "number", "completed"),
    [("harvester po", 1, "plain,politeness"), ("harvester log --min", 2, "plain,--min-significance")],
)
def test_a_shell_completes_verbs_and_options(typed, number, completed, monkeypatch, process):
    monkeypatch.setenv("_HARVESTER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(number))
    assert process().communicate()[0] == f"{completed}\n"


def test_the_lists_of_verbs_are_whole_sentences():
    for verb in VERBS:
        command = cli.get_command(click.Context(cli), verb)
        shown = command.get_help(command.context_class(command, info_name=verb, terminal_width=80))
        assert "..." not in shown.partition("\nCommands:\n")[2], verb
