"""Letters to a command: JSON on its standard input. It has taken a letter if it ends with exit code 0."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import which

from harvester.errors import ConfigError
from harvester.notify.letters import Letter
from harvester.notify.payload import payload
from harvester.notify.way import Begin, Deliver, DeliveryRoute

MOST_S = 30.0
"""A command gets this many seconds; then it is killed, with what it started."""


@contextmanager
def command(way: DeliveryRoute) -> Iterator[Deliver]:
    """Find the command. It is called without a shell, and finds the id of the letter in its environment."""
    program, *arguments = way.notice.to.command
    path = which(program)
    if path is None:
        raise ConfigError(
            f"{way.where}: to: command", f"there is no program {program}", "Install it, or give its path."
        )

    def deliver(letter: Letter, begin: Begin) -> None:
        named = {"HARVESTER_NOTICE": letter.notice, "HARVESTER_MESSAGE": letter.key}
        body = payload(letter)
        begin()
        try:
            code = _called([path, *arguments], body, os.environ | named)
        except subprocess.TimeoutExpired as error:
            raise way.unsent(f"the command did not end within {MOST_S:.0f} s") from error
        except OSError as error:
            raise way.unsent(f"the command cannot be started: {error.strerror}") from error
        if code:
            raise way.unsent(f"the command ended with exit code {code}", is_refusal=True)

    yield deliver


def _called(words: list[str], body: bytes, environment: dict[str, str]) -> int:
    """Return the exit code of a program that reads the body; it is killed with its children if it is late."""
    with subprocess.Popen(  # noqa: S603  the archivist's own words, without a shell
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as program:
        try:
            program.communicate(body, MOST_S)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            raise
        return program.returncode
