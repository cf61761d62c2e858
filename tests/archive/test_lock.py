"""One run at a time, and none for ever."""

import os
import signal
import subprocess
import sys

import pytest

from harvester.archive.lock import run_lock
from harvester.errors import ArchiveLocked, ArchiveUnwritable

HOLD = """
import sys, time
from pathlib import Path
from harvester.archive.lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_refused_at_once(path):
    with run_lock(path), pytest.raises(ArchiveLocked), run_lock(path):
        pass
    with run_lock(path):
        pass


def test_a_killed_run_holds_nothing(path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(ArchiveLocked), run_lock(path):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with run_lock(path):
        pass


def test_the_folder_must_be_there(tmp_path):
    with pytest.raises(ArchiveUnwritable), run_lock(tmp_path / "missing" / "tarvel.db"):
        pass
