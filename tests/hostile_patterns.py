"""Hostile texts for a regular expression, derived from its own parsed form; and what it costs to read them.

A backtracking engine takes more than linear time where a repetition can be filled many times and then
fails: once from every place where a search can start, or once for every way of sharing the text between two
repetitions. So the units that are worth repeating are what fills a repetition, what leads up to it, what
follows it, and every kind of character that the pattern tells apart.
"""

import re
import signal
import time
from contextlib import contextmanager
from functools import cached_property, partial
from re import _compiler, _parser
from re import _constants as sre

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
CHARACTERS = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)
ALPHABET = "aQz0_ \n\t-.,:;?!'\"“”«»()[]{}<>/\\=*&#@+|%~…。か一가é\x00"
"""Characters that classes are likely to tell apart; a pattern's own letters are added."""
TRIES = 4
"""Texts that are tried of each part, which differ in the characters, alternatives and options they take."""
NEXT = 2
"""Parts after a repetition that are taken along; what follows them has no part in its failing."""
SHORT = 9
"""A repetition of at most this many, with no longer one in it, costs at most this many times as much at each
place, however long the text is. So no text is derived from it."""
TABLE = 8
"""Alternatives from which on each is tried by itself: together each text would cost what all of them cost."""

FEW, MANY = 500, 2_000
"""Repetitions of a unit: the second text costs four times the first, sixteen times if by the square."""
GROWTH = 7.5
"""Between the four of linear work and the sixteen of quadratic work."""
FLOOR_S = 0.000_4
"""Seconds below which no text of MANY units can have cost the square of its length, two million steps."""
CERTAIN = 4
"""Measurements of each length before a pattern is blamed: a busy machine must slow all of them alike."""
LIMIT_S = 0.3
"""CPU seconds: 40 µs for each unit of the longest text, ten times what the dearest linear pattern takes."""


class TooLong(Exception):
    """The engine did not come to an end within LIMIT_S."""


class Form:
    """A parsed pattern, with the kinds of characters that it tells apart."""

    def __init__(self, parsed, flags, *, is_bytes):
        self.parsed, self.flags, self.is_bytes = parsed, flags, is_bytes
        self.kinds_of = {}

    @classmethod
    def all_of(cls, pattern):
        """Return the forms whose costs add up to a pattern's: of a table of alternatives each by itself."""
        parsed = _parser.parse(pattern.pattern, pattern.flags)
        is_bytes = isinstance(pattern.pattern, bytes)
        return [cls(one, pattern.flags, is_bytes=is_bytes) for one in _parted(parsed)]

    def compiled(self, items=None):
        one = self.parsed if items is None else _parser.SubPattern(self.parsed.state, list(items))
        return _compiler.compile(one, self.flags)

    @cached_property
    def letters(self):
        own = {chr(code) for code in _literals(self.parsed)}
        most = 256 if self.is_bytes else 0x110000
        return [one for one in dict.fromkeys([*ALPHABET, *sorted(own)]) if ord(one) < most]

    @cached_property
    def kinds(self):
        """One letter for each set of the pattern's classes that letters can be in."""
        classes = {str(node): node for node in _nodes(self.parsed) if node[0] in CHARACTERS[1:]}
        members = [set(self._members(node)) for node in classes.values()]
        found = {}
        for letter in self.letters:
            found.setdefault(tuple(letter in each for each in members), letter)
        return dict(sorted(((one, sum(key)) for key, one in found.items()), key=lambda pair: pair[1]))

    def _members(self, node):
        fits = self.compiled([node]).fullmatch
        return [letter for letter in self.letters if fits(self.encoded(letter))]

    def encoded(self, text):
        return text.encode("latin-1") if self.is_bytes else text

    def text(self, items, number):
        """Return a text that the nodes match, or nearly: of each class and branch the one of that number."""
        return "".join(self._text(item, number + at) for at, item in enumerate(items))

    def _text(self, item, number):
        op, argument = item
        if op is sre.LITERAL:
            return chr(argument)
        if op in CHARACTERS:
            if str(item) not in self.kinds_of:
                members = self._members(item)
                self.kinds_of[str(item)] = (
                    [one for one in members if one in self.kinds] or members or ["\x00"]
                )
            kinds = self.kinds_of[str(item)]
            return kinds[number % len(kinds)]
        if op in REPEATS:
            least, _, inner = argument
            return self.text(inner, number) * max(least, 1 - number % 2)
        if op is sre.BRANCH:
            return self.text(argument[1][number % len(argument[1])], number)
        inner = _inner(item)
        return self.text(inner[0], number) if inner and op not in (sre.ASSERT, sre.ASSERT_NOT) else ""

    def attacks(self):
        """Yield (head, unit): texts are a head, the unit many times, and what may fail after it."""
        for kind in self.kinds:
            yield "", kind
        for lead, inner, after in _repetitions(list(self.parsed), []):
            for number in range(TRIES):
                head, body = self.text(lead, number), self.text(inner, number)
                yield head, body
                yield "", head + body
                for upto in range(1, NEXT + 1):
                    follows = self.text(after[:upto], number)
                    yield head, body + follows
                    yield "", head + body + follows
            head = self.text(lead, 0)
            yield from ((head, kind) for kind in self.kinds if self._fills(inner, kind))

    def _fills(self, inner, kind):
        try:
            return self.compiled(inner).match(self.encoded(kind)) is not None
        except (re.error, RuntimeError, IndexError):  # a reference to a group that is not in it
            return True

    def texts(self):
        """Return (head, unit, tail) of each text to try, each once."""
        tails = "", next(iter(self.kinds), "\x00")
        found = {(head, unit, tail): None for head, unit in self.attacks() if unit for tail in tails}
        return [tuple(map(self.encoded, each)) for each in found]


