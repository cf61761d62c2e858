"""Answers that a page's structured data has otherwise than the page shows them."""

from harvester.diff import spans


def first_difference(shown: str, stated: str) -> tuple[str, str]:
    """Return the first words that only the stated answer has, after the shown words in their place.

    The shown ones are ``""`` where words are added. If the stated answer only lacks words, the first of these
    are returned, and ``""`` for the stated ones.
    """
    differing = [
        (span.before.strip(), span.after.strip()) for span in spans(shown, stated) if span.op != "equal"
    ]
    added = (both for both in differing if any(map(str.isalnum, both[1])))
    return next(added, differing[0] if differing else ("", ""))
