"""Find questions by speaker: in transcripts, turns begin with a name and a colon."""

from collections import Counter
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from harvester.languages.signs import holds_colon, is_unspaced
from harvester.model import Kind
from harvester.parse.asking import ends_asking, holds_question
from harvester.parse.candidate import Candidate, Mark, Means, Sheet
from harvester.parse.courtesies import without_courtesies
from harvester.parse.lines import Line
from harvester.parse.marking import SENTENCE_END
from harvester.parse.names import FAMILY, NAME, REACH, TITLED, WORDS, initials
from harvester.parse.phrases import leads_away, speaks_to_guest
from harvester.parse.spoken import STATEMENT

SPEAKERS = Means("speakers", "said by who asks", by_words=True, anywhere=True)
PANEL = Means("speakers", "above what several speakers say", by_words=True)
ENOUGH_TURNS = 3
"""A speaker needs at least this many turns; with fewer, a name and a colon begin an ordinary sentence."""
LONGEST = 8  # at most this many lines of a turn are looked at
OPTIONS = frozenset("ABC")  # these letters mark the options of a quiz
SURE = 0.7
"""Names and colons of both sides give the candidate this confidence; plain lines that ask are part of it."""
BRIEF = 0.5
"""An interviewer who states more than asks has turns of at most this share of the guests' letters."""
SELDOM = 0.2
"""Nobody is the interviewer if everybody asks in at most this share of their turns; guests also ask back."""
PROMPTED = 1 / 3
"""At least this share of the lines above a panel's turns holds a question."""
REMARKED = 0.7
"""If at least this share does, others that are no longer than a statement are remarks: "Laughter."."""
ASKING_SHARE = 0.4
"""At least this share of an interviewer's turns holds a question; the others are statements."""


class Talk(NamedTuple):
    """A talk is one turn: the speaker, its first line, the label's length, the line after its last."""

    name: str
    first: int
    cut: int
    stop: int


def speaker_candidates(sheet: Sheet) -> list[Candidate]:
    """Return the interviewers' turns with the replies after them: one candidate if the page has a talk."""
    talks = _talks(sheet)
    hosts = _hosts(sheet, talks)
    if not hosts:
        return _panel(sheet, talks)
    guests = {talk.name for talk in talks} - hosts
    talks = _with_first(sheet, talks, hosts)
    marks, end = without_courtesies(
        sheet, _marks(sheet, talks, hosts, keep_names=len(guests) > 1), _closing(talks, hosts)
    )
    if len(marks) < ENOUGH_TURNS:
        return []
    asked = sum(holds_question(mark.text) for mark in marks)
    return [Candidate(SPEAKERS, tuple(marks), asked / len(marks), SURE, end)]


def _panel(sheet: Sheet, talks: list[Talk]) -> list[Candidate]:
    """Return the lines in one look directly above turns, as one candidate: several answer, nobody asks.

    A short line that does not ask where nearly all others do is a remark on how something was said.
    """
    above = {at: talk.first for talk in talks if (at := _prompt(sheet, talk.first)) >= 0}
    looks = Counter(_look(sheet, at) for at in above)
    [(look, count)] = looks.most_common(1) or [((), 0)]
    prompts = [at for at in above if _look(sheet, at) == look]
    asking = [at for at in prompts if holds_question(sheet.lines[at].text)]
    if len({talk.name for talk in talks}) < 2 or len(asking) < PROMPTED * count:  # noqa: PLR2004  a panel
        return []
    if len(asking) >= REMARKED * count:
        prompts = [at for at in prompts if at in asking or not _is_remark(sheet.lines[at])]
    if len(prompts) < ENOUGH_TURNS:
        return []
    more = (at for at, line, _ in sheet.own if at > prompts[0] and line.asks and _look(sheet, at) == look)
    prompts = sorted({*prompts, *more})
    marks = tuple(Mark(at, at, sheet.lines[at].text, above.get(at, at + 1)) for at in prompts)
    return [Candidate(PANEL, marks, len(asking) / count, 0.3)]


