"""Messages on their way: each arrives once, what a target does not take waits, no secret is left."""

import hashlib
import hmac
import json
import re
import ssl
import sys
import threading
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from blue_sky import DID, PATHS, TOKEN, BlueSky
from chronicle import LATER
from listeners import MailServer, WebServer, served
from notice_desk import SECRET, to

from harvester.archive.columns import from_text, to_text
from harvester.archive.decisions import Voice
from harvester.archive.lock import notify_lock
from harvester.archive.notices import send_again
from harvester.config.access import IndirectValue
from harvester.config.notices import Notice
from harvester.errors import ArchiveLocked, ConfigError, ExitCode, NoticeUnsent
from harvester.harvest.takedown import capture_target, take_down
from harvester.notify.drawing import png
from harvester.notify.drawing_child import lacks_letters
from harvester.notify.sending import MOST_REFUSALS, Bound, send
from harvester.notify.trying import test as try_target
from harvester.notify.way import DeliveryRoute, without


def arrived(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def entries(path):
    return [each.text for each in ET.parse(path).iterfind(".//{*}entry/{*}id")]


def test_each_kind_of_target(desk, tmp_path, post, hook, all_kinds):
    notices, notify = all_kinds
    desk.shows(0)
    desk.notices(*notices, **notify)
    desk.shows(1, year=2032)
    assert {each.notice: (each.sent, each.waiting) for each in desk.send().values()} == {
        each.name: (1, 0) for each in notices
    }
    (mail,) = post.messages
    assert mail["To"] == "desk@news.example"
    assert "[-2031-]{+2032+}" in mail.get_body(("plain",)).get_content()
    assert "<ins" in mail.get_body(("html",)).get_content()
    by_path = {path: (headers, body) for path, headers, body in hook.got}
    headers, body = by_path["/hook/token-7"]
    signed = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    mac = hmac.new(b64decode(SECRET.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{b64encode(mac).decode()}"
    assert len(json.loads(body)["data"]["articles"][0]["changes"]) == 5
    assert "{+2032+}" in json.loads(by_path["/chat"][1])["message"]
    (called,) = arrived(tmp_path / "took")
    assert called["data"]["notice"] == "call"
    assert len(entries(tmp_path / "changes.atom")) == 5
    assert desk.send() == {}
    assert (len(post.got), len(hook.got)) == (1, 2)


def test_targets_that_are_down_hold_up_nobody_and_get_all_later(desk, tmp_path, all_kinds):
    notices, notify = all_kinds
    with served(MailServer()) as gone, served(WebServer()) as away:
        ports = gone.port, away.port
    notices = [
        replace(
            each,
            to=to("webhook", IndirectValue(f"http://127.0.0.1:{ports[1]}/"), secret=IndirectValue(SECRET)),
        )
        if each.name == "hook"
        else each
        for each in notices
    ]
    desk.shows(0)
    desk.notices(*notices, **{**notify, "mail_server": ("127.0.0.1", ports[0])})
    for hours in (1, 2):
        desk.shows(hours, year=2031 + hours)
        told = desk.send()
    assert {name: (each.sent, each.waiting) for name, each in told.items()} == {
        "mail": (0, 2), "hook": (0, 2), "file": (1, 0), "call": (1, 0), "chat": (1, 0),
    }  # fmt: skip
    assert told["mail"].exit_code is ExitCode.SOME_FAILED
    assert "the mail server cannot be used: Connection refused" in str(told["mail"].problem)
    assert re.search(r"notice 'hook': .* refused .*'harvester notify test hook'", str(told["hook"].problem))
    with served(MailServer(ports[0])) as gone, served(WebServer(ports[1])) as away:
        assert desk.send(is_by_hand=False).keys() == {"mail", "hook"}
        assert (gone.got, away.got) == ([], [])  # their time has not come
        desk.hours = 3
        assert {each.sent for each in desk.send().values()} == {2}
        assert (len(gone.got), len(away.got)) == (2, 2)
        assert len({headers["webhook-id"] for _, headers, _ in away.got}) == 2
    assert len(arrived(tmp_path / "took")) == 2


def test_a_target_is_tried_less_and_less_often(desk, hook):
    hook.server_close()
    desk.shows(0)
    desk.notices(
        Notice(
            "x", to("webhook", IndirectValue(f"http://127.0.0.1:{hook.port}/"), secret=IndirectValue(SECRET))
        )
    )
    desk.shows(1, year=2032)
    waits = []
    for _ in range(8):
        desk.send()
        wait = from_text(desk.chronicle.one("SELECT next_at FROM notice")) - desk.now()
        waits.append(round(wait.total_seconds() / 60, 2))
        desk.hours += waits[-1] / 60 + 0.001
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("kind", ["mail", "hook", "file", "call", "chat"])
def test_a_program_that_is_killed_while_a_target_has_a_message(desk, post, hook, all_kinds, kind):
    """What can be recognised by its id comes again with the same one; what cannot is left as unsure."""
    notices, notify = all_kinds
    notice = next(each for each in notices if each.name == kind)
    desk.shows(0)
    desk.notices(notice, **notify)
    desk.shows(1, year=2032)
    desk.send()
    desk.db.conn.execute("UPDATE notice_message SET state = 'sending', ended_at = ''")
    told = desk.send()[kind]
    if kind == "chat":
        assert (told.sent, told.unsure, desk.states("chat")) == (0, 1, ["unsure"])
        assert len(hook.got) == 1
    else:
        assert (told.sent, told.unsure, desk.states(kind)) == (1, 0, ["sent"])
    ids = {each["Message-ID"] for each in post.messages} | {each[1].get("webhook-id") for each in hook.got}
    assert len(ids) <= 1
    assert len(post.got) == (2 if kind == "mail" else 0)


def test_a_chat_that_answers_too_late_may_have_it(desk, hook):
    """It is not sent again by itself, because nobody could tell the second from the first."""
    answers = threading.Event()
    hook.on_message = lambda _: answers.wait(30)
    desk.shows(0)
    desk.notices(Notice("x", to("apprise", IndirectValue(f"json://127.0.0.1:{hook.port}/?rto=0.05"))))
    desk.shows(1, year=2032)
    told = desk.send()["x"]
    answers.set()
    assert (told.sent, told.unsure, desk.states()) == (0, 1, ["unsure"])
    assert "it gave no answer in time" in str(told.problem)
    assert send_again(desk.db, ["x"]) == 1
    desk.hours = 3
    assert desk.send()["x"].sent == 1


TLS = Path(__file__).parents[1] / "fetch" / "tls"
SECURED = {  # what the server offers, what the settings say, what is trusted; what is wrong
    "starttls": ("starttls", "starttls", "loopback", ""),
    "from the first byte": ("tls", "tls", "loopback", ""),
    "a certificate that nobody signed": ("starttls", "starttls", "elsewhere", "certificate"),
    "a server without TLS": ("none", "starttls", "loopback", "STARTTLS extension not supported by server"),
}


@pytest.mark.parametrize(("offered", "security", "trusted", "wrong"), SECURED.values(), ids=SECURED)
def test_a_password_goes_out_over_tls_only(desk, all_kinds, monkeypatch, offered, security, trusted, wrong):
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / f"{trusted}.pem"))
    monkeypatch.setenv("MAIL_PASSWORD", "pass-word-7")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "loopback.pem")
    server = MailServer(context=None if offered == "none" else context, starts_secure=offered == "tls")
    notice = Notice("x", to("email", ("desk@news.example",)))
    with served(server):
        desk.shows(0)
        secured = {
            "mail_security": security,
            "mail_user": "ada",
            "mail_password": IndirectValue(env="MAIL_PASSWORD"),
        }
        desk.notices(notice, **{**all_kinds[1], "mail_server": ("127.0.0.1", server.port), **secured})
        desk.shows(1, year=2032)
        told = desk.send()["x"]
    assert told.sent == (not wrong)
    assert wrong in str(told.problem or "")
    assert server.users == ([] if wrong else [(b"\0ada\0pass-word-7", True)])


