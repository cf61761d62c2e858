"""What the sites of the soak show, and when: texts, moves, deaths, returns and a redesign. No I/O.

Moments are shares of the whole: 0 is the start, 1 the end. The same seed gives the same play.
"""

import random
from typing import NamedTuple

HOSTS = 32
"""A delay of 2 seconds allows 16 requests a second, and 5 are left with all waits and kills."""

ARTICLES = 8
"""Articles of each host; its feed names them all."""

MOVING, MOVED_TO, DYING, REDESIGNED, GONE, DELAYING = 2, 3, 4, 5, 6, 1
"""Numbers of the hosts to which something happens."""

MOVES_AT = 0.25
DEAD_BETWEEN = (0.3, 0.45)
REDESIGNED_AT = 0.5
ABSENT_BETWEEN = (0.4, 0.6)
GONE_AT = 0.55
EDITORS = (7, 8, 9)
"""Hosts whose articles are edited, each several times."""

EDITS = 3
FAULTS = 0.1
"""This part of all answers of articles is a fault."""

KINDS = (
    "500", "503", "503 Retry-After", "429", "reset", "cut", "hang", "drip", "rubbish", "bad gzip", "bomb",
    "loop", "empty", "huge head",
)  # fmt: skip
_SYLLABLES = (
    "ta",
    "re",
    "mo",
    "lin",
    "sha",
    "ver",
    "ko",
    "den",
    "bri",
    "fal",
    "gus",
    "pe",
    "nor",
    "wis",
    "ul",
)
WORDS = tuple(f"{one}{two}{three}" for one in _SYLLABLES for two in _SYLLABLES for three in _SYLLABLES)
"""Invented words, enough that no two answers share a sentence."""


class Edit(NamedTuple):
    """At a moment, the answer to one question of an article is another one."""

    at: float
    question: int


class Play:
    """What is shown. Every article has a number of texts, one after the other."""

    def __init__(self, seed, hosts=HOSTS):
        self._seed, self.hosts = seed, hosts
        draw = random.Random(seed)
        self.edits = {
            (host, article): tuple(
                Edit(0.12 + 0.25 * number + draw.random() * 0.1, draw.randrange(4)) for number in range(EDITS)
            )
            for host in EDITORS
            for article in range(ARTICLES)
        }

    def text_number(self, host, article, at):
        """Which of its texts an article shows, from 0."""
        return sum(edit.at <= at for edit in self.edits.get((host, article), ()))

    def page(self, host, article, at):
        """The HTML of an article."""
        draw = random.Random(f"{self._seed} {host} {article}")
        answers = [self._answer(draw, 30) for _ in range(4)]
        done = self.text_number(host, article, at)
        for number, edit in enumerate(self.edits.get((host, article), ())[:done]):
            changed = random.Random(f"{self._seed} {host} {article} {number}")
            answers[edit.question] = self._answer(changed, 30)
        redesigned = host == REDESIGNED and at >= REDESIGNED_AT
        pair = (
            "<section class=x><h3>{}</h3><div><p>{}</p></div></section>"
            if redesigned
            else "<h2>{}</h2><p>{}</p>"
        )
        pairs = "".join(
            pair.format(f"Why does part {number} of plan {host}-{article} matter?", answer)
            for number, answer in enumerate(answers)
        )
        title = f"Plan {host}-{article} explained"
        frame = (
            "<div id=w9><nav><b>Menu</b></nav><article>{}</article></div>"
            if redesigned
            else "<main>{}</main>"
        )
        body = frame.format(f"<h1>{title}</h1>{pairs}")
        return f"<!doctype html><title>{title}</title>{body}".encode()

    @staticmethod
    def _answer(draw, words):
        sentences = [" ".join(draw.choices(WORDS, k=words // 3)).capitalize() for _ in range(3)]
        return f"{'. '.join(sentences)}, {draw.randrange(10_000)} in all."

    def status(self, host, article, at):
        """404, 410, 301 or 200."""
        if host == MOVING and at >= MOVES_AT:
            return 301
        if (host, article) == (GONE, 0) and ABSENT_BETWEEN[0] <= at < ABSENT_BETWEEN[1]:
            return 404
        if (host, article) == (GONE, 1) and at >= GONE_AT:
            return 410
        return 200

    def is_dead(self, host, at):
        """Whether the host answers nothing."""
        return host == DYING and DEAD_BETWEEN[0] <= at < DEAD_BETWEEN[1]
