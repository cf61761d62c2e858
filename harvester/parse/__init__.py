"""Turn normal documents into snapshots: which lines ask, and what belongs to each answer.

This package is pure.

The theory
    A page that answers questions shows a list. Its lines that ask differ from the text in the same way,
    and text stands between them. Nearly everything follows from that. Words and class names only confirm
    it.

The things, in the order of the work
    A *line* is a part of a block in one look (`lines`); a question with a line break in it is one line
    (`breaks`). A *region* is a container that holds clutter; its element, title or links show that
    (`regions`, `sections`, `index`). Its lines neither ask nor answer.
    A *style* distinguishes lines, from rough to fine: the kind of element, its level, its emphasis, its
    classes and those around it (`looks`). A *stretch* is a run of lines in one style, from a question to
    a question, most of which ask (`strategies.styles`).
    A *candidate* is what one strategy proposes: the *marks* of its questions, and the *means* by which it
    recognised them (`candidate`). Strategies are independent of each other. If the rest of the package
    needs to know something about a strategy, that is a flag of its means, never its name.
    A *turn* is a mark with the lines of its answer. Text between two questions belongs to the first
    unless there is *evidence* against it: a reason in words with a weight, which `explain` shows. `scope`
    walks down the lines, and one table in `weighing` has all evidence. The evidence looks at a line by itself
    (`asides`), at the end of an article (`ends`), at small signs of a note there (`notes`), or at the box
    around the line (`boxes`, `inserts`). `votes` says what the other answers have.
    A *verdict* is a candidate with its turns and its score (`verdicts`).

How evidence is weighed
    For a line of an answer, the weights of the evidence are added in `weighing`. Evidence that is enough by
    itself has the weight of the threshold, and some evidence ends the answer. For a candidate all reasons
    are added, too: each has a weight in the table of `verdicts`, and a candidate above a threshold is
    accepted. If only places tell a candidate, it comes after all others (`strategies.exchanges`).
    The best on each stretch of the page wins (`choose`). It is then joined with the questions of others
    that belong to its list, if there is a reason: the same lines, or the same kind of place (`joining`).
    Weights never decide a join.
    Levels have their own rules, because a deeper heading may ask within an answer (`levels`). The
    statements of an interviewer also have their own rules (`spoken`, `strategies.speakers`): a line that is
    answered as the questions are is a turn, so the sign that opens the replies is part of the look. Titles
    that look like the questions and do not ask show a list article (`titles`).
    The page's markup says that a line set apart asks. It confirms a candidate, restores lines that were
    left out, and answers questions whose answers a script shows. It never replaces visible words (`stated`,
    `checking`).

Where each kind of knowledge lives
    Words of a language are in `harvester.languages`, and `phrases` and `asking` look them up. Signs that
    belong to no single language are in `harvester.languages.signs`. Class names are in `regions` and
    `looks`, labels before a question in `affixes`, numbers in `ordinals`, and names before a turn in `names`.
    Weights for candidates are in `verdicts`, and those for lines in `weighing`. Every other number stands
    beside its one rule.
"""

from harvester.parse.explain import BlockLabel, Explanation, Role, explain
from harvester.parse.parser import PARSER_VERSION, parse

__all__ = [
    "PARSER_VERSION",
    "BlockLabel",
    "Explanation",
    "Role",
    "explain",
    "parse",
]
