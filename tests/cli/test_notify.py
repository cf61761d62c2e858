"""Notices as a user meets them: set up in harvester.toml, sent by a run, tried and looked at by hand."""

from contextlib import closing
from functools import partial

import pytest

from harvester.archive.writing import open_archive
from harvester.cli.options import settings_of
from harvester.cli.progress import Showing
from harvester.cli.run import RunOptions, run_forever
from harvester.errors import ExitCode

SETTINGS = """\
contact = "archive@tests.example"

[fetch]
delay = 0.0
"""

NOTICES = """
[[notice]]
name = "feed"
to = { atom = "changes.atom" }

[[notice]]
name = "all figures"
to = { command = ["sh", "-c", "exit 3"] }
classes = ["number"]
"""


@pytest.fixture
def told(site, page, ferry, followed):
    """The archive after a run that found an edit, with two notices one of which fails."""
    followed.settings.write_text(SETTINGS + NOTICES)
    ferry[0] = (ferry[0][0], ferry[0][1].replace("35 parts", "36 parts"))
    site.pages["/ferry"] = page("The island's ferry", *ferry)
    followed.done = followed("run", "--all")
    return followed


def test_a_run_tells_what_it_finds_and_fails_for_no_target(told):
    assert told.done.exit_code == ExitCode.DONE
    assert "told      1 of notice 'feed'" in told.done.stderr
    assert "unsent    notice 'all figures': the command ended with exit code 3." in told.done.stderr
    assert "'harvester notify test 'all figures''" in told.done.stderr
    assert "<ins" in (told.folder / "changes.atom").read_text().replace("&lt;", "<")
    states = {row["notice"]: (row["state"], row["items"]) for row in told.printed("notify", "log")}
    assert states == {"feed": ("sent", 1), "all figures": ("waiting", 1)}


class Enough(Exception):
    """Nobody waits any longer."""


def test_a_service_sends_what_waits_between_two_runs(told, capsys):
    """The first look of a service is a run. Nothing is due then, and what waits goes out all the same."""
    told.settings.write_text(SETTINGS + NOTICES.replace("exit 3", "exit 0"))
    looks = []

    def wait(_):
        looks.append(told.rows("SELECT count(*) FROM run")[0][0])
        if len(looks) == 2:
            raise Enough
        with closing(open_archive(told.folder / "harvester.db")) as db:
            db.conn.execute("UPDATE due SET next_at = '9999'")
            db.conn.execute("UPDATE notice_message SET next_at = '', state = 'waiting', ended_at = ''")

    load = partial(settings_of, told.settings, ())
    with pytest.raises(Enough):
        run_forever(load, RunOptions(Showing(has_bar=False, is_log=True)), wait)
    assert looks[0] == looks[1]
    assert "told      1 of notice 'feed'" in capsys.readouterr().err
    assert told.printed("notify", "log", "--state", "waiting") == []


def test_sending_by_hand(told):
    done = told("notify", "send", code=ExitCode.SOME_FAILED)
    assert done.stdout == "notice all figures: 0 messages sent, 1 waiting\n"
    told.settings.write_text(SETTINGS + NOTICES.replace("exit 3", "exit 0"))
    done = told("notify", "send", "all figures")
    assert (done.exit_code, done.stdout) == (0, "notice all figures: 1 message sent\n")
    done = told("notify", "send")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing waits to be sent.\n")
    assert "sent    all figures  1 item" in told("notify", "log", "all figures", "--state", "sent").stdout


def test_the_past_is_sent_if_that_is_asked_for(told):
    told.settings.write_text(SETTINGS + NOTICES.replace('"feed"', '"another"'))
    assert told("notify", "send", "another").stdout == ""
    assert (
        told("notify", "send", "another", "--since", "2020-01-01").stdout
        == "notice another: 1 message sent\n"
    )
    assert told("notify", "send", "another", "--since", "2020-01-01").stdout == ""


TRIED = {
    "a file": ("feed", NOTICES, 0, "notice feed: The file was written."),
    "a command that fails": ("all figures", NOTICES, 1, "the command ended with exit code 3"),
    "no such notice": (
        "mail",
        NOTICES,
        2,
        "mail: is not the name of a notice. Known are feed, 'all figures'.",
    ),
    "no notice at all": ("mail", "", 2, "has no [[notice]]"),
    "a program that is not there": (
        "feed", NOTICES.replace('atom = "changes.atom"', 'command = ["no-such-program"]'), 2,
        "there is no program no-such-program. Install it, or give its path.",
    ),
    "a variable that is not set": (
        "feed", NOTICES.replace('atom = "changes.atom"', 'apprise = { env = "NO_SUCH" }'), 2,
        "notice 'feed': to: apprise: the environment has no NO_SUCH. Set it, or export it.",
    ),
    "a server that is not there": (
        "feed",
        NOTICES.replace('atom = "changes.atom"', 'email = "a@b.example"')
        + '[notify]\nmail_server = "127.0.0.1:1"\nmail_from = "c@d.example"',
        1,
        "the mail server cannot be used: Connection refused",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "notices", "code", "words"), TRIED.values(), ids=TRIED)
def test_trying_a_target(archive, name, notices, code, words):
    archive.settings.write_text(SETTINGS + notices)
    done = archive("notify", "test", name, code=code)
    assert len((done.stdout + done.stderr).splitlines()) == 1
    assert words in done.stdout + done.stderr


def test_a_preview(told):
    shown = told("notify", "preview", "all figures").stdout
    assert "[-35-]{+36+} parts" in shown
    assert told("notify", "preview", "all figures", "--format", "html").stdout.startswith("<!DOCTYPE html>")
    told.settings.write_text(SETTINGS + NOTICES.replace('"number"', '"negation"'))
    assert (
        told("notify", "preview", "all figures").stderr == "Nothing in the archive matches this notice yet.\n"
    )


def test_settings_that_stop_a_run_before_it_asks(archive):
    archive.settings.write_text(SETTINGS + NOTICES.replace("classes", 'warnings = ["no_rain"]\nclasses'))
    assert "'no_rain' is not a warning" in archive("config", "check", code=ExitCode.USAGE).stderr
    done = archive("run", code=ExitCode.USAGE)
    assert "notice 'all figures': warnings: 'no_rain' is not a warning." in done.stderr
