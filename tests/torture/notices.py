"""Notices sent by a program that is killed, to targets that are down for a while: what arrives how often.

Half of the kills come at any moment, the others at the worst one: when a target has a message and the program
does not know it yet.
"""

import base64
import json
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from chronicle import THINGS, Chronicle, edition, exchange
from crowds import PATIENCE_S
from cuts import sound
from findings import Finding
from forks import warm
from listeners import MailServer, WebServer, served

from harvester.archive.notices import begin
from harvester.cli import main
from harvester.config import load
from harvester.view.atom import urn

NAMES = ("mail", "hook", "file", "call", "chat")
AGAIN = ("mail", "hook", "call")
"""These targets see the id of a message, and may get it twice."""

WORST = ("anywhere", "chat", "anywhere", "call", "anywhere", "mail", "anywhere", "hook")
"""Where the kills come, in turn: anywhere, or while that target has a message."""

SETTINGS = """
contact = "a@tests.example"
[fetch]
allow_net = ["127.0.0.1"]
[notify]
mail_server = "127.0.0.1:{mail}"
mail_from = "archive@norra.example"
[[notice]]
name = "mail"
to = {{ email = "desk@norra.example" }}
[[notice]]
name = "hook"
to = {{ webhook = "http://127.0.0.1:{hook}/hook", secret = {{ file = "secret" }} }}
[[notice]]
name = "file"
to = {{ atom = "changes.atom" }}
[[notice]]
name = "call"
to = {{ command = ["sh", "-c", "cat >> took; echo >> took; if rm armed; then kill -9 $PPID; fi"] }}
[[notice]]
name = "chat"
to = {{ apprise = "json://127.0.0.1:{chat}/chat" }}
"""


def send_there(folder: Path) -> None:
    """Be ``harvester notify send`` in the folder, with its messages in a file there."""
    os.chdir(folder)
    log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for handle in (1, 2):
        os.dup2(log, handle)
    Path("ready").touch()
    sys.argv = ["harvester", "notify", "send"]
    main()


@dataclass
class Targets:
    """The targets that are up. armed: which of them kills the sender when it has a message."""

    folder: Path
    ports: dict
    got: dict = field(default_factory=lambda: {"mail": [], "hook": [], "chat": []})
    armed: str = ""
    pid: int = 0
    entries: set = field(default_factory=set)
    twice_in_a_file: int = 0

    def struck(self, name):
        if self.armed == name:
            self.armed = ""
            os.kill(self.pid, signal.SIGKILL)

    def open(self, name):
        if name == "mail":
            server = MailServer(self.ports[name], self.got[name])
            server.on_message = lambda: self.struck(name)
        else:
            server = WebServer(self.ports[name], self.got[name])
            server.on_message = lambda _: self.struck(name)
        return served(server)

    def look_at_the_file(self):
        """Read the feed as a reader does that comes now and then."""
        path = self.folder / "changes.atom"
        if path.exists():
            ids = [each.text for each in ET.parse(path).iterfind(".//{*}entry/{*}id")]
            self.twice_in_a_file += len(ids) - len({*ids})
            self.entries.update(ids)

    def keys(self, name):
        """The ids of the messages that arrived, as often as they did."""
        if name == "call":
            lines = (self.folder / "took").read_text("utf-8").splitlines()
            return [json.loads(line)["data"]["message"] for line in lines if line]
        if name == "hook":
            return [headers["webhook-id"].removeprefix("msg_") for _, headers, _ in self.got[name]]
        bodies = self.got[name] if name == "mail" else [body for *_, body in self.got[name]]
        return [re.search(rb"Message(?:-ID: <| )([0-9a-f-]{36})", each)[1].decode() for each in bodies]


def killed(process, targets, rng, where):
    """Kill a sender at a random moment, or let a target do it; return whether it was killed."""
    targets.pid, targets.armed = process.pid, where if where in targets.got else ""
    if where == "call":
        (targets.folder / "armed").touch()
    if where == "anywhere":
        until = time.monotonic() + PATIENCE_S
        while not (targets.folder / "ready").exists() and time.monotonic() < until:
            time.sleep(0.002)
        process.join(rng.uniform(0.0, 1.2))
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE_S)
    targets.armed = ""
    (targets.folder / "armed").unlink(missing_ok=True)
    (targets.folder / "ready").unlink(missing_ok=True)
    code = process.exitcode
    process.close()
    return code == -signal.SIGKILL


