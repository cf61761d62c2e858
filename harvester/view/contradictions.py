"""Answers that a page's structured data has otherwise than the page shows them."""

from harvester.diff import hunks, spans


def first_difference(shown: str, stated: str) -> tuple[str, str]:
    """Return the first words that only the stated answer has, after the shown words in their place.

    The shown ones are ``""`` where words are added. If the stated answer only lacks words, the first of these
    are returned, and ``""`` for the stated ones.
    """
    places = spans(shown, stated, hunks(shown, stated))
    differing = [(each.before.strip(), each.after.strip()) for each in places if each.op != "equal"]
    added = (both for both in differing if any(map(str.isalnum, both[1])))
    return next(added, differing[0] if differing else ("", ""))
