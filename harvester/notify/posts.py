"""Letters by Apprise: chats, phones, Mastodon, Bluesky and some 130 services, each named by a URL.

Nobody can ask such a service whether it has a message, and its messages have no id of ours. So a letter that
was on its way when the program ended is not sent again (docs/notices.md).
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from harvester.errors import ConfigError
from harvester.extras import library
from harvester.notify import drawing
from harvester.notify.letters import ArticleNews, Letter
from harvester.notify.picture import description, picture
from harvester.notify.way import Begin, Deliver, DeliveryRoute
from harvester.notify.wording import brief, subject, text, uncalled

POSTING = frozenset({"mastodon", "mastodons", "toot", "toots", "bluesky", "bsky"})
"""Letters to these services are public posts: one short text each, and few an hour."""

MOST_POSTS = 30
"""At most this many posts are sent in an hour: Mastodon takes 300 in three hours, and readers leave an
account that posts more."""

PICTURE = "picture.png"

ALT_LENGTH = 1_000
"""Characters of the description of a picture: Mastodon takes 1,500."""

_LATE = "Read timed out"  # urllib3's words: the request went out, and no answer came
_STATUS = re.compile(r"error=(\d{3})\b")


class _Heard(logging.Handler):
    """It keeps the status of an answer, or that none came in time. What else Apprise writes may be secret."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.forget()

    def forget(self) -> None:
        """Begin with another message."""
        self.status, self.is_late = "", False

    def emit(self, record: logging.LogRecord) -> None:
        """Look into a line of Apprise."""
        words = record.getMessage()
        if found := _STATUS.search(words):
            self.status = found[1]
        self.is_late = self.is_late or _LATE in words


def scheme_of(way: DeliveryRoute) -> str:
    """Return the scheme of the URL, in lower case."""
    return way.read(way.notice.to.apprise, "to: apprise").partition("://")[0].lower()


@contextmanager
def apprise(way: DeliveryRoute) -> Iterator[Deliver]:
    """Open a service; raises ConfigError without its extra, and for a URL that Apprise does not know."""
    made = library("notify", "apprise")
    if way.notice.picture:
        drawing.check()
    url, is_post = way.read(way.notice.to.apprise, "to: apprise"), scheme_of(way) in POSTING
    with _heard() as heard, TemporaryDirectory(prefix="harvester-") as folder:
        service = made.Apprise()
        if not service.add(url):
            allowed = "Apprise lists the forms: https://appriseit.com/services/"
            raise ConfigError(f"{way.where}: to: apprise", "the value is not a URL of Apprise", allowed)

        def deliver(letter: Letter, begin: Begin) -> None:
            heard.forget()
            if is_post:
                title, body = "", brief(letter)
            else:
                title, body = uncalled(subject(letter)), uncalled(text(letter))
            drawn = _drawn(letter, Path(folder), is_post=is_post) if way.notice.picture else None
            begin()
            if not service.notify(body, title, body_format=made.NotifyFormat.TEXT, attach=drawn):
                raise way.unsent(
                    f"the service did not take the message: {_said(heard)}",
                    is_refusal=bool(heard.status),
                    may_have_it=heard.is_late,
                )

        yield deliver


def _drawn(letter: Letter, folder: Path, *, is_post: bool) -> Any:
    """Return the picture of the first article in the letter as an attachment; None if none can be drawn."""
    drawn = drawing.png(picture(letter, letter.stories[0])) if letter.stories else None
    if drawn is None:
        return None
    path = folder / PICTURE
    path.write_bytes(drawn)
    attachment = library("notify", "apprise.attachment.file")
    name = _described(letter.stories[0]) if is_post else PICTURE
    return attachment.AttachFile(str(path), name=name, mimetype="image/png")


def _described(story: ArticleNews) -> str:
    """Return the words of the picture as the name of its file.

    Apprise gives Mastodon and Bluesky the name of a file as its description. Mastodon tells by the end of the
    name that it is a picture.
    """
    return f"{' '.join(description(story).split())[:ALT_LENGTH]} ({PICTURE})"


def _said(heard: _Heard) -> str:
    if heard.status:
        return f"it answered {heard.status}"
    return "it gave no answer in time" if heard.is_late else "it cannot be reached, or gives no reason"


@contextmanager
def _heard() -> Iterator[_Heard]:
    """Have nobody but us hear what Apprise writes."""
    logger, heard = logging.getLogger("apprise"), _Heard()
    before = logger.propagate, logger.level
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.propagate, level = before
        logger.setLevel(level)
