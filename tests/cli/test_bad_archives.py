"""Archives that cannot be used: a sentence, the documented exit code, and the file left as it was."""

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from harvester.archive import engine
from harvester.archive.connection import FORMER_SCHEMA, SCHEMA_VERSION, sqlite_is_safe
from harvester.errors import ExitCode

READERS = {
    "list": ["list"],
    "show": ["show", "https://news.example/"],
    "log": ["log"],
    "diff": ["diff", "https://news.example/"],
    "status": ["status"],
    "doctor": ["doctor"],
}
WRITERS = {
    "run": ["run"],
    "add": ["add", "https://news.example/"],
    "rebuild": ["rebuild"],
}
VERBS = READERS | WRITERS

CAP_DAC_OVERRIDE = 1  # linux/capability.h
PR_CAPBSET_DROP = 24  # linux/prctl.h


def text(path):
    path.write_text("Dear diary, today the ferry did not sail.")


def garbage(path):
    path.write_bytes(path.read_bytes()[:16] + b"\xa5" * 20_000)


def cut(path):
    path.write_bytes(path.read_bytes()[:5_000])


def foreign(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE recipe (name TEXT)")
        conn.commit()


def former(path):
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version = {FORMER_SCHEMA}")


def later(path):
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


# What it shows: (what is done to the file of a good archive, exit code, words of the message).
SPOILT = {
    "a text": (text, ExitCode.DAMAGED, "is not a SQLite file"),
    "garbage after the header": (garbage, ExitCode.DAMAGED, ""),
    "cut short": (cut, ExitCode.DAMAGED, "malformed"),
    "of another program": (foreign, ExitCode.DAMAGED, "not an archive of harvester"),
    "of a former harvester": (former, ExitCode.DAMAGED, "make a new archive"),
    "of a later harvester": (later, ExitCode.DAMAGED, "Upgrade harvester"),
}


@pytest.mark.parametrize("arguments", VERBS.values(), ids=VERBS)
@pytest.mark.parametrize(("spoil", "code", "words"), SPOILT.values(), ids=SPOILT)
def test_spoilt(archive, spoil, code, words, arguments):
    path = archive.folder / "harvester.db"
    spoil(path)
    before = path.read_bytes()
    refused = archive(*arguments, code=code)
    assert_one_sentence(refused, words, "harvester.db")
    assert path.read_bytes() == before


def assert_one_sentence(result, *words):
    [line] = [line for line in result.stderr.splitlines() if "sites cannot reach you" not in line]
    assert line.startswith("harvester: ")
    for each in words:
        assert each in line


@pytest.mark.parametrize("arguments", READERS.values(), ids=READERS)
def test_empty(archive, arguments):
    (archive.folder / "harvester.db").write_bytes(b"")
    assert_one_sentence(archive(*arguments, code=ExitCode.DAMAGED), "the file is empty", "harvester init")


@pytest.mark.parametrize("arguments", VERBS.values(), ids=VERBS)
def test_a_directory(harvester, arguments):
    Path("folder").mkdir()
    refused = harvester(*arguments, "--archive", "folder", code=ExitCode.USAGE)
    assert_one_sentence(refused, "folder: is a directory")


WITHOUT_ADD = {verb: arguments for verb, arguments in VERBS.items() if verb != "add"}


@pytest.mark.parametrize("arguments", WITHOUT_ADD.values(), ids=WITHOUT_ADD)
def test_missing(harvester, arguments):
    refused = harvester(*arguments, "--archive", "missing.db", code=ExitCode.USAGE)
    assert_one_sentence(refused, "missing.db: there is no such archive", "harvester init")
    assert not [*Path().iterdir()]


def test_no_folder_for_it(harvester):
    refused = harvester("add", "https://news.example/", "-a", "no/such/a.db", code=ExitCode.USAGE)
    assert_one_sentence(refused, "no/such/a.db: there is no folder no/such")


def test_settings_that_are_missing(archive, monkeypatch):
    archive.settings.unlink()
    for arguments in VERBS.values():
        refused = archive(*arguments, "--config", "missing.toml", code=ExitCode.USAGE)
        assert "'missing.toml' does not exist" in refused.stderr
    monkeypatch.setenv("HARVESTER_CONFIG", "missing.toml")
    assert "'missing.toml' does not exist" in archive("list", code=ExitCode.USAGE).stderr
    monkeypatch.delenv("HARVESTER_CONFIG")
    archive("list")  # without any, the defaults


def test_settings_that_are_wrong(archive):
    archive.settings.write_text("[fetch]\ndelya = 2\n")
    for arguments in VERBS.values():
        refused = archive(*arguments, code=ExitCode.USAGE)
        assert_one_sentence(refused, "harvester.toml: fetch: delya: is not a setting", "Known are delay")


NO_ARTICLE = {
    "a URL that is not followed": "https://news.example/other",
    "too few digits": "abc",
    "digits of no article": "0123456789abcdef",
    "SQL": "' OR 1=1 --",
}


@pytest.mark.parametrize("article", NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_no_such_article(followed, article):
    for verb in ("show", "diff", "log"):
        refused = followed(verb, article, code=ExitCode.USAGE)
        assert_one_sentence(refused, "names no article", "harvester list")


NO_VERSION = {
    "show": (["show", "--version", "2"], "has no version 2"),
    "diff": (["diff", "1", "2"], "has no version 2"),
    "the only one": (["diff"], "one version only"),
}


@pytest.mark.parametrize(("arguments", "words"), NO_VERSION.values(), ids=NO_VERSION)
def test_no_such_version(followed, arguments, words):
    verb, *rest = arguments
    assert_one_sentence(followed(verb, followed.url, *rest, code=ExitCode.USAGE), words)


def obey_modes():
    """Have the process that starts now be bound by file modes, even as root."""
    if os.geteuid() == 0:
        failed = ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
        assert not failed, "root cannot be held to file modes here"


@contextmanager
def read_only(folder):
    """Have nothing in the folder be writable, to whoever is bound by modes."""
    try:
        subprocess.run(["true"], preexec_fn=obey_modes, check=True)
    except subprocess.SubprocessError:
        pytest.skip("root cannot be held to file modes here")
    names = [folder, *folder.iterdir()]
    modes = [path.stat().st_mode for path in names]
    for path in reversed(names):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in zip(names, modes, strict=True):
            path.chmod(mode)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="capabilities are Linux's")
@pytest.mark.parametrize("arguments", WRITERS.values(), ids=WRITERS)
def test_read_only(followed, process, arguments):
    before = (followed.folder / "harvester.db").read_bytes()
    with read_only(followed.folder):
        refused = process(*arguments, preexec_fn=obey_modes)
        stdout, stderr = refused.communicate()
    assert (refused.returncode, stdout) == (ExitCode.UNWRITABLE, "")
    assert len(stderr.splitlines()) == 1
    assert "harvester.db" in stderr
    assert "change permissions" in stderr.lower()
    assert (followed.folder / "harvester.db").read_bytes() == before


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="capabilities are Linux's")
def test_a_read_only_archive_can_be_read(followed, process):
    shown = followed("show", followed.url).stdout
    with read_only(followed.folder):
        for verb, expected in ((["show", followed.url], shown), (["list"], None), (["log"], "")):
            reader = process(*verb, preexec_fn=obey_modes)
            stdout, _ = reader.communicate()
            assert reader.returncode == 0
            assert expected in {None, stdout}