REFUSING = {
    "the sender": ({"MAIL": "550 who are you"}, "the mail server refused the sender: 550 who are you"),
    "an address": ({"RCPT": "550 nobody here"}, "refused the address desk@news.example: 550 nobody here"),
    "for now": ({"DATA": "451 later"}, "451 later"),
    "at once": ({"EHLO": "500 no", "HELO": "500 no"}, "the mail server cannot be used: 500 no"),
}


@pytest.mark.parametrize(("refuses", "words"), REFUSING.values(), ids=REFUSING)
def test_a_mail_server_that_refuses(desk, post, all_kinds, refuses, words):
    notices, notify = all_kinds
    desk.shows(0)
    desk.notices(notices[0], **notify)
    desk.shows(1, year=2032)
    post.refuses = refuses
    told = desk.send()["mail"]
    assert (told.sent, told.waiting) == (0, 1)
    assert words in str(told.problem)
    post.refuses = {}
    desk.hours = 3
    assert desk.send()["mail"].sent == 1
    assert len(post.got) == 1


def test_one_message_that_is_refused_does_not_hold_up_others(desk, tmp_path):
    odd = tmp_path / "odd"
    script = f"grep -q 2032 && exit 7; echo >> {odd}"
    desk.shows(0)
    desk.notices(Notice("x", to("command", ("sh", "-c", script))))
    for hours in (1, 2, 3):
        desk.shows(hours, year=2030 + 2 * hours)
    told = desk.send()["x"]
    assert (told.sent, told.waiting) == (1, 2)  # both sides of a change have the year
    assert "the command ended with exit code 7" in str(told.problem)
    assert desk.chronicle.one("SELECT tries FROM notice") == 0


