"""Installing and removing what calls runs: files of systemd, or a line of the user's crontab."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from harvester.errors import ConfigError
from harvester.harvest.timetable import Job, units, with_job, without_job

PATIENCE_S = 60.0
"""crontab and systemctl get this long to answer."""

SYSTEM_UNITS = Path("/etc/systemd/system")


class Scheduler(StrEnum):
    """What calls runs."""

    SYSTEMD = "systemd"
    CRON = "cron"


def usual() -> Scheduler:
    """Return what this machine has: systemd if it has both."""
    return Scheduler.SYSTEMD if shutil.which("systemctl") else Scheduler.CRON


def install(job: Job, scheduler: Scheduler, *, for_all: bool) -> tuple[Path, ...]:
    """Have runs called from now on; return the files that were written. It may be repeated.

    for_all: units of the system, which needs root, and not of the user. Raises ConfigError if that fails.
    """
    if scheduler is Scheduler.CRON:
        _change_crontab(with_job(_crontab(), job))
        return ()
    folder = _unit_folder(for_all=for_all)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units(job).items():
            folder.joinpath(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(str(folder), f"cannot be written: {error.strerror}") from error
    _systemctl("daemon-reload", for_all=for_all)
    _systemctl("enable", "--now", f"{job.name}.timer", for_all=for_all)
    return tuple(folder / name for name in units(job))


def remove(job: Job, scheduler: Scheduler, *, for_all: bool) -> bool:
    """Have no more runs called; return whether any were. Raises ConfigError if that fails."""
    if scheduler is Scheduler.CRON:
        before = _crontab()
        if (after := without_job(before, job)) == before:
            return False
        _change_crontab(after)
        return True
    files = [_unit_folder(for_all=for_all) / name for name in units(job)]
    if not any(file.exists() for file in files):
        return False
    _systemctl("disable", "--now", f"{job.name}.timer", for_all=for_all)
    for file in files:
        file.unlink(missing_ok=True)
    _systemctl("daemon-reload", for_all=for_all)
    return True


def _unit_folder(*, for_all: bool) -> Path:
    """Return where units are found (systemd.unit(5))."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return SYSTEM_UNITS if for_all else home / "systemd" / "user"


def _systemctl(*words: str, for_all: bool) -> None:
    _call(["systemctl", *([] if for_all else ["--user"]), *words])


def _crontab() -> str:
    """Return the user's crontab; nothing if there is none, for which crontab ends with an error."""
    found = _run_program(["crontab", "-l"])
    return found.stdout if found.returncode == 0 else ""


def _change_crontab(text: str) -> None:
    _call(["crontab", "-"], text)


def _call(words: list[str], text: str = "") -> None:
    found = _run_program(words, text)
    if found.returncode:
        said = " ".join(found.stderr.split()) or f"exit code {found.returncode}"
        raise ConfigError(" ".join(words), f"failed: {said}")


def _run_program(words: Iterable[str], text: str = "") -> subprocess.CompletedProcess[str]:
    program, *others = words
    path = shutil.which(program)
    if path is None:
        raise ConfigError(program, "is not on this machine", "Choose the other one with --with.")
    try:
        return subprocess.run(  # noqa: S603  a program of the system, and words of ours
            [path, *others], input=text, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError(program, f"gave no answer: {error}") from error
