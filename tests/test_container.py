"""The files for containers: what they copy exists, what they call is a command. No image is built here."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from harvester.cli import cli

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
JOINED = DOCKERFILE.replace("\\\n", " ")
INSTRUCTIONS = [line.split(maxsplit=1) for line in JOINED.splitlines() if line and not line.startswith("#")]
KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


def values(name):
    return [value for instruction, value in INSTRUCTIONS if instruction == name]


def test_each_line_is_an_instruction():
    assert {instruction for instruction, _ in INSTRUCTIONS} == KNOWN


def test_what_is_copied_exists_and_is_not_ignored():
    seen = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [word for value in values("COPY") if "--from" not in value for word in value.split()[:-1]]
    assert copied
    for path in copied:
        assert (ROOT / path).exists()
        assert path.removeprefix("./") in seen


def test_it_does_not_run_as_root():
    assert values("USER")[-1] not in {"root", "0"}
    made = re.search(r"useradd .* (\w+)", JOINED)
    assert made[1] == values("USER")[-1]


def test_the_extras_exist():
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    for extras in re.findall(r"\[([a-z,]+)\]'", DOCKERFILE):
        for extra in extras.split(","):
            assert re.search(rf"(?m)^{extra} = \[", project)


CALLS = [
    *(json.loads(value) for value in values("CMD")),
    json.loads(values("HEALTHCHECK")[0].split("CMD", 1)[1])[1:],
    *(json.loads(found) for found in re.findall(r"command: (\[.*\])", COMPOSE)),
    *(shlex.split(found) for found in re.findall(r"(?m)^# docker.* harvester (\w.*)$", COMPOSE + DOCKERFILE)),
]


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_what_is_called_is_a_command(words):
    verb = cli.get_command(click.Context(cli), words[0])
    verb.make_context(words[0], words[1:], parent=click.Context(cli))


def test_what_is_written_is_on_a_volume():
    volume = values("VOLUME")[0]
    assert values("WORKDIR")[-1] == volume
    assert f":{volume}\n" in COMPOSE
