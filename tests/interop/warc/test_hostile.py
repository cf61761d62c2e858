"""Web archives that are cut, flipped or made to exhaust a reader: what comes out is in bounds."""

import io
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard

from harvester.errors import BadInput
from harvester.interop.warc import unpacking
from harvester.interop.warc.messages import response_of
from harvester.interop.warc.reading import records
from harvester.interop.warc.record import RefusedRecord, WarcRecord

sys.path.insert(0, str(Path(__file__).parent))
from made import arc, filedesc, frames, http, members, warc

CHANCE = random.Random(5)
PARTS = [warc(http(CHANCE.randbytes(n)), WARC_Record_ID=f"<urn:{n}>") for n in (0, 700, 1500, 900, 300)]
ARCS = [filedesc(), *(arc(http(CHANCE.randbytes(n))) for n in (0, 700, 900))]
FILES = {
    "plain": b"".join(PARTS),
    "gzip": members(*PARTS),
    "one gzip member": members(b"".join(PARTS)),
    "zstd": frames(*PARTS),
    "ARC": b"".join(ARCS),
    "ARC in gzip": members(*ARCS),
}


def read(data):
    """The items of a file, none where it is not a web archive."""
    found = []
    with suppress(BadInput):
        found.extend(records(io.BytesIO(data), "x"))
    for item in found:
        if isinstance(item, WarcRecord):
            response_of(item.block)
        elif isinstance(item, RefusedRecord):
            assert item.length >= 0
            assert item.reason.endswith(".")
    return found


def blocks(found):
    return [item.block for item in found if isinstance(item, WarcRecord) and not item.is_cut]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_at_any_byte(name):
    data = FILES[name]
    assert len(data) < 6_000
    whole = blocks(read(data))
    assert len(whole) >= 4
    before = 0
    for end in range(0, len(data), 1 if name == "plain" else 7):
        found = blocks(read(data[:end]))
        assert found == whole[: len(found)]
        assert len(found) >= before  # what came before the cut is not lost
        before = len(found)


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_flipped_bits(name, pytestconfig):
    data, chance = FILES[name], random.Random(7)
    whole = blocks(read(data))
    for _ in range(pytestconfig.getoption("flips") // len(FILES)):
        broken = bytearray(data)
        broken[chance.randrange(4, len(data))] ^= 1 << chance.randrange(8)  # not what tells the packing
        found = blocks(read(bytes(broken)))
        if name in {
            "gzip",
            "zstd",
            "ARC in gzip",
        }:  # checksums tell: all that is read is right, one is missing
            assert len(whole) - len(found) <= 1
            assert set(found) <= set(whole)


BOMB = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n"


def test_a_bomb_is_not_read_on(monkeypatch):
    monkeypatch.setattr(unpacking, "BOMB_SIZE", 4 << 20)
    bomb = zstandard.compress(BOMB + bytes(64 << 20))
    assert len(bomb) < 10_000
    [refused] = records(io.BytesIO(bomb), "x", most=1 << 20)
    assert refused.reason.endswith("; the rest is not read.")


IN_BOUNDS = """
import zstandard
from harvester.interop.warc.reading import records
SIZE = 300 << 20
HEAD = b"WARC/1.1\\r\\nWARC-Type: response\\r\\nContent-Length: %d\\r\\n\\r\\n"

class Stream:
    "A record of SIZE bytes and a small one, packed piece by piece."
    def __init__(self, packer):
        self.packer, self.left = packer, SIZE
        self.ready = packer.compress(HEAD % SIZE)
    def read(self, size):
        while len(self.ready) < size and self.left:
            piece = min(self.left, 1 << 20)
            self.left -= piece
            self.ready += self.packer.compress(bytes(piece))
            if not self.left:
                self.ready += self.packer.compress(b"\\r\\n\\r\\n" + HEAD % 3 + b"abc") + self.packer.flush()
        given, self.ready = self.ready[:size], self.ready[size:]
        return given

class Plain:
    def compress(self, data):
        return data
    def flush(self):
        return b""

for packer in (Plain(), zstandard.ZstdCompressor().compressobj()):
    found = [item for item in records(Stream(packer), "x") if hasattr(item, "block")]
    assert [(item.found, len(item.block)) for item in found] == [(SIZE, 1 << 20), (3, 3)], found
with open("/proc/self/status") as status:  # ru_maxrss counts the process that started this one, too
    print(next(line for line in status if line.startswith("VmHWM:")).split()[1])
"""

MAX_MEMORY = 150
"""MiB that a process may have at most while it reads a record of 300 MiB; 50 are the program's own."""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_a_record_of_300_mib_takes_little_memory():
    done = subprocess.run(
        [sys.executable, "-c", IN_BOUNDS], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) // 1024 <= MAX_MEMORY
