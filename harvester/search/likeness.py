"""How alike questions are: their letters in threes and fours, the rare ones weighed more than common ones.

Two questions that ask the same share stems of words more often than whole words ("repair", "repairs"), parts
of compounds, and names. So each is taken for the set of its n-grams, weighed by how few of the questions
compared have them, and likeness is the cosine of the weights (tf-idf; Salton and Buckley 1988,
"Term-weighting approaches in automatic text retrieval"). Where words run together, characters in twos stand
for words.

It ranks and never asserts: questions about another place or number look more alike than a paraphrase does. Of
60 hand-made pairs in ten languages, among 2,700 other questions, the right one is among the first five for
.93 with threes and fours, .91 with fours alone, .87 with words.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from harvester.languages.signs import is_unspaced
from harvester.text import match_key

SIZES = (3, 4)
"""An n-gram has this many letters. A word counts with a space at each end, so that beginnings and ends count
more."""

UNSPACED_SIZE = 2
"""An n-gram has this many characters where words run together: most words of Chinese have two."""

_WORD = re.compile(r"\w+")
_COMBINING = "Mn"


def grams(text: str) -> frozenset[str]:
    """Return the n-grams of a text, blind to case, accents and marks."""
    folded = unicodedata.normalize("NFKD", match_key(text))
    bare = "".join(each for each in folded if unicodedata.category(each) != _COMBINING)
    plain = unicodedata.normalize("NFC", bare)
    found: set[str] = set()
    for word in _WORD.findall(plain):
        if is_unspaced(word):
            found.update(_cut(word, UNSPACED_SIZE))
        else:
            for size in SIZES:
                found.update(_cut(f" {word} ", size))
    return frozenset(found)


def _cut(text: str, size: int) -> Sequence[str]:
    return [text[start : start + size] for start in range(max(1, len(text) - size + 1))]


def likenesses(question: str, others: Sequence[str]) -> list[float]:
    """Return how alike each of the other questions is to the question, 0 to 1, in their order.

    An n-gram weighs by its rarity among all of them, so a likeness means something only beside the others.
    """
    texts = [grams(question), *map(grams, others)]
    carriers = Counter(gram for each in texts for gram in each)
    weight = {gram: math.log((len(texts) + 1) / number) for gram, number in carriers.items()}
    lengths = [math.sqrt(sum(weight[gram] ** 2 for gram in each)) or 1.0 for each in texts]
    return [
        sum(weight[gram] ** 2 for gram in texts[0] & each) / (lengths[0] * length)
        for each, length in zip(texts[1:], lengths[1:], strict=True)
    ]
