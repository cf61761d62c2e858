"""What happened between two versions of an article, question by question. Pure: values in, values out.

    compare(old, new, dropped)              two snapshots, and dropped questions as last shown -> Comparison
    match(old, new, dropped)                the same of pairs -> Matching: links, restored, splits and merges
    with_parts(old, new, matching)          the matching with its splits and merges, if the links are known
    changes(old, new, dropped, matching)    the changes alone, if the matching is known
    hunks(before, after, language)          what differs in words, classified; () if both show the same words
    applied(text, changes)                  the newer content key, made from the older one and the hunks
    spans(before, after, hunks)             both texts in full, cut at their hunks, for drawing -> DiffSpan
    Comparison, Matching, DiffSpan          what these return; Change and Hunk are in harvester.change

Matching is one to one. The same words are linked first, then the same questions, then the likeliest links as
a whole (`matching`, `similarity`, `assignment`), then those that rare words show (`remaining`, `rarity`).
Splits and merges are found among what the links leave (`parts`). Texts are compared by sentences first, then
by words (`tokens`, `align`, `differences`, `sentences`, `sliding`). Each hunk has all classes of its words
(`classes`: `forms`, `figures`, `names`, `negation`, `quotations`) and a weight (`significance`). If two texts
have equal content keys, nothing changed; any other difference is a change, and shows its words.
"""

from harvester.diff.compare import Comparison, changes, compare
from harvester.diff.hunks import applied, hunks
from harvester.diff.matching import Matching, match, with_parts
from harvester.diff.spans import DiffSpan, spans

__all__ = [
    "Comparison",
    "DiffSpan",
    "Matching",
    "applied",
    "changes",
    "compare",
    "hunks",
    "match",
    "spans",
    "with_parts",
]