def test_a_target_that_refuses_all_is_left_alone(desk):
    desk.shows(0)
    desk.notices(Notice("x", to("command", ("false",))))
    for number in range(MOST_REFUSALS + 2):
        desk.shows(1 + number, year=2032 + number)
    desk.send()
    tries = [row[0] for row in desk.chronicle.all("SELECT tries FROM notice_message ORDER BY id")]
    assert tries == [1] * MOST_REFUSALS + [0, 0]
    assert desk.chronicle.one("SELECT tries FROM notice") == 1


def test_a_run_spends_little_time_on_notices(desk):
    desk.shows(0)
    desk.notices(Notice("x", to("command", ("true",))))
    for number in range(3):
        desk.shows(1 + number, year=2032 + number)
    assert desk.send(seconds=-1.0)["x"].waiting == 3
    assert desk.send()["x"].sent == 3


def test_two_programs_do_not_send_the_same(desk, feed):
    desk.notices(feed)
    with notify_lock(desk.path), pytest.raises(ArchiveLocked):
        next(send(desk.db, desk.settings, desk.now, Bound()))


WRONG = {
    "no such variable": (to("apprise", IndirectValue(env="NO_SUCH")), "the environment has no NO_SUCH"),
    "no URL of Apprise": (
        to("apprise", IndirectValue("nothing://tok-en-7")),
        "the value is not a URL of Apprise",
    ),
    "no program": (to("command", ("no-such-program",)), "there is no program no-such-program"),
    "no address": (
        to("webhook", IndirectValue("hook/tok-en-7"), secret=IndirectValue(SECRET)),
        "the value is not an address",
    ),
    "no secret": (
        to("webhook", IndirectValue("http://a.example/"), secret=IndirectValue("tok-en-7")),
        "begin with whsec_",
    ),
}


@pytest.mark.parametrize(("target", "words"), WRONG.values(), ids=WRONG)
def test_settings_that_cannot_be(desk, target, words):
    desk.shows(0)
    desk.notices(Notice("x", target))
    desk.shows(1, year=2032)
    told = desk.send()["x"]
    assert isinstance(told.problem, ConfigError)
    assert words in str(told.problem)
    assert "tok-en-7" not in str(told.problem)
    assert told.exit_code is ExitCode.USAGE
    with pytest.raises(ConfigError, match=words):
        try_target(desk.db.conn, DeliveryRoute(desk.settings.notices[0], desk.settings, desk.now))


@pytest.mark.parametrize(("library", "extra"), [("apprise", "notify"), ("resvg_py", "pictures")])
def test_without_the_extra(desk, monkeypatch, library, extra):
    monkeypatch.setitem(sys.modules, library, None)
    desk.notices(Notice("x", to("apprise", IndirectValue("json://127.0.0.1/")), picture=True))
    with pytest.raises(ConfigError, match=rf"pip install 'harvester\[{extra}\]'"):
        try_target(desk.db.conn, DeliveryRoute(desk.settings.notices[0], desk.settings, desk.now))


