"""Letters by e-mail: one message each, as text and HTML, handed to the mail server by SMTP."""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from harvester.errors import NoticeUnsent
from harvester.notify.letters import Letter
from harvester.notify.way import PATIENCE_S, Begin, Deliver, DeliveryRoute
from harvester.notify.wording import html, subject, text

_DONE, _WILL_FORWARD = 250, 251  # RFC 5321, 4.2.3


def composed(letter: Letter, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """Return the message. Its Message-ID is the same at every try (RFC 5322, 3.6.4)."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, ", ".join(to), subject(letter)
    made["Date"] = format_datetime(datetime.fromisoformat(letter.made_at))
    made["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    made["X-Harvester-Notice"] = letter.notice
    made.set_content(_valid(text(letter)))
    made.add_alternative(_valid(html(letter)), subtype="html")
    return made


def _valid(words: str) -> str:
    return words.encode("utf-8", "replace").decode()


@contextmanager
def mail(way: DeliveryRoute) -> Iterator[Deliver]:
    """Open the mail server for letters. What it refuses waits; all addresses get a letter, or none."""
    notify, to = way.settings.notify, way.notice.to.email
    password = way.read(notify.mail_password, "mail_password") if notify.mail_user else ""
    secrets = (password, b64encode(password.encode()).decode()) if password else ()
    try:
        server = _connected(way, password)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise way.unsent(f"the mail server cannot be used: {_words(error)}", secrets) from error

    def deliver(letter: Letter, begin: Begin) -> None:
        body = composed(letter, notify.mail_from, to).as_bytes()
        try:
            _ask(way, server.mail(notify.mail_from), "the sender")
            for each in to:
                _ask(way, server.rcpt(each), f"the address {each}")
            begin()
            _ask(way, server.data(body), "the message")
        except NoticeUnsent:
            with suppress(OSError, smtplib.SMTPException):
                server.rset()
            raise
        except smtplib.SMTPDataError as error:
            raise way.unsent(_words(error), secrets, is_refusal=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise way.unsent(f"the mail server was lost: {_words(error)}", secrets) from error

    try:
        yield deliver
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _connected(way: DeliveryRoute, password: str) -> smtplib.SMTP:
    """Return a connection that is secured as the settings say, and known to the server."""
    notify = way.settings.notify
    host, port = notify.mail_server
    if notify.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=PATIENCE_S, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    try:
        if notify.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if password:
            server.login(notify.mail_user, password)
    except BaseException:
        server.close()
        raise
    return server


def _ask(way: DeliveryRoute, answer: tuple[int, bytes], what: str) -> None:
    code, said = answer
    if code not in {_DONE, _WILL_FORWARD}:
        words = said.decode("utf-8", "replace")
        raise way.unsent(f"the mail server refused {what}: {code} {words}", is_refusal=True)


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{error.smtp_code} {words}"
    return str(getattr(error, "verify_message", None) or getattr(error, "strerror", None) or error)
