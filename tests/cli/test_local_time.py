"""Times in the zone of the machine, if somebody wants them so; data stays in UTC."""

import re
import time

import pytest


@pytest.fixture
def kathmandu(monkeypatch):
    """A zone that is no whole hours off, without summer time."""
    monkeypatch.setenv("TZ", "NPT-5:45")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("kathmandu")
def test_local_times(followed):
    [(began,)] = followed.rows(
        "SELECT strftime('%Y-%m-%d %H:%M', started_at, '+5 hours', '+45 minutes') FROM run"
    )
    [(utc,)] = followed.rows("SELECT strftime('%Y-%m-%d %H:%M', started_at) FROM run")
    assert f"last run: number 1, {began} local time, " in followed("--local-time", "status").stdout
    assert f"last run: number 1, {utc} UTC, " in followed("status").stdout  # and not from then on
    assert followed.printed("--local-time", "runs")[0]["started_at"].endswith("Z")


def test_by_the_environment(followed, monkeypatch):
    monkeypatch.setenv("HARVESTER_LOCAL_TIME", "1")
    assert re.search(r"last run: number 1, [-\d]+ [\d:]+ local time, ", followed("status").stdout)
