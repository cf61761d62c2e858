"""Normal documents to snapshots: which lines ask, and what belongs to each answer. Pure.

The theory
    A page that answers questions shows a list: lines that ask, set apart from the text in the same way,
    and text between them. Nearly everything follows from that. Words and names of classes only confirm
    it.

The things, in the order of the work
    A *line* is a stretch of a block in one look (`lines`). A *region* is a container that holds clutter
    by what it is, by its title, or by its links (`regions`, `sections`, `index`): its lines neither ask
    nor answer.
    A *style* is what tells lines apart, from rough to fine: the kind of element, its level, its emphasis,
    its classes and those around it (`looks`). A *stretch* is a run of lines in one style, from a question
    to a question, most of which ask (`strategies.styles`).
    A *candidate* is what one strategy proposes: the *marks* of its questions and its *means*, by what
    they were told (`candidate`). Strategies stand side by side and know nothing of each other; what the
    rest must know of a strategy is a flag of its means, never its name.
    A *turn* is a mark with the lines of its answer. What stands between two questions belongs to the
    first unless there is *evidence* against it (`scope`, `votes`, `asides`, `ends`): a reason in words,
    which `explain` shows.
    A *verdict* is a candidate with its turns and its score (`verdicts`).

How evidence is weighed
    Against a line of an answer one reason is enough, and it must be positive. For a candidate all reasons
    are added: each has a weight in the table of `verdicts`, and from a threshold on the candidate is
    believed. The best on each stretch of the page wins (`choose`). It then takes in the questions of
    others that belong to its list, if there is a reason: the same lines, or the same kind of place
    (`joining`). A join is never a matter of weight.
    Levels have rules of their own, for a deeper heading may ask within an answer (`levels`); so have
    statements of somebody who interviews (`spoken`, `strategies.speakers`).
    What the page states in its markup confirms a candidate, brings back lines that were left out, and
    answers questions whose answers a script shows. It never replaces words that are shown (`stated`,
    `checking`).

Where each kind of knowledge lives
    Words of a language are in `harvester.languages`, and `phrases` and `asking` ask for them; signs that
    no language owns are in `harvester.languages.signs`. Names of classes are in `regions` and `looks`,
    labels and numbers before a question in `affixes`, names before a turn in `names`. Weights are in
    `verdicts` for candidates and in `weighing` for lines. Every other number stands beside its one rule.
"""

from harvester.parse.explain import Explanation, Label, Role, explain
from harvester.parse.parser import PARSER_VERSION, parse

__all__ = [
    "PARSER_VERSION",
    "Explanation",
    "Label",
    "Role",
    "explain",
    "parse",
]
