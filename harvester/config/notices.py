"""Who is notified of what, by ``[[notice]]``, and how messages go out, by ``[notify]``.

Addresses of targets and passwords may be secrets: they are `IndirectValue`, read when something is about to
be sent, and never printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harvester.config.access import IndirectValue
from harvester.errors import ConfigError

EVERY_WORD = "all"
"""It stands in the place of a list of words, and means any of them."""

HOW = ("each", "hourly", "daily")
SECURITY = ("starttls", "tls", "none")

EVENT_KINDS = (
    "gone", "back", "moved", "walled", "returned", "suspect", "alternating", "rewritten", "read otherwise",
    "rendered", "unrendered", "surroundings edited",
)  # fmt: skip
"""These are the words of `harvester.history.state.EventKind`."""


@dataclass(frozen=True, slots=True)
class NoticeTarget:
    """Where messages go. kind: which of the fields below is set, "email", "webhook" and so on.

    secret: signs what goes to a webhook. atom: resolved against the folder of the file.
    """

    kind: str
    email: tuple[str, ...] = ()
    webhook: IndirectValue = field(default_factory=IndirectValue)
    secret: IndirectValue = field(default_factory=IndirectValue)
    atom: Path = Path()
    command: tuple[str, ...] = ()
    apprise: IndirectValue = field(default_factory=IndirectValue)


@dataclass(frozen=True, slots=True)
class Notice:
    """One ``[[notice]]``. A key that is left out limits nothing: see `harvester.notify.matching`.

    how: "each" for a message for each edition of an article, "hourly" or "daily" for a digest. picture:
    whether a PNG of the changes goes with it. articles: URLs or ids. sources: URLs or names. search: what a
    person types to find text, ``""`` for none. kinds, classes: of changes. significance: the least. events,
    warnings: their words, or `EVERY_WORD`.
    """

    name: str
    to: NoticeTarget
    how: str = "each"
    picture: bool = False
    articles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    search: str = ""
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    significance: float = 0.0
    events: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notify:
    """How messages go out.

    public: where `harvester serve` can be reached, without a slash at its end, ``""`` for nowhere. zone: of
    digests and of the times in messages, "local" for that of the machine. mail_server: host and port.
    """

    public: str = ""
    zone: str = "UTC"
    mail_server: tuple[str, int] = ("localhost", 25)
    mail_security: str = "none"
    mail_user: str = ""
    mail_password: IndirectValue = field(default_factory=IndirectValue)
    mail_from: str = ""


SECRET_KEYS = frozenset({"to", "mail_password"})
"""No message repeats the values of these keys."""


_MAIL_FROM = 'Set it to an e-mail address: "archive@news.example".'


def notices(found: Sequence[Notice], notify: Notify, where: str) -> tuple[Notice, ...]:
    """Return the notices; raises ConfigError if a name comes twice, or e-mail cannot go out."""
    names: dict[str, int] = {}
    for number, notice in enumerate(found, 1):
        if notice.name in names:
            problem = f"{notice.name!r} is the name of notice {names[notice.name]}, too"
            raise ConfigError(
                f"{where}: notice {number}: name", problem, "Give each notice a name of its own."
            )
        names[notice.name] = number
        if notice.picture and notice.to.kind != "apprise":
            problem = f"goes with messages to apprise only, and this notice goes to {notice.to.kind}"
            allowed = "Leave it out. Webhooks and commands get an SVG anyway."
            raise ConfigError(f"{where}: notice {number}: picture", problem, allowed)
        if notice.to.kind == "email" and not notify.mail_from:
            problem = "goes to e-mail, and mail_from in [notify] is not set"
            raise ConfigError(f"{where}: notice {number}: to", problem, _MAIL_FROM)
    password = notify.mail_password.env or notify.mail_password.file
    if bool(notify.mail_user) is not bool(password):
        raise ConfigError(f"{where}: notify", "mail_user and mail_password go together", "Set both, or none.")
    if notify.mail_user and notify.mail_security == "none":
        problem = "a password would go out in the open"
        raise ConfigError(f"{where}: notify: mail_security", problem, 'Give "starttls" or "tls".')
    return tuple(found)


def beside(notice: Notice, folder: Path) -> Notice:
    """Return the notice with the paths of its files resolved against the folder."""
    to = notice.to
    webhook, secret, apprise = (resolved(each, folder) for each in (to.webhook, to.secret, to.apprise))
    atom = folder / to.atom if to.kind == "atom" else to.atom
    return replace(notice, to=replace(to, webhook=webhook, secret=secret, atom=atom, apprise=apprise))


def resolved(given: IndirectValue, folder: Path) -> IndirectValue:
    """Return a value with the path of its file, if it is in one, resolved against the folder."""
    return replace(given, file=folder / given.file) if given.file else given
