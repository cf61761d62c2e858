"""Exclude by its first letters that a line is a phrase of one of several lists, as most lines are not."""

from functools import cached_property

from harvester.languages.phrases import Lines, head_of


class Openings:
    """Openings are what the phrases of several `Lines` begin with: a first look, which few lines pass."""

    def __init__(self, *listed: Lines) -> None:
        self._listed = listed

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(head for lines in self._listed for head in lines.heads)

    @cached_property
    def _signs(self) -> frozenset[str]:
        return frozenset(sign for lines in self._listed for sign in lines.signs)

    def fit(self, text: str) -> bool:
        """Return whether the line in small letters can match one of the lists."""
        head = head_of(text)
        return head in self._heads or head[:1] in self._signs