def _parted(parsed):
    """Yield a pattern once for each alternative of its table of them, or as it is where it has none."""
    for at, item in enumerate(parsed):
        inner = list(item[1][3]) if item[0] is sre.SUBPATTERN else [item]
        if len(inner) == 1 and inner[0][0] is sre.BRANCH and len(inner[0][1][1]) >= TABLE:
            for branch in inner[0][1][1]:
                yield _parser.SubPattern(parsed.state, [*parsed[:at], *branch, *parsed[at + 1 :]])
            return
    yield parsed


def _inner(item):
    """The sequences of nodes that stand in a node."""
    op, argument = item
    if op is sre.BRANCH:
        return argument[1]
    if op is sre.ATOMIC_GROUP:
        return [argument]
    if op is sre.GROUPREF_EXISTS:
        return [one for one in argument[1:] if one]
    held = {sre.SUBPATTERN: 3, sre.ASSERT: 1, sre.ASSERT_NOT: 1} | dict.fromkeys(REPEATS, 2)
    return [argument[held[op]]] if op in held else []


def _nodes(items):
    for item in items:
        yield item
        for inner in _inner(item):
            yield from _nodes(inner)


def _literals(items):
    for op, argument in _nodes(items):
        if op in (sre.LITERAL, sre.NOT_LITERAL):
            yield argument
        elif op is sre.IN:
            for kind, what in argument:
                if kind is sre.LITERAL:
                    yield what
                elif kind is sre.RANGE:
                    yield from what


def _may_be_long(item):
    if item[0] not in REPEATS:
        return False
    return any(node[0] in REPEATS and node[1][1] > SHORT for node in _nodes([item]))


def _repetitions(items, lead):
    """Yield (what leads up to it, what it repeats, what follows) for each repetition, however deep."""
    for at, item in enumerate(items):
        before = [*lead, *items[:at]]
        if _may_be_long(item):
            yield before, list(item[1][2]), items[at + 1 :]
        for inner in _inner(item):
            yield from _repetitions(list(inner), before)


USES = {
    "search": lambda pattern, text: pattern.search(text),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "all": lambda pattern, text: pattern.findall(text),
}


def superlinear(pattern, use):
    """Return the (head, unit, tail) by which that use takes more than linear time, None where none does."""
    for form in Form.all_of(pattern):
        compiled = form.compiled()
        for head, unit, tail in form.texts():
            if _grows(partial(_read, USES[use], compiled, (head, unit, tail))):
                return head, unit, tail
    return None


def _read(run, pattern, parts, count):
    head, unit, tail = parts
    return run(pattern, head + unit * count + tail)


def _grows(read):
    """Return whether the cost grows clearly faster than the length, by the least of several measurements."""
    try:
        return all(_seems_to_grow(read, times) for times in (1, CERTAIN))
    except TooLong:
        return True


def _seems_to_grow(read, times):
    many = seconds(lambda: read(MANY), times)
    if many < FLOOR_S or many < GROWTH * seconds(lambda: read(FEW), times + 1):
        return False
    return seconds(lambda: read(4 * MANY), times) > GROWTH * seconds(lambda: read(MANY), times + 1)


def seconds(work, times=1):
    """Return the least CPU time of the work, in seconds; TooLong after LIMIT_S.

    Only the thread's own time counts: on a busy machine a long text is always interrupted, a short one never.
    """
    took = []
    for _ in range(times):
        start = time.thread_time()
        with bounded():
            work()
        took.append(time.thread_time() - start)
    return min(took)


@contextmanager
def bounded():
    """Raise TooLong in what takes more CPU time than LIMIT_S: the engine looks for signals as it goes."""

    def give_up(*_):
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