def no_room():
    """Have the process that starts now be refused any file beyond 300 KB, as by a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


@pytest.fixture
def large(site, page, ferry, archive):
    """An archive that follows articles whose next editions do not compress."""
    for n in range(5):
        site.pages[f"/{n}"] = page(f"Ferry {n}", *ferry)
    archive("add", "--kind", "page", *(f"{site.url}/{n}" for n in range(5)))
    archive("run")
    for n in range(5):
        noise = os.urandom(100_000).hex()
        site.pages[f"/{n}"] = page(f"Ferry {n}, second edition <!-- {noise} -->", *ferry)
    return archive


def test_a_disk_that_is_full(large, process):
    before = large.derived()
    full = process("run", preexec_fn=no_room)
    stdout, stderr = full.communicate()
    assert (full.returncode, stdout) == (ExitCode.UNWRITABLE, "")
    assert stderr.splitlines()[-1].startswith("harvester: ")
    assert "What was stored before is kept" in stderr
    after = large.derived()
    grow = ("reading", "snapshot", "pair", "wording", "version", "standing", "change")
    assert all(row in after[table] for table in grow for row in before[table])
    assert "DAMAGED" not in large("doctor").stdout
    assert "5 ok" in large("run").stdout
    assert large.rows("SELECT count(*) FROM article JOIN version ON article_id = article.id WHERE n = 2") == [
        (5,)
    ]


@pytest.mark.usefixtures("large")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_that_also_holds_the_log(process):
    with Path("/dev/full").open("w") as log:
        full = process("run", preexec_fn=no_room, stdout=log, stderr=log)
        assert full.wait() == ExitCode.UNWRITABLE
        enough = process("run", stderr=log)
        assert "5 ok" in enough.communicate()[0]
        assert enough.returncode == 0


def no_larger(path):
    """Return what has the process that starts now write no file beyond the size of this one."""
    most = path.stat().st_size

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


@pytest.mark.skipif(
    not sqlite_is_safe(engine.sqlite3.sqlite_version_info), reason="this SQLite has no log that is safe"
)
def test_a_log_that_cannot_be_copied_into_the_file_stays_beside_it(site, page, ferry, archive, process):
    file, log = (archive.folder / f"harvester.db{end}" for end in ("", "-wal"))
    for noise, edition in ((1_000_000, "first"), (100_000, "second")):
        site.pages["/"] = page(f"Ferry, {edition} edition <!-- {os.urandom(noise).hex()} -->", *ferry)
        if edition == "first":
            archive("add", "--kind", "page", site.url)
            archive("run")
    full = process("run", preexec_fn=no_larger(file))
    _, stderr = full.communicate()
    assert full.returncode == 0
    assert stderr.splitlines()[-1] == (
        "harvester: harvester.db: its log could not be copied into the file (reading or writing the disk"
        " failed (disk I/O error)). Nothing is lost; keep harvester.db-wal beside it until a command that"
        " writes has copied it."
    )
    assert log.stat().st_size
    assert "second edition" in archive("show", site.url).stdout
    archive("run")
    assert not log.exists()


@pytest.mark.skipif(
    shutil.which("mount") is None or os.geteuid() != 0, reason="only root can mount a small disk"
)
def test_a_small_disk(large, tmp_path, process):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        for name in ("harvester.db", "harvester.toml"):
            shutil.copy(large.folder / name, disk)
        full = process("run", cwd=disk)
        stdout, stderr = full.communicate()
        assert (full.returncode, stdout) == (ExitCode.UNWRITABLE, ""), stderr
        assert "the disk is full" in stderr
        checked = process("doctor", cwd=disk)
        assert "DAMAGED" not in checked.communicate()[0]
    finally:
        subprocess.run(["umount", disk], check=True)


def test_init_on_something_else(harvester):
    Path("harvester.db").write_text("Dear diary")
    assert_one_sentence(
        harvester("init", "--contact", "a@b.example", code=ExitCode.DAMAGED), "not a SQLite file"
    )
    Path("file").write_text("")
    assert_one_sentence(harvester("init", "file", code=ExitCode.USAGE), "is not a folder")
    assert_one_sentence(harvester("init", "--contact", 'a"b', code=ExitCode.USAGE), "quote")


def test_init_keeps_what_is_there(archive):
    before = archive.settings.read_bytes()
    assert archive("init").stdout == "kept harvester.toml\nkept harvester.db\n"
    told = archive("init", "--contact", "ada@norra.example").stderr
    assert told.endswith("is kept as it is, so write the contact into it: ada@norra.example\n")
    assert archive.settings.read_bytes() == before


@pytest.mark.parametrize("name", ["harvester.db", "FAQ #1 of 100%?.db"])
def test_doctor_says_how_others_read_it_in_a_read_only_folder(followed, process, name):
    """SQLite itself cannot open a file in write-ahead mode there, unless it is told that nobody writes."""
    Path("harvester.db").rename(name)
    Path(f"{name}-wal").touch()  # an empty log has nothing to read
    uri = f"file:{quote(name)}?mode=ro&immutable=1"
    query = "execute('SELECT 1 FROM version').fetchone()"
    code = f"import sqlite3; print(sqlite3.connect({uri!r}, uri=True).{query})"
    with read_only(followed.folder):
        doctor = process("doctor", "--archive", name, preexec_fn=obey_modes)
        stdout, _ = doctor.communicate()
        stock = [sys.executable, "-c", code]
        read = subprocess.run(stock, capture_output=True, text=True, preexec_fn=obey_modes, check=False)
    assert doctor.returncode == 0
    assert "journal mode wal\n              its folder is read-only: other programs open it as " in stdout
    assert uri in stdout
    assert read.stdout == "(1,)\n"
    assert "its folder is read-only" not in followed("doctor", "--archive", name).stdout
