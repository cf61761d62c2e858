"""What happened between two versions of an article, question by question. Pure: values in, values out.

    compare(old, new, dropped=())   Snapshot, Snapshot, wordings of dropped questions -> Comparison:
                                    links, restored and changes
    match(old, new, dropped=())     pairs -> Matching: links, restored, splits and merges, with confidences
    with_parts(old, new, matching)  the matching with splits and merges, where the links are known
    changes(old, new, dropped, matching)    the changes alone, where the matching is known
    hunks(before, after)            what differs in words, classified; () when both show the same words
    applied(text, hunks)            the newer content key made of the older one
    spans(before, after, hunks)     both texts in full, cut at their hunks, for drawing
    Comparison, Span                what these return; Change and Hunk are in harvester.change

Matching is one to one: the same words, the same question, then the likeliest links as a whole (`matching`,
`similarity`, `assignment`), then those of rare words (`remaining`, `rarity`). Splits and merges are found
beside the links (`parts`). Texts are compared by sentences first, then by words (`tokens`, `align`,
`differences`, `sentences`, `sliding`). Each hunk has all classes that its words have (`classes`: `forms`,
`figures`, `names`, `negation`, `quotations`) and its weight (`significance`). Texts of equal `content_key`
are no change; every other difference is one, and shows its words.
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