def _is_remark(line: Line) -> bool:
    """Return whether a line that does not ask is too short for a statement.

    A heading is no remark, and who says "Ida, you disagree." speaks to a guest.
    """
    return line.kind is not Kind.HEADING and len(line.text) <= STATEMENT and not speaks_to_guest(line.text)


def _prompt(sheet: Sheet, first: int) -> int:
    """Return the heading or emphasised line directly above a turn, or -1.

    It names no speaker and does not lead away.
    """
    at = next((at for at in range(first - 1, -1, -1) if not sheet.clutter[at]), -1)
    line = sheet.lines[at]
    apart = at >= 0 and (line.kind is Kind.HEADING or line.strong or line.em)
    named = apart and NAME.match(line.text[:REACH]) is not None
    return at if apart and not named and not leads_away(line.text.lower()) else -1


def _look(sheet: Sheet, at: int) -> tuple[object, ...]:
    line = sheet.lines[at]
    return line.kind, line.level, line.strong, line.em


def _hosts(sheet: Sheet, talks: list[Talk]) -> set[str]:
    """Return the interviewers: they ask often, or guests answer them and they never answer anybody."""
    counts = Counter(talk.name for talk in talks)
    if len(counts) < 2:  # noqa: PLR2004  a dialogue
        return set()
    asking: Counter[str] = Counter()
    for talk in talks:
        asking[talk.name] += ends_asking(_said(sheet, talk))
    hosts = {name for name in counts if asking[name] >= ASKING_SHARE * counts[name]}
    if not any(asking[name] > SELDOM * counts[name] for name in counts):
        return set()
    if not hosts and _is_brief(sheet, talks):
        hosts = {talks[0].name}
    elif not hosts or len(hosts) == len(counts):
        hosts = {max(counts, key=lambda name: (asking[name] / counts[name], -counts[name]))}
    answering = {below.name for above, below in pairwise(talks) if above.name in hosts} - hosts
    silent = {talk.name for talk in talks if not SENTENCE_END.search(_said(sheet, talk))}  # "Photo: …"
    others = counts.keys() - hosts - answering - silent
    interrupting = {above.name for above, below in pairwise(talks) if below.name not in answering}
    return hosts | (others - interrupting - {talks[-1].name})


def _is_brief(sheet: Sheet, talks: list[Talk]) -> bool:
    """Return whether who speaks first says much less in a turn than the others, as an interviewer does."""
    own = [len(_said(sheet, talk)) for talk in talks if talk.name == talks[0].name]
    others = [len(_said(sheet, talk)) for talk in talks if talk.name != talks[0].name]
    return bool(others) and median(own) <= BRIEF * median(others)


def _talks(sheet: Sheet) -> list[Talk]:
    """Return the turns of all who speak often enough; a full first name counts as the later short one."""
    title = sheet.document.title  # "Forty years of books: a talk" names nobody
    starts = [(at, text[:REACH]) for at, _, text in sheet.own if _may_name(text[:REACH]) and text != title]
    if len(starts) < ENOUGH_TURNS:
        return []
    plain = [(at, match) for at, start in starts if (match := NAME.match(start))]
    if not _known([match[1] for _, match in plain]):
        return []
    known = _known([match[1] for at, match in plain if not leads_away(sheet.lines[at].text.lower())])
    if not known or known.keys() >= OPTIONS:
        return []
    found = dict(plain)
    named = []
    for at, start in starts:
        match = found.get(at) or TITLED.match(start)
        words = WORDS.findall(match[1]) if match is not None else []
        short = next((known[word] for word in (*reversed(words), initials(words)) if word in known), None)
        if match is not None and short is not None and not _is_key(start[match.end() :], short, known):
            named.append((short, at, match.end()))
    stops = [at for _, at, _ in named[1:]] + [len(sheet.lines)]
    return [Talk(name, at, cut, stop) for (name, at, cut), stop in zip(named, stops, strict=False)]


