"""What ``harvester add`` found at a URL, shown, and which of it is followed."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import click

from harvester.cli.wording import safe, shortened
from harvester.errors import ConfigError
from harvester.harvest.kinds import PAGE
from harvester.harvest.looking import LISTED, UrlFinding
from harvester.http.urls import absolute
from harvester.view.wording import counted

TITLE_LENGTH = 60
"""At most this many characters of a title are shown."""

_NOUNS = {"page": "question", "feed": "article", "sitemap": "URL", "list": "URL", "listing": "headline"}

_QUESTION = "Follow which? Numbers such as 1,2, or all, page, none"
_HINT = "Say --all, --yes for the first, --feed URL for one, or --kind page for the page itself."

Target = tuple[str, str]
"""Kind and URL of what is followed."""


class DiscoveryChoice(NamedTuple):
    """What the command line says about what is found.

    default: take what is proposed. everything: take all. feed: take this URL. ask: asks a person, with a
    default answer; None if there is nobody to ask.
    """

    default: bool = False
    everything: bool = False
    feed: str = ""
    ask: Callable[[str, str], str] | None = None


def shown(look: UrlFinding) -> Iterator[str]:
    """Yield lines that say what a URL is, and what it names."""
    if look.kind == PAGE and not look.number:
        is_list = look.named and look.named[0].where == LISTED
        what = "a list of sources" if is_list else "a page without questions"
        yield f"{look.url} is {what}{_names(look)}"
        yield from (f"  {number}  {_line(each)}" for number, each in enumerate(look.named, 1))
    elif look.kind:
        yield _line(look)


def _names(look: UrlFinding) -> str:
    if not look.named:
        why = f": {shortened(look.problem, TITLE_LENGTH)}" if look.problem else ""
        return f"{why}. It is followed as a page all the same; 'harvester end URL' stops asking."
    return "; what was found of it:"


def _line(look: UrlFinding) -> str:
    titles = ", ".join(f"“{shortened(each, TITLE_LENGTH)}”" for each in look.titles if each)
    number = counted(look.number, _NOUNS[look.kind]) if look.number else ""
    where = f"({look.where})" if look.where else ""
    leads_to = f"(redirects to {safe(look.leads_to)})" if look.leads_to else ""
    return "  ".join(filter(None, (f"{look.kind:<8} {look.url}", leads_to, number, where, titles)))


def chosen(look: UrlFinding, choice: DiscoveryChoice) -> Sequence[Target]:
    """Return what is followed of what was found.

    Raises ConfigError if there is a choice and nobody makes it, or if ``feed`` was not found.
    """
    if not look.named:
        return [(look.kind, look.url)]
    named = [(each.kind, each.url) for each in look.named]
    if choice.feed:
        return _one(look, named, choice.feed)
    is_list = all(each.where == LISTED for each in look.named)
    proposed = named if is_list else named[:1]
    if choice.everything or choice.default:
        return named if choice.everything else proposed
    if choice.ask is None:
        raise ConfigError(look.url, "is not an article with questions, and it names sources", _HINT)
    return _answered(look, named, partial(choice.ask, _QUESTION, "all" if is_list else "1"))


def _one(look: UrlFinding, named: Sequence[Target], url: str) -> Sequence[Target]:
    """Return the source with that URL; raises ConfigError if it was not found."""
    found = [each for each in named if each[1] in {url, absolute(url, look.url)}]
    if not found:
        raise ConfigError(url, f"was not found at {look.url}", "Name one that was found.")
    return found


def _answered(look: UrlFinding, named: Sequence[Target], ask: Callable[[], str]) -> Sequence[Target]:
    """Return what a person chooses; a wrong answer is asked about again."""
    while True:
        answer = ask().strip().lower()
        if answer in {"none", "n", "no"}:
            return []
        if answer == "all":
            return named
        if answer == "page":
            return [(PAGE, look.url)]
        numbers = answer.replace(",", " ").split()
        if numbers and all(each.isdecimal() and 0 < int(each) <= len(named) for each in numbers):
            return [named[int(each) - 1] for each in numbers]
        click.echo(f"Give numbers from 1 to {len(named)}, all, page or none.", err=True)
