"""What calls runs: printed, installed and removed, by a crontab and a systemctl that only write down."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.errors import ConfigError
from harvester.harvest.timetable import Job, cron_line, units, with_job, without_job

CRONTAB = """\
#!/bin/sh
table="$HOME/table"
if [ "$1" = -l ]; then [ -f "$table" ] && cat "$table"; else cat > "$table"; fi
"""
SYSTEMCTL = """\
#!/bin/sh
echo "$@" >> "$HOME/systemctl"
"""


@pytest.fixture
def home(archive, tmp_path, monkeypatch):
    """A home with nothing in it, and the two programs on the path."""
    home = tmp_path / "home"
    programs = tmp_path / "bin"
    for folder in (home, programs):
        folder.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        programs.joinpath(name).write_text(text)
        programs.joinpath(name).chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    archive.home = home
    return archive


def job(path, every_s=3600):
    return Job((sys.executable, "-m", "harvester"), path, every_s)


def test_the_line_for_cron_works_by_itself(home):
    """A shell with cron's environment runs what stands behind the five fields."""
    line = home("schedule", "--with", "cron").stdout.strip()
    assert len(line.split()[:5]) == 5
    command = line.split(maxsplit=5)[5].replace("\\%", "%")
    env = {"HOME": "/", "PATH": "/usr/bin:/bin", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    subprocess.run(["/bin/sh", "-c", command], env=env, check=True, timeout=60)
    log = (home.folder / "harvester.log").read_text()
    assert "started" in log or "0 captures: nothing was due" in log


def test_a_crontab_keeps_the_other_lines(home):
    table = home.home / "table"
    table.write_text("MAILTO=ada@example.org\n5 4 * * * backup")  # no line end
    home("schedule", "install", "--with", "cron")
    home("schedule", "install", "--with", "cron", "--every", "6h")
    lines = table.read_text().splitlines()
    assert lines[:2] == ["MAILTO=ada@example.org", "5 4 * * * backup"]
    assert len(lines) == 4
    assert lines[3].split()[1] == "*/6"
    assert home("schedule", "remove", "--with", "cron").stdout == "removed from cron\n"
    assert table.read_text() == "MAILTO=ada@example.org\n5 4 * * * backup\n"
    assert "cron calls no run for " in home("schedule", "remove", "--with", "cron").stdout


def test_units_are_written_and_removed(home):
    told = home("schedule", "install", "--every", "30m")  # systemctl is there: systemd is the usual one
    files = [Path(line) for line in told.stdout.splitlines() if line.startswith("/")]
    assert sorted(each.suffix for each in files) == [".service", ".timer"]
    again = home("schedule", "install", "--every", "30m")
    assert again.stdout == told.stdout
    timer = next(each for each in files if each.suffix == ".timer")
    assert "OnUnitActiveSec=1800s\n" in timer.read_text()
    calls = (home.home / "systemctl").read_text().splitlines()
    assert calls == ["--user daemon-reload", f"--user enable --now {timer.name}"] * 2
    assert home("schedule", "remove").stdout == "removed from systemd\n"
    assert not any(each.exists() for each in files)
    assert "systemd calls no run for " in home("schedule", "remove").stdout


def test_what_systemctl_refuses_is_told(home, tmp_path):
    (tmp_path / "bin" / "systemctl").write_text("#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n")
    refused = home("schedule", "install", code=2)
    assert refused.stderr == "harvester: systemctl --user daemon-reload: failed: Failed to connect to bus.\n"


# What it shows: (seconds, the first five fields without the minute of this file).
TIMES = {
    "each minute": (60, "* * * * *"),
    "a quarter of an hour": (900, "*/15 * * * *"),
    "each hour": (3600, "M * * * *"),
    "six hours": (6 * 3600, "M */6 * * *"),
    "a day": (86_400, "M 3 * * *"),
}


@pytest.mark.parametrize(("every", "fields"), TIMES.values(), ids=TIMES)
def test_times_of_cron(tmp_path, every, fields):
    made = job(tmp_path / "harvester.toml", every)
    assert cron_line(made).startswith(fields.replace("M", str(made.minute)) + " cd ")


@pytest.mark.parametrize("every", [7 * 60, 5 * 3600, 7 * 86_400, 30, 90])
def test_times_that_cron_cannot_say(tmp_path, every):
    with pytest.raises(ConfigError, match="cron cannot say that"):
        cron_line(job(tmp_path / "harvester.toml", every))


ODD = ("a b", "100%", "it's", 'say "x"', "$HOME", "back\\slash", "café")


@pytest.mark.parametrize("name", ODD)
def test_odd_names_of_folders(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    line = cron_line(job(folder / "harvester.toml"))
    words = shlex.split(line.split(maxsplit=5)[5].replace("\\%", "%"))
    assert words[1] == str(folder)
    service = next(text for file, text in units(job(folder / "harvester.toml")).items() if "service" in file)
    assert f"WorkingDirectory={str(folder).replace('%', '%%')}\n" in service
    [start] = [each for each in service.splitlines() if each.startswith("ExecStart=")]
    unquoted = start.removeprefix("ExecStart=").replace("%%", "%").replace("$$", "$")
    assert shlex.split(unquoted.replace("$", "\\$"))[-1].replace("\\$", "$") == f"{folder}/harvester.toml"


def test_two_archives_have_a_line_each(tmp_path):
    one, two = (job(tmp_path / name / "harvester.toml") for name in "ab")
    both = with_job(with_job("", one), two)
    assert without_job(both, one) == with_job("", two)
    assert len({one.name, two.name}) == 2