def run(changes: int, kills: int, folder: Path):
    """Have so many changes told to five targets, two of which are down for the first half of the kills."""
    with ExitStack() as free:
        ports = {name: free.enter_context(served(WebServer())).port for name in ("mail", "hook", "chat")}
    (folder / "secret").write_text("whsec_" + base64.b64encode(b"x" * 32).decode(), "utf-8")
    settings = folder / "harvester.toml"
    settings.write_text(SETTINGS.format(**ports), "utf-8")
    targets = Targets(folder, ports)
    with closing(Chronicle(folder / "harvester.db")) as archive:
        begin(archive.db, [each.name for each in load(settings).notices], archive.deriving.now())
        struck, code = beaten(archive, targets, changes // kills, kills)
        finding = judged(archive, targets, struck, code)
    if found := sound(folder / "harvester.db"):
        finding = finding._replace(wrong=(*finding.wrong, found))
    yield finding


def beaten(archive, targets, changes, kills):
    """Let the history grow and senders be killed in turn; return the kills, and the last exit code."""
    rng, struck, forks = random.Random(2031), Counter(), warm()

    def sender():
        process = forks.Process(target=send_there, args=(targets.folder,))
        process.start()
        return process

    with ExitStack() as up:
        up.enter_context(targets.open("chat"))
        for number in range(kills):
            is_late = number >= kills // 2
            if number == kills // 2:
                for name in ("mail", "hook"):
                    up.enter_context(targets.open(name))
            grow(archive, number, changes)
            where = WORST[number % len(WORST)]
            where = where if is_late or where in {"chat", "call"} else "anywhere"
            struck[where] += killed(sender(), targets, rng, where)
            targets.look_at_the_file()
        last = sender()
        last.join(20 * PATIENCE_S)
        targets.look_at_the_file()
    return struck, last.exitcode


def grow(archive, number, changes):
    """Have articles be seen in a further edition, which edits ten answers of each."""
    for step in range(-(-changes // len(THINGS))):
        url, at = f"https://norra.example/{number % 20}/{step}", number // 20
        if not at:
            archive.add(exchange(url, 0, edition(THINGS)))
        archive.add(exchange(url, 1 + at, edition(THINGS, 2040 + at)))


def judged(archive, targets, struck, code):
    """Hold what arrived against what the archive has."""
    changes = {row[0] for row in archive.all("SELECT id FROM change")}
    told = archive.all("SELECT key, about, state FROM notice_message JOIN notice_item ON message_id = id")
    about = {}
    for key, change, _ in told:
        about.setdefault(key, set()).add(change)
    unsure = {key for key, _, state in told if state == "unsure"}
    wrong = [f"the last sender ended with {code}"] if code else []
    wrong += [f"{targets.twice_in_a_file} entries stand twice in the feed"] * (targets.twice_in_a_file > 0)
    if targets.entries != {urn("change", each) for each in changes}:
        wrong.append(f"{len(targets.entries)} of {len(changes)} changes were seen in the feed")
    twice = {}
    for name in (*AGAIN, "chat"):
        keys = Counter(targets.keys(name))
        twice[name] = keys.total() - len(keys)
        arrived = Counter(change for key in keys for change in about.get(key, ()))
        missing = changes - {*arrived}
        if keys.keys() - about.keys():
            wrong.append(f"{name}: messages came that nobody sent")
        if any(times > 1 for times in arrived.values()):
            wrong.append(f"{name}: changes came in two messages")
        perhaps = {change for key in unsure for change in about[key]} if name == "chat" else set()
        if missing - perhaps:
            wrong.append(f"{name}: {len(missing - perhaps)} changes are lost")
    if twice["chat"]:
        wrong.append(f"chat: {twice['chat']} messages came twice")
    came = len(unsure & {*targets.keys("chat")})
    return Finding(
        "notices, with kills", len(changes), "changes", tuple(wrong), noted(twice, (unsure, came), struck)
    )


def noted(twice, unsure, struck):
    """Say how many kills there were, and what came of them."""
    (found, came), again = unsure, sum(twice[name] for name in AGAIN)
    worst = sum(struck[name] for name in AGAIN)
    return (
        f"{struck.total()} kills, {struck['anywhere']} of them at any moment: after those, {again - worst}"
        f" messages came twice and {len(found) - struck['chat']} are unsure; after the others, {worst} and"
        f" {struck['chat']}. {came} of the unsure had arrived."
    )
