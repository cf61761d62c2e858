import re
from datetime import date
from ipaddress import ip_network
from pathlib import Path

import pytest

from harvester.config import TEMPLATE, Settings, SourceSettings, duration, load
from harvester.config.access import IndirectValue
from harvester.config.notices import Notice, NoticeTarget, Notify
from harvester.errors import ConfigError, ExitCode
from harvester.site_rule import SiteRule

GOOD = {
    "an empty file is all defaults": ("", {}),
    "numbers": ("[fetch]\ndelay = 0\nworkers = 3", {"delay_s": 0.0, "workers": 3}),
    "a source": (
        '[[source]]\nurl = "https://a.example/"\nevery = "6h"',
        {"sources": (SourceSettings("https://a.example/", every_s=21_600),)},
    ),
    "a listing": (
        '[[source]]\nurl = "http://a.example/"\nkind = "listing"\nlinks = "h3 a"',
        {"sources": (SourceSettings("http://a.example/", kind="listing", links="h3 a"),)},
    ),
}

GOOD["a time stamp"] = (
    'timestamp = "https://tsa.example/"\ntimestamp_root = "/tsa.pem"',
    {"timestamp": "https://tsa.example/", "timestamp_root": Path("/tsa.pem")},
)

GOOD["nets of one's own"] = (
    '[fetch]\nallow_net = ["10.1.0.0/16", "fd12::/16", "192.168.1.7"]',
    {"allow_net": tuple(map(ip_network, ("10.1.0.0/16", "fd12::/16", "192.168.1.7/32")))},
)

GOOD["what of a source is followed"] = (
    (
        '[[source]]\nurl = "https://a.example/"\ninclude = ["/faq/", "*.html$"]\nexclude = "/sport/"\n'
        'since = 2025-06-30\ndepth = 1\nlanguage = "pt-BR"'
    ),
    {
        "sources": (
            SourceSettings(
                "https://a.example/",
                include=("/faq/", "*.html$"),
                exclude=("/sport/",),
                since="2025-06-30",
                depth=1,
                language="pt-BR",
            ),
        )
    },
)
GOOD["a day in quotes"] = (
    '[[source]]\nurl = "https://a.example/"\nsince = "2025-06-30"',
    {"sources": (SourceSettings("https://a.example/", since="2025-06-30"),)},
)
GOOD["a source that is declared twice in the same way"] = (
    '[[source]]\nurl = "https://a.example/"\n' * 2,
    {"sources": (SourceSettings("https://a.example/"),)},
)
GOOD["a byte order mark"] = ("\ufeff[fetch]\nworkers = 3", {"workers": 3})

GOOD["a rule"] = (
    '[[rule]]\nhosts = ["A.example", "*.b.example"]\nquestion = "h3.q"\nvalid_until = 2025-06-30',
    {"rules": (SiteRule(("a.example", "*.b.example"), question="h3.q", valid_until=date(2025, 6, 30)),)},
)

GOOD["a host in its own script"] = (
    '[[rule]]\nhosts = ["Zürich.example", "*.例え.example"]\ndrop = "p:has(> b), i"',
    {"rules": (SiteRule(("xn--zrich-kva.example", "*.xn--r8jz45g.example"), drop="p:has(> b), i"),)},
)

GOOD["notices"] = (
    (
        '[notify]\npublic = "https://a.example/"\nzone = "Europe/Stockholm"\nmail_server = "[::1]:587"\n'
        'mail_from = "a@b.example"\n'
        '[[notice]]\nname = "a"\nto = { email = "c@d.example" }\nhow = "daily"\nevents = "all"\n'
        '[[notice]]\nname = "b"\nto = { webhook = { env = "HOOK" }, secret = { file = "/s" } }\n'
        'classes = ["number"]\nsearch = "dam"\nsignificance = 0.3'
    ),
    {
        "notify": Notify("https://a.example", "Europe/Stockholm", ("::1", 587), mail_from="a@b.example"),
        "notices": (
            Notice("a", NoticeTarget("email", ("c@d.example",)), "daily", events=("all",)),
            Notice(
                "b",
                NoticeTarget(
                    "webhook", webhook=IndirectValue(env="HOOK"), secret=IndirectValue(file=Path("/s"))
                ),
                classes=("number",),
                search="dam",
                significance=0.3,
            ),
        ),
    },
)

