"""``harvester verify`` as a user calls it."""

import json
from contextlib import closing

from harvester.archive.connection import connect


def test_a_whole_archive(followed):
    done = followed("verify")
    assert "ok            payloads" in done.stdout
    assert "harvester: no damage found" in done.stderr
    head = followed.printed("status")["head"]["head"]
    assert head in done.stdout
    assert f"head {head}: " in followed("verify", "--against", head).stdout
    assert "no manifest has it" in followed("verify", "--against", "0" * 64, code=5).stdout
    assert "64 hexadecimal digits" in followed("verify", "--against", "1", code=2).stderr


def test_damage_and_repair(followed):
    with closing(connect(followed.folder / "harvester.db", "rw")) as conn:
        conn.execute("UPDATE wording SET answer = answer || '!' WHERE n = 1")
    found = followed("verify", code=5)
    assert "DAMAGED       history" in found.stdout
    assert "none in the evidence. 'harvester verify --repair'" in found.stderr
    assert "no damage found" in followed("verify", "--repair").stderr
    assert followed("verify").exit_code == 0


def test_a_proof(followed):
    [(key,)] = followed.rows("SELECT lower(hex(key)) FROM capture LIMIT 1")
    given = json.loads(followed("verify", "--prove", key).stdout)
    assert given["holds"]
    assert given["index"] < given["size"]
    assert f"head {given['head']}: " in followed("verify", "--against", given["head"]).stdout
    assert "names no capture" in followed("verify", "--prove", "0" * 12, code=2).stderr
