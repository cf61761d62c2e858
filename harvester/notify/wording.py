"""A letter as text, as HTML, and in a line. Stored text is escaped for each. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from harvester.diff.spans import DiffSpan
from harvester.notify.letters import ArticleNews, Letter, heading, moment, places
from harvester.view.html import html_text, plain_text
from harvester.view.wording import counted

SUBJECT_LENGTH = 150
"""A subject has at most this many characters: lists of messages show about 70."""

BRIEF_LENGTH = 280
"""A post has at most this many characters: Bluesky takes 300 (graphemes), Mastodon 500."""

LEAST_WORDS = 80
"""At most this many characters of a post are words, however long the link is: what happened, and to which
article."""

_WEB = re.compile(r"https?://[^\s\x00-\x20]+", re.IGNORECASE)
_CALLS = re.compile(r"@(?=\S)|<(?=[@!#&])")
_NO_BREAK = "\N{ZERO WIDTH SPACE}"
_DELETED = '<del style="background:#ffd9b3;color:#5c2d00">{}</del>'
_INSERTED = '<ins style="background:#cfe2ff;color:#002b66">{}</ins>'


def subject(letter: Letter) -> str:
    """Return what the letter is about, on one line."""
    if letter.warnings:
        rest = f" (and {letter.number - 1} more)" if letter.number > 1 else ""
        return _line(f"{_line(letter.warnings[0], SUBJECT_LENGTH - len(rest))}{rest}", SUBJECT_LENGTH)
    if len(letter.stories) != 1:
        articles = len({each.article_id for each in letter.stories})
        what = f"{counted(letter.number, 'change')} in {counted(articles, 'article')}"
        return _line(f"{letter.notice}: {what}", SUBJECT_LENGTH)
    (story,) = letter.stories
    told = heading(story.rows[0]) if len(story.rows) == 1 else counted(len(story.rows), "change")
    return _line(f"{_title(story)}: {told}", SUBJECT_LENGTH)


def text(letter: Letter) -> str:
    """Return the letter as plain text: ``[-words-]`` went, ``{+words+}`` came."""
    parts = ["\n".join(_lines(story, letter)) for story in letter.stories]
    return "\n\n\n".join([*map(_one_line, letter.warnings), *parts, f"-- \n{_from(letter)}"]) + "\n"


def _lines(story: ArticleNews, letter: Letter) -> Iterator[str]:
    yield _one_line(_title(story))
    yield _one_line(story.url)
    yield moment(story.at, letter.zone)
    for row in story.rows:
        yield ""
        yield _one_line(_head(row))
        yield from (f"    {_indented(marked(place))}" for place in places(row))
    if story.link:
        yield ""
        yield story.link


def _head(row: Mapping[str, Any]) -> str:
    return f"{heading(row)}: {row['question']}" if row["question"] else heading(row)


def marked(place: Iterable[DiffSpan]) -> str:
    """Return the words of a place with what went and came between marks."""
    return plain_text("".join(_mark(*span) for span in place))


def _mark(op: str, before: str, after: str) -> str:
    if op == "equal":
        return after
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")


def _indented(words: str) -> str:
    return "\n    ".join(words.strip().split("\n"))


def html(letter: Letter) -> str:
    """Return the letter as a whole page of HTML that loads nothing; links lead to the web only."""
    parts = [f"<p>{html_text(each)}</p>" for each in letter.warnings]
    parts += ["\n".join(_html(story, letter)) for story in letter.stories]
    body = "\n<hr>\n".join(parts)
    head = f'<meta charset="utf-8"><title>{html_text(subject(letter))}</title>'
    return (
        f'<!DOCTYPE html>\n<html><head>{head}</head><body style="font:16px/1.5 sans-serif">\n{body}\n'
        f'<p style="color:#555">{html_text(_from(letter))}</p>\n</body></html>\n'
    )


def _html(story: ArticleNews, letter: Letter) -> Iterator[str]:
    yield f'<h2 dir="auto">{linked(story.url, _title(story))}</h2>'
    yield f"<p>{html_text(moment(story.at, letter.zone))}</p>"
    yield from (html_of_row(row) for row in story.rows)
    if story.link:
        yield f"<p>{linked(story.link, 'See it in the archive')}</p>"


def html_of_row(row: Mapping[str, Any]) -> str:
    """Return a change or event as HTML: what happened, the question, the words."""
    asked = f'<br><strong dir="auto">{html_text(row["question"])}</strong>' if row["question"] else ""
    shown = "".join(f'<p dir="auto" style="white-space:pre-wrap">{_edited(each)}</p>' for each in places(row))
    return f"<p>{html_text(heading(row))}{asked}</p>{shown}"


def _edited(place: Sequence[DiffSpan]) -> str:
    return "".join(_span(*span) for span in place)


def _span(op: str, before: str, after: str) -> str:
    if op == "equal":
        return html_text(after)
    went = _DELETED.format(html_text(before)) if before else ""
    return went + (_INSERTED.format(html_text(after)) if after else "")


def linked(url: str, words: str) -> str:
    """Return words that lead to a URL, or the words alone if it is not one of http or https."""
    shown = html_text(words)
    if not _WEB.fullmatch(url):
        return shown
    return f'<a href="{escape(plain_text(url))}" rel="noopener noreferrer nofollow">{shown}</a>'


def brief(letter: Letter) -> str:
    """Return the letter as a post: what happened first, as much as fits, and where to read on."""
    first = letter.stories[0] if letter.stories else None
    link = (first.link or first.url) if first else ""
    words = subject(letter)
    if first and (shown := next(places(first.rows[0]), ())):
        words = f"{words}: {_one_line(marked(shown))}"
    room = BRIEF_LENGTH - len(link) - 1
    return f"{uncalled(_line(words, max(room, LEAST_WORDS)))}\n{link}".rstrip()


def uncalled(words: str) -> str:
    """Return the words so that services call nobody whom stored text names: "@all", "<!channel>"."""
    return _CALLS.sub(lambda call: f"{call[0]}{_NO_BREAK}", words)


def _title(story: ArticleNews) -> str:
    return story.title or story.url


def _from(letter: Letter) -> str:
    return f"Harvester sent this by the notice {letter.notice!r}. Message {letter.key}."


def _one_line(words: str) -> str:
    return " ".join(plain_text(words).split())


def _line(words: str, most: int) -> str:
    line = _one_line(words)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
