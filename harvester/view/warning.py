"""A warning as a value: its word, what it is about, and what a person does about it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from harvester.archive.read import Row

WARNINGS = {
    "disk_low": "Free space on the disk: a run stops asking before it is full.",
    "no_run": "See whether something still calls 'harvester run': 'harvester schedule' says how.",
    "overdue": "Run more often, or follow less: 'harvester run --verbose' shows which host takes long.",
    "run_unended": "If no run goes on, it was killed: the next run goes on where it stopped.",
    "reading_stopped": "'harvester rebuild' tries these captures again.",
    "log_large": "Close the program that has had the archive open for long; the next run shortens the log.",
    "notice_failing": "'harvester notify test NAME' tries its target; 'harvester notify log' has what waits.",
    "address_refused": "If the network is yours, name it under allow_net in harvester.toml. Else end these.",
    "source_dead": "Open it in a browser. If it moved: 'harvester add NEW', then 'harvester end OLD'.",
    "source_changed": "Open it in a browser: it may be a page or a wall now. Add its new place, end the old.",
    "source_empty": "Open it in a browser. If its site has a new feed, add that and end this one.",
    "source_silent": "Open its site: if it has newer articles, the feed is abandoned; add another one.",
    "host_refusing": "Raise 'delay' in harvester.toml, or write to the site. 'harvester end URL' gives up.",
    "host_failing": "See whether the site moved or closed. 'harvester end URL' stops asking.",
    "walled": "The versions before are kept. A browser shows whether readers see the wall too.",
    "yield_collapsed": "Look at the capture. If the publisher removed the questions, accept it.",
    "reading_lost": "The parser or a site rule reads these pages worse than before: 'harvester rules check'.",
    "changed_together": "If 'harvester log' shows the same words in all, drop them by a site rule.",
    "alternating": "Nothing is lost. 'harvester reject CAPTURE' removes a content that is not the article.",
    "waiting": "If two more captures show the same, it counts by itself. To have it now, accept it.",
    "another_article": "If it is the same article, accept it. If it is another one, 'harvester end URL'.",
    "without_questions": "If it has questions, a site rule may find them; 'harvester end URL' stops asking.",
    "article_failing": "It may pass by itself. 'harvester end URL' stops asking.",
    "rejected": "'harvester end URL' stops asking; 'harvester accept CAPTURE' takes the decision back.",
    "text_left_out": "'harvester parse URL --explain' shows each block that is in no answer, and why.",
}
"""Every word of a warning, the most urgent first, and what a person does about it."""


class StatusWarning(NamedTuple):
    """Something that needs a person.

    word: of `WARNINGS`. about: a sentence. todo: what to do. rows: what it is about, each with url, since and
    detail, some with do, the command that decides. since: the earliest.
    """

    word: str
    about: str
    rows: tuple[Row, ...] = ()

    @property
    def todo(self) -> str:
        """Return what to do."""
        return WARNINGS[self.word]

    @property
    def since(self) -> str:
        """Return since when, the earliest; ``""`` if it is not known."""
        return min((row["since"] for row in self.rows if row["since"]), default="")

    def as_json(self) -> Row:
        """Return it for monitors."""
        number = max(1, len(self.rows))
        said = {"word": self.word, "number": number, "about": self.about, "todo": self.todo}
        return {**said, "since": self.since or None, "rows": [*self.rows]}


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> Iterator[tuple[Any, list[Row]]]:
    """Yield the rows by their value of the key, in the order of these values."""
    return ((value, [*some]) for value, some in groupby(sorted(rows, key=key), key=key))


def about_url(url: str, since: str | None, detail: str = "", do: str = "") -> Row:
    """Return a row of a warning; do: the command that decides, if somebody must."""
    return {"url": url, "since": since or "", "detail": detail, "do": do}


def said(word: str) -> str:
    """Return a word of the archive as people write it."""
    return word.replace("_", " ")