MAIL = '[[notice]]\nname = "a"\nto = { email = "c@d.example" }\n'
BAD = {
    "a notice without a name": ('[[notice]]\nto = { atom = "a" }', "notice 1: has no name. Give up to 60"),
    "a notice to nobody": ('[[notice]]\nname = "a"', "notice 1: has no to. Give one of { email"),
    "a notice to two": (
        '[[notice]]\nname = "a"\nto = { atom = "a", email = "tok-en@b.example" }',
        "notice 1: to: the value is not accepted. Give one of",
    ),
    "two notices of one name": (
        '[[notice]]\nname = "a"\nto = { atom = "a" }\n' * 2,
        "notice 2: name: 'a' is the name of notice 1, too. Give each notice a name of its own.",
    ),
    "a webhook without a scheme": (
        '[[notice]]\nname = "a"\nto = { webhook = "nonsense", secret = { env = "HOOK" } }',
        "its webhook is no http or https address without a password",
    ),
    "a webhook with a password": (
        '[[notice]]\nname = "a"\nto = { webhook = "https://a:b@c.example/", secret = { env = "HOOK" } }',
        "its webhook is no http or https address without a password",
    ),
    "a webhook that nobody can check": (
        '[[notice]]\nname = "a"\nto = { webhook = "https://a.example/" }',
        "a webhook needs a secret that signs its messages",
    ),
    "a secret in the open": (
        '[[notice]]\nname = "a"\nto = { webhook = "https://a.example/", secret = "whsec_AA" }',
        "notice 1: to: the value is not accepted",
    ),
    "a picture by mail": (
        MAIL.replace("[[notice]]", "[[notice]]\npicture = true"),
        "notice 1: picture: goes with messages to apprise only, and this notice goes to email",
    ),
    "mail from nobody": (MAIL, "notice 1: to: goes to e-mail, and mail_from in [notify] is not set"),
    "a user without a password": (
        f'{MAIL}[notify]\nmail_from = "a@b.example"\nmail_user = "ada"',
        "notify: mail_user and mail_password go together",
    ),
    "a password in the open": (
        f'{MAIL}[notify]\nmail_from = "a@b.example"\nmail_user = "ada"\nmail_password = {{ env = "P" }}',
        'a password would go out in the open. Give "starttls" or "tls".',
    ),
    "no zone": ('[notify]\nzone = "Mars/Olympus"', "notify: zone: 'Mars/Olympus' is not accepted"),
    "no port": ('[notify]\nmail_server = "mail.example"', "notify: mail_server: 'mail.example' is not"),
    "no event": (
        '[[notice]]\nname = "a"\nto = { atom = "a" }\nevents = ["rain"]',
        "notice 1: events: ['rain'] is not accepted. Give a list of them, or \"all\": gone, back",
    ),
    "two sources of one URL": (
        (
            '[[source]]\nurl = "https://a.example/"\nkind = "feed"\n'
            '[[source]]\nurl = "https://a.example/"\nkind = "sitemap"'
        ),
        "source 2: https://a.example/ is source 1 too, which says otherwise of it. Leave one of them out.",
    ),
    "no pattern": ('[[source]]\nurl = "https://a.example/"\ninclude = []', "Give parts of URLs"),
    "an empty pattern": (
        '[[source]]\nurl = "https://a.example/"\nexclude = ["/a", " "]',
        "Give parts of URLs",
    ),
    "no day": ('[[source]]\nurl = "https://a.example/"\nsince = "last year"', "Give a day without quotes"),
    "too deep": ('[[source]]\nurl = "https://a.example/"\ndepth = 6', "Give a whole number, 0 to 5."),
    "no language": ('[[source]]\nurl = "https://a.example/"\nlanguage = "French!"', "Give a language tag"),
    "limits of a page": (
        '[[source]]\nurl = "https://a.example/"\nkind = "page"\nsince = 2025-06-30',
        'source 1: since: does not go with kind = "page"',
    ),
    "a time stamp without a root": ('timestamp = "https://tsa.example/"', "goes with timestamp_root"),
    "a name that no host can have": (
        f'[[rule]]\nhosts = ["{"ü" * 70}.example"]\ndrop = "a"',
        "is not accepted: no host can have such a name. Give a list of hosts",
    ),
    "a rule for a port": ('[[rule]]\nhosts = ["a.example:80"]\ndrop = "a"', "without scheme, port or path"),
    "a pseudo-element": (
        '[[rule]]\nhosts = ["a.example"]\ndrop = "p::before"',
        "rule 1: drop: 'p::before' is not accepted: Pseudo-element found at position 1. Give a CSS selector",
    ),
    "a pseudo-class that only others know": (
        '[[rule]]\nhosts = ["a.example"]\ndrop = "p:contains(Ad)"',
        "':-soup-contains' should be used",
    ),
    "links that are no selector": (
        '[[source]]\nurl = "https://a.example/"\nkind = "listing"\nlinks = "h3["',
        "source 1: links: 'h3[' is not accepted",
    ),
    "a rule without hosts": ('[[rule]]\ncontent = "main"', "rule 1: has no hosts"),
    "a rule for a URL": ('[[rule]]\nhosts = ["https://a.example/"]\ndrop = "a"', "rule 1: hosts:"),
    "a rule for one host as text": ('[[rule]]\nhosts = "a.example"\ndrop = "a"', ': ["news.example"'),
    "a rule for no hosts": ('[[rule]]\nhosts = []\ndrop = "a"', "rule 1: hosts:"),
    "a rule that selects nothing": ('[[rule]]\nhosts = ["a.example"]', "rule 1: selects nothing"),
    "an answer without question": (
        '[[rule]]\nhosts = ["a.example"]\ncontent = "p"\nanswer = "p"',
        "rule 1: answer: goes with question only",
    ),
    "a bad selector": (
        '[[rule]]\nhosts = ["a.example"]\ndrop = "a"\n[[rule]]\nhosts = ["b.example"]\nquestion = "h3["',
        "rule 2: question: 'h3[' is not accepted: Malformed attribute selector at position 2. Give a CSS",
    ),
    "an empty selector": (
        '[[rule]]\nhosts = ["a.example"]\ndrop = ""',
        "rule 1: drop: '' is not accepted: Expected a selector",
    ),
    "a key no rule has": (
        '[[rule]]\nhosts = ["a.example"]\nquestions = "h3"',
        "rule 1: questions: is not a setting",
    ),
    "a day in quotes": (
        '[[rule]]\nhosts = ["a.example"]\ndrop = "a"\nvalid_until = "2025-06-30"',
        "Give a day without quotes",
    ),
    "a moment for a day": (
        '[[rule]]\nhosts = ["a.example"]\ndrop = "a"\nvalid_until = 2025-06-30T12:00:00Z',
        "Give a day without quotes",
    ),
    "rule as a table": ('[rule]\nhosts = ["a.example"]', "Write [[rule]]"),
    "not TOML names the line": ("archive = \nworkers = 1", "line 1"),
    "an unknown key lists the known ones": ('arhcive = "x"', "arhcive: is not a setting. Known are archive"),
    "an unknown key in a section": ("[fetch]\nspeed = 1", "fetch: speed: is not a setting"),
    "a bad duration": ('[[source]]\nurl = "https://a.example/"\nevery = "6 hours"', 'such as "6h"'),
    "a bad kind": ('[[source]]\nurl = "https://a.example/"\nkind = "rss"', "page, feed, sitemap"),
    "a source without url": ('[[source]]\nkind = "feed"', "source 1: has no url"),
    "a URL of another scheme": (
        '[[source]]\nurl = "ftp://a.example/"',
        "url: 'ftp://a.example/' is not accepted",
    ),
    "half an address": ('[[source]]\nurl = "http://[::1"', "url: 'http://[::1' is not accepted"),
    "no host": ('[[source]]\nurl = "https:///a"', "https:///a"),
    "a port that cannot be": ('[[source]]\nurl = "http://a.example:99999/"', "99999"),
    "links without listing": ('[[source]]\nurl = "https://a.example/"\nlinks = "a"', "listing"),
    "a net with bits of a host": (
        '[fetch]\nallow_net = ["10.1.2.3/16"]',
        "10.1.2.3/16 has host bits set. Give",
    ),
    "a net that is a name": ('[fetch]\nallow_net = ["localhost"]', "allow_net: ['localhost'] is not"),
    "a net that is no list": ('[fetch]\nallow_net = "10.0.0.0/8"', "Give a list of networks"),
    "a negative delay": ("[fetch]\ndelay = -1", "0 to 3600"),
    "true is no number": ("[fetch]\nworkers = true", "whole number"),
    "source as a table": ('[source]\nurl = "https://a.example/"', "[[source]]"),
    "fetch as a number": ("fetch = 3", "[fetch]"),
    "text where a path belongs": ("archive = 3", "archive: 3 is not accepted"),
}


