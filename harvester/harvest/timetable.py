"""What calls a run again and again, as text: a line of a crontab, or a service and a timer of systemd."""

import shlex
from pathlib import Path
from typing import NamedTuple

from harvester.errors import ConfigError
from harvester.text import digest_key

MINUTE, HOUR, DAY = 60, 3600, 86_400

LOG = "harvester.log"
"""What a crontab's runs say goes to this file beside harvester.toml; systemd has a journal for it."""

MARK = "# Made by 'harvester schedule' for "
"""The line before ours in a crontab, by which it is found again."""

DONE = (1, 3)
"""Exit codes that are not failures of a service: some URLs failed, as `status` tells; another run goes on."""


class Job(NamedTuple):
    """A run that is called again and again.

    program: the words that start the program, with full paths. config: full path of its harvester.toml.
    """

    program: tuple[str, ...]
    config: Path
    every_s: int

    @property
    def command(self) -> tuple[str, ...]:
        """Return the words of the command."""
        return (*self.program, "run", "--config", str(self.config))

    @property
    def name(self) -> str:
        """Return a name for units, one for each harvester.toml."""
        return f"harvester-{digest_key(str(self.config)).hex()[:8]}"

    @property
    def minute(self) -> int:
        """Return the minute of the hour at which cron begins: not all the world asks at full hours."""
        return digest_key(str(self.config))[0] % 60


def cron_line(job: Job) -> str:
    """Return the line of a crontab. Raises ConfigError for a time that cron cannot say."""
    folder = shlex.quote(str(job.config.parent))
    words = f"cd {folder} && {shlex.join(job.command)} >> {LOG} 2>&1"
    escaped = words.replace("%", r"\%")  # crontab(5): % is a line break
    return f"{_times(job)} {escaped}"


def _times(job: Job) -> str:
    """Return the first five fields (crontab(5))."""
    every = job.every_s
    if every == DAY:
        return f"{job.minute} 3 * * *"
    if every % HOUR == 0 and every < DAY and DAY % every == 0:
        hours = "*" if every == HOUR else f"*/{every // HOUR}"
        return f"{job.minute} {hours} * * *"
    if every % MINUTE == 0 and every < HOUR and HOUR % every == 0:
        return f"*/{every // MINUTE} * * * *" if every > MINUTE else "* * * * *"
    raise ConfigError(
        "--every", "cron cannot say that", "Give a part of an hour or of a day: 15m, 1h, 6h, 1d."
    )


def with_job(crontab: str, job: Job) -> str:
    """Return the crontab with our line, in the place of the one that it may have."""
    kept = without_job(crontab, job)
    end = "" if not kept or kept.endswith("\n") else "\n"
    return f"{kept}{end}{MARK}{job.config}\n{cron_line(job)}\n"


def without_job(crontab: str, job: Job) -> str:
    """Return the crontab without our line; all others stay as they are."""
    lines = crontab.splitlines(keepends=True)
    ours = {n for n, line in enumerate(lines) if line.rstrip("\n") == f"{MARK}{job.config}"}
    return "".join(line for n, line in enumerate(lines) if n not in ours and n - 1 not in ours)


def units(job: Job) -> dict[str, str]:
    """Return {file name: text} of the service and its timer (systemd.service(5), systemd.timer(5))."""
    said = _specifiers(str(job.config))
    service = f"""\
[Unit]
Description=Harvester: captures what is due for {said}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_specifiers(str(job.config.parent))}
ExecStart={" ".join(map(_quoted, job.command))}
SuccessExitStatus={" ".join(map(str, DONE))}
Nice=10
"""
    timer = f"""\
[Unit]
Description=Harvester: calls runs for {said}

[Timer]
OnActiveSec=1min
OnUnitActiveSec={job.every_s}s
AccuracySec=1min

[Install]
WantedBy=timers.target
"""
    return {f"{job.name}.service": service, f"{job.name}.timer": timer}


def _quoted(word: str) -> str:
    """Return a word of a command line as systemd.service(5) quotes it."""
    text = _specifiers(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{text}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")