def _with_first(sheet: Sheet, talks: list[Talk], hosts: set[str]) -> list[Talk]:
    """Return the turns with the first question, if who asks has another name there: that of the paper.

    It stands right above the first reply of a guest, and it asks.
    """
    if not talks or talks[0].name in hosts:
        return talks
    at = next((at for at in range(talks[0].first - 1, -1, -1) if not sheet.clutter[at]), -1)
    label = NAME.match(sheet.lines[at].text[:REACH]) if at >= 0 else None
    if label is None or not sheet.lines[at].asks:
        return talks
    return [Talk(min(hosts), at, label.end(), talks[0].first), *talks]


def _is_key(rest: str, name: str, known: dict[str, str]) -> bool:
    """Return whether a line explains the names of the talk: "M.K.: Mia Kelp, I.R.: Ida Reed"."""
    return any(f"{other}:" in rest for other in known.values() if other != name)


def _known(names: list[str]) -> dict[str, str]:
    """Return the names of those who speak often enough, by their short forms."""
    if len(names) < ENOUGH_TURNS:
        return {}
    counts = Counter(names)
    shorts = {_key(name): name for name in counts}
    for name in tuple(counts):  # a first turn has the full name, later ones its initials, "MK" or "M.K."
        short = shorts.get(initials(WORDS.findall(name)), name)
        if short != name:
            counts[short] += counts.pop(name)
    known = {_key(name): name for name, count in counts.items() if count >= ENOUGH_TURNS}
    seldom = {_key(name): name for name, count in counts.items() if count == ENOUGH_TURNS - 1}
    called = {
        _key(name): one
        for name in counts
        for one in known.values()
        if _shortens(name, one) or _shortens(one, name)
    }
    return seldom | known | called if known else {}


def _shortens(name: str, full: str) -> bool:
    """Return whether a name without spaces is the full one without some signs: the given name, mostly."""
    if len(name) >= len(full) or not full.startswith(name[:FAMILY]) or not is_unspaced(full):
        return False
    rest = iter(full)
    return all(sign in rest for sign in name)


def _may_name(start: str) -> bool:
    return holds_colon(start) or " – " in start or " - " in start or " — " in start  # noqa: RUF001


def _key(name: str) -> str:
    """Return the short form of a fuller name: its last word, or its initials, "A.M."."""
    words = WORDS.findall(name)
    return words[-1] if len(words[-1]) > 1 else "".join(words)


def _said(sheet: Sheet, talk: Talk) -> str:
    """Return the turn's words, up to a line in another style, which belongs to somebody else."""
    lines = sheet.lines
    alone = talk.cut >= len(lines[talk.first].text) and talk.first + 1 < talk.stop
    first = talk.first + alone
    said = []
    for at in range(first, min(talk.stop, first + LONGEST)):
        line = lines[at]
        look = (line.strong, line.em) == (lines[first].strong, lines[first].em)
        if at > first and (not look or line.kind is Kind.HEADING):
            break
        if not sheet.clutter[at]:
            said.append(line.text)
    return " ".join(said)[0 if alone else talk.cut :]


def _marks(sheet: Sheet, talks: list[Talk], hosts: set[str], *, keep_names: bool) -> list[Mark]:
    marks: list[Mark] = []
    number = 0
    while number < len(talks):
        if talks[number].name not in hosts:
            number += 1
            continue
        first = number
        while number < len(talks) and talks[number].name in hosts:
            number += 1
        if number == len(talks):
            break
        if not marks:
            first = _first_asking(sheet, talks, first, number)
        text = " ".join(_said(sheet, talk) for talk in talks[first:number])
        reply = talks[number]
        marks.append(
            Mark(
                talks[first].first,
                reply.first - 1,
                " ".join(text.split()),
                reply.first,
                0 if keep_names else reply.cut,
            )
        )
    return marks


def _first_asking(sheet: Sheet, talks: list[Talk], first: int, stop: int) -> int:
    """Return the first of these turns that asks: before it who asks greets; the first of all if none asks."""
    return next((at for at in range(first, stop) if holds_question(_said(sheet, talks[at]))), first)


def _closing(talks: list[Talk], hosts: set[str]) -> int:
    """Return the line of the interviewer's last word that nobody answers; 0 if there is no such line."""
    return talks[-1].first if talks[-1].name in hosts else 0