def test_addresses_that_are_not_public_are_not_asked(desk):
    desk.notices(
        Notice("x", to("webhook", IndirectValue("http://127.0.0.1:1/"), secret=IndirectValue(SECRET)))
    )
    way = DeliveryRoute(desk.settings.notices[0], replace(desk.settings, allow_net=()), desk.now)
    with pytest.raises(NoticeUnsent, match="Only public web servers are asked"):
        try_target(desk.db.conn, way)


def test_no_secret_is_stored_or_said(desk, hook, all_kinds, monkeypatch):
    """Targets that fail say why, and neither the archive nor any message has what the settings hide."""
    notices, notify = all_kinds
    monkeypatch.setenv("MAIL_PASSWORD", "pass-word-7")
    desk.shows(0)
    password = {"mail_user": "ada", "mail_password": IndirectValue(env="MAIL_PASSWORD")}
    desk.notices(*notices, **{**notify, **password})
    desk.shows(1, year=2032)
    hook.status = 500
    told = desk.send()
    assert {name for name, each in told.items() if each.problem} == {"mail", "hook", "chat"}
    said = " ".join(str(each.problem) for each in told.values())
    desk.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = desk.path.read_bytes()
    for secret in ("pass-word-7", "token-7", SECRET, b64encode(b"pass-word-7").decode(), "json://"):
        assert secret not in said
        assert secret.encode() not in stored
    assert "it answered 500" in str(told["chat"].problem)
    assert "the server answered 500" in str(told["hook"].problem)


def test_words_without_secrets():
    words = "a.example/hook/tok-en-7?key=se.cret failed\n twice: tok-en-7, se.cret."
    said = without(words, ("/hook/tok-en-7", "key=se.cret"))
    assert said == "a.examplewithheld?withheld failed twice: withheld, withheld"


def test_posts_are_short_and_few(desk, hook, monkeypatch):
    """A service that posts in public gets a short text, and few of them an hour."""
    monkeypatch.setattr("harvester.notify.sending.MOST_POSTS", 2)
    desk.shows(0)
    desk.notices(Notice("x", to("apprise", IndirectValue(f"mastodon://token@127.0.0.1:{hook.port}"))))
    for number in range(3):
        desk.shows(0.1 + number / 10, year=2032 + number)
    assert (desk.send()["x"].sent, len(hook.got)) == (2, 2)
    assert desk.send()["x"].waiting == 1
    desk.hours = 2
    assert desk.send()["x"].sent == 1
    posts = [json.loads(body)["status"] for *_, body in hook.got]
    assert len({*posts}) == len(posts) == 3
    assert all(len(post) <= 280 and "{+203" in post for post in posts)


@pytest.fixture(scope="module")
def drawn():
    """The PNG of a letter, on a machine that has a font."""
    found = png(
        '<svg xmlns="http://www.w3.org/2000/svg"><text y="20" font-family="sans-serif">a</text></svg>'
    )
    if found is None:
        pytest.skip("this machine has no font with Latin letters")
    return found


def test_a_picture_goes_with_a_post_and_says_its_words(desk, hook, drawn):
    assert drawn.startswith(b"\x89PNG")
    desk.shows(0)
    hook.answer = b'{"id": "7"}'
    target = to("apprise", IndirectValue(f"mastodon://token@127.0.0.1:{hook.port}"))
    desk.notices(Notice("x", target, picture=True))
    desk.shows(1, year=2032)
    assert desk.send()["x"].sent == 1
    (_, _, media), (_, _, post) = hook.got
    described = media.partition(b"description")[2].partition(b"--")[0].decode()
    assert "What happens to the ferry?" in described
    assert "until May [-2031-]{+2032+}." in described
    assert described.rstrip().endswith("(picture.png)")
    assert b"\x89PNG" in media
    assert json.loads(post)["media_ids"] == ["7"]


@pytest.fixture
def blue_sky(monkeypatch):
    with served(BlueSky()) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
            monkeypatch.delenv(name.lower(), raising=False)
        yield server


