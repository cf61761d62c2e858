"""From a page's value to HTML. Stored text passes `stored` or Jinja's escaping; there is no third way."""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from harvester import __version__
from harvester.view.happenings import sentence
from harvester.view.html import html_text, plain_text
from harvester.view.wording import captured_elsewhere, counted, kinship, named_first, tally, took
from harvester.web import links
from harvester.web.answers import HtmlPage
from harvester.web.words import brief, language_tag, lasted, moment, part, sign, stated

STORED_LINK = "noopener noreferrer nofollow"
"""Every link to a stored URL has this ``rel``: the other side learns nothing and gains nothing."""

LIMIT = 4_000
"""A title or lead has at most this many bytes of HTML; the longest lead of 2,417 real pages has 2,900."""

_WEB = re.compile(r"https?://[^\s\x00-\x20]", re.IGNORECASE)
_GAP = Markup('<span class="gap">\n\n</span>')
_NOTE = re.compile(r"⟨([0-9]{1,4})⟩")
_BLANKS = str.maketrans({" ": "␣", "\u00a0": "⍽", "\n": "¶\n", "\t": "⇥"})
# Edits between marks, with what a screen reader says of them.
_DELETED = Markup('<del><span class="spoken">[removed: </span>{}<span class="spoken">]</span></del>')
_INSERTED = Markup('<ins><span class="spoken">[inserted: </span>{}<span class="spoken">]</span></ins>')


def stored(text: str | None) -> Markup:
    """Return a stored text as HTML that shows it and nothing else."""
    return Markup(html_text(text or ""))  # noqa: S704  escaped there


def limited(text: str, room: int = LIMIT) -> Markup:
    """Return a stored text as `stored` does, cut where it takes more than this many bytes of HTML."""
    shown = part(text, room)
    return stored(f"{shown.text} […]" if shown.is_cut else shown.text)


def edited(spans: Iterable[tuple[str, str, str]], side: str = "") -> Markup:
    """Return a text with its edits as HTML; side: "before" or "after" for one of both texts alone.

    Where only white space came or went, it is drawn.
    """
    return Markup("").join(_span(span, side) for span in spans)


def _span(span: tuple[str, str, str], side: str) -> Markup:
    op, before, after = span
    if op == "equal":
        return stored(before if side == "before" else after)
    if not (before + after).strip():
        before, after = before.translate(_BLANKS), after.translate(_BLANKS)
    went = _DELETED.format(stored(before)) if before and side != "after" else Markup()
    came = _INSERTED.format(stored(after)) if after and side != "before" else Markup()
    return went + came


def linked(url: str, words: str | None = None) -> Markup:
    """Return a stored URL as a link, or as text if it is not one of http or https."""
    shown = stored(words or url)
    if not _WEB.match(url):
        return shown
    address = escape(plain_text(url))
    return Markup('<a href="{}" rel="{}">{}</a>').format(Markup(address), STORED_LINK, shown)  # noqa: S704


def noted(text: str, targets: tuple[str, ...]) -> Markup:
    """Return an answer whose ``⟨1⟩`` lead to the targets of its links."""
    pieces, done = [Markup("")], 0
    for note in _NOTE.finditer(text):
        number = int(note[1])
        if 1 <= number <= len(targets):
            mark = linked(targets[number - 1], f"[{number}]")
            pieces += [
                stored(text[done : note.start()].rstrip(" ")),
                Markup('<sup class="note">{}</sup>').format(mark),
            ]
            done = note.end()
    return Markup("").join([*pieces, stored(text[done:])])


def paragraphs(shown: Markup) -> Markup:
    """Return an answer in HTML with the blank lines between its paragraphs drawn as half of one."""
    return shown.replace("\n\n", _GAP)


def _finalised(value: Any) -> Any:
    """Return what an expression puts out: a plain text without what turns or hides others."""
    return plain_text(value) if type(value) is str else value


_environment = Environment(
    loader=PackageLoader("harvester.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_finalised,
    auto_reload=False,
)
_environment.filters |= {
    "stored": stored,
    "edited": edited,
    "linked": linked,
    "moment": moment,
    "stated": stated,
    "brief": brief,
    "limited": limited,
    "paragraphs": paragraphs,
    "words": lambda word: word.replace("_", " "),
    "tag": language_tag,
    "sign": lambda mark: sign(mark.kind, mark.classes, mark.significance),
    "sign_row": lambda row: sign(row["kind"], row["classes"], row["significance"]),
    "sign_of": lambda both: sign(*both),
}
_environment.globals |= {
    "to": links,
    "captured_elsewhere": captured_elsewhere,
    "counted": counted,
    "kinship": kinship,
    "named_first": named_first,
    "sentence": sentence,
    "noted": noted,
    "program": f"Harvester {__version__}",
    "lasted": lasted,
    "tally": tally,
    "took": took,
    "as_json": json.dumps,
}


def rendered(page: HtmlPage, site: Mapping[str, Any]) -> str:
    """Return a page as HTML. site: what every page shows: ``archive``, the name of the file."""
    return _environment.get_template(page.template).render(page=page.value, **site)
