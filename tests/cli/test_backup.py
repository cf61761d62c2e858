"""``harvester backup``: what it says, and that its copy works like the archive."""

import re

import pytest

from harvester.errors import ExitCode


def test_the_copy_is_an_archive(followed):
    made = followed("backup", "copy.db")
    size = (followed.folder / "copy.db").stat().st_size
    assert (made.stdout, made.stderr) == (f"copy.db: {size:,} bytes, checked\n", "")
    assert followed("list", "--archive", "copy.db").stdout == followed("list").stdout
    assert "DAMAGED" not in followed("doctor", "--archive", "copy.db").stdout
    followed("run", "--archive", "copy.db")
    assert not (followed.folder / "copy.db.part").exists()


def test_a_file_is_replaced_when_asked(followed):
    followed("backup", "copy.db")
    before = (followed.folder / "copy.db").read_bytes()
    followed("add", "--kind", "page", f"{followed.url}/2")
    refused = followed("backup", "copy.db", code=ExitCode.USAGE)
    assert refused.stderr == "harvester: copy.db: exists already. Name another file, or use --force.\n"
    assert (followed.folder / "copy.db").read_bytes() == before
    followed("backup", "copy.db", "--force")
    assert followed("list", "--archive", "copy.db").stdout == followed("list").stdout


@pytest.mark.parametrize(("mode", "of_copy"), [(0o444, 0o644), (0o640, 0o640), (0o600, 0o600)])
def test_who_may_only_read_an_archive_can_write_a_copy(followed, mode, of_copy):
    (followed.folder / "harvester.db").chmod(mode)
    followed("backup", "copy.db")
    assert (followed.folder / "copy.db").stat().st_mode & 0o777 == of_copy


def test_a_terminal_shows_how_far_it_is(followed, monkeypatch):
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    shown = followed("backup", "copy.db").stderr
    assert re.search(r"pages .* ([1-9][0-9]*)/\1\b", shown)