def test_a_post_reaches_bluesky(desk, blue_sky, drawn):
    """Name, directory, session, picture, post: Apprise as it is, and each host on loopback."""
    assert drawn
    desk.shows(0)
    desk.notices(Notice("x", to("apprise", IndirectValue("bluesky://norra@pass-word-7")), picture=True))
    desk.shows(1, year=2032)
    assert desk.send()["x"].sent == 1
    assert [place for place, *_ in blue_sky.got] == [*PATHS]
    (_, asked, *_), _, (*_, login), (*_, token, image), (*_, post) = blue_sky.got
    assert (asked, token) == ("handle=norra.bsky.social", f"Bearer {TOKEN}")
    assert json.loads(login) == {"identifier": DID, "password": "pass-word-7"}
    assert image.startswith(b"\x89PNG")
    record = json.loads(post)["record"]
    (shown,) = record["embed"]["images"]
    assert (len(record["text"]) <= 280, "{+203" in record["text"]) == (True, True)
    assert shown["image"] == {"$type": "blob", "ref": {"$link": "b7"}}
    assert "until May [-2031-]{+2032+}." in shown["alt"]


def test_what_bluesky_refuses_waits(desk, blue_sky):
    blue_sky.refused = ("/xrpc/com.atproto.server.createSession",)
    desk.shows(0)
    desk.notices(Notice("x", to("apprise", IndirectValue("bluesky://norra@pass-word-7"))))
    desk.shows(1, year=2032)
    told = desk.send()["x"]
    assert (told.sent, told.waiting) == (0, 1)
    assert "it answered 401" in str(told.problem)
    assert "pass-word-7" not in str(told.problem)


LACKED = {
    "nothing": ("Warning (in usvg::text:197): Fallback from Liberation Sans to DejaVu Sans.", False),
    "a letter": ("Warning (in usvg::text): No fonts with a ข/U+0E02 character were found.", True),
    "a symbol": ("Warning (in usvg::text): No fonts with a 😀/U+1F600 character were found.", False),
    "all fonts": ("Warning (in usvg::text:143): No match for 'sans-serif' font-family.", True),
}


@pytest.mark.parametrize(("told", "expected"), LACKED.values(), ids=LACKED)
def test_a_picture_without_fonts_is_not_drawn(told, expected):
    assert lacks_letters(told) is expected


def test_a_page_that_is_no_picture_gives_none():
    assert png("<svg") is None


def test_a_takedown_counts_for_what_waits(desk, tmp_path):
    notice = Notice("x", to("atom", tmp_path / "a.atom"), how="daily")
    desk.shows(0)
    desk.notices(notice)
    capture = desk.shows(1, year=2032)
    desk.send()
    target = capture_target(desk.db.conn, capture)
    take_down(desk.chronicle.deriving, target, Voice("ada", LATER, "a court said so"))
    assert b"until May 2032" not in desk.path.read_bytes()
    desk.hours = 13
    desk.send()
    assert (tmp_path / "a.atom").read_text().count("<entry>") == 0


def test_the_feed_has_each_once_and_the_newest_first(desk, feed, tmp_path):
    desk.shows(0)
    desk.notices(feed)
    for hours in (1, 2, 3):
        desk.shows(hours, year=2031 + hours)
        desk.send()
    found = entries(tmp_path / "changes.atom")
    assert (len(found), len({*found})) == (15, 15)
    body = (tmp_path / "changes.atom").read_text()
    places = [body.index(f"{year}&lt;/ins&gt;") for year in (2034, 2033, 2032)]
    assert places == sorted(places)
    assert ET.fromstring(body).findtext("{*}updated") == to_text(desk.now())


def test_a_feed_has_what_came_in_two_days_and_some_before(desk, feed, tmp_path, monkeypatch):
    monkeypatch.setattr("harvester.notify.files.LEAST", 2)
    desk.shows(0)
    desk.notices(feed)
    found = []
    for hours in (1, 2, 3, 10, 90):
        desk.shows(hours, year=2031 + hours)
        desk.send()
        found.append(len(entries(tmp_path / "changes.atom")) // 5)
    assert found == [1, 2, 3, 4, 3]


def test_a_feed_that_cannot_be_written(desk):
    desk.shows(0)
    desk.notices(Notice("x", to("atom", desk.folder / "none" / "a.atom")))
    desk.shows(1, year=2032)
    told = desk.send()["x"]
    assert (told.waiting, told.exit_code) == (1, ExitCode.SOME_FAILED)
    assert "a.atom was not written: there is no folder " in str(told.problem)