@pytest.mark.parametrize(("text", "expected"), GOOD.values(), ids=GOOD)
def test_good(tmp_path, text, expected):
    path = tmp_path / "harvester.toml"
    path.write_text(text)
    assert load(path) == Settings(tmp_path / "harvester.db", is_declared=True, **expected)


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_bad(tmp_path, text, words):
    path = tmp_path / "harvester.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.exit_code is ExitCode.USAGE


def test_no_file_is_all_defaults(tmp_path):
    assert load(tmp_path / "harvester.toml") == Settings()


def test_the_template_states_the_defaults(tmp_path):
    path = tmp_path / "harvester.toml"
    path.write_text(TEMPLATE.format(contact=""))
    assert load(path) == Settings(archive=tmp_path / "harvester.db", is_declared=True)


def test_the_archive_is_found_beside_the_file(tmp_path):
    path = tmp_path / "harvester.toml"
    path.write_text('archive = "kept/a.db"')
    assert load(path).archive == tmp_path / "kept" / "a.db"
    assert load(Path(path)).archive.parent.name == "kept"


DURATIONS = {"90s": 90, "30m": 1800, "6h": 21_600, "1d": 86_400, "2w": 1_209_600}


@pytest.mark.parametrize(("text", "seconds"), DURATIONS.items(), ids=DURATIONS)
def test_duration(text, seconds):
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "6", "6y", "-1h", "1.5h", "100000w"])
def test_no_duration(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        duration(text)
