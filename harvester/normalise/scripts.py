"""Write superscripts and subscripts as text, so that numbers keep their value: 10⁶ m³, CO₂, 1974[1], 2 1/2.

Unicode's raised and lowered characters are used if they exist, or else ``^(…)`` and ``_(…)``. The mark of a
note is written ``[1]``: it does not become a digit of a number, and a search finds the word before it.
"""

import re

LONGEST = 12
"""A superscript or subscript has at most this many characters; longer text is only small and stays."""
LONGEST_NOTE = 6
"""The mark of a note has at most this many characters: "[12]" or "1, 2"."""

_RAISED = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",  # noqa: RUF001
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
)
_LOWERED = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ",  # noqa: RUF001
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)
_RAISED_DIGITS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_OWN_SIGN = {"TM": "™", "SM": "℠", "o": "º", "a": "ª"}
_SLASHES = frozenset("/⁄∕")  # noqa: RUF001

_NOTE = re.compile(r"[\[(]?(?:\d{1,3}(?: ?[,;–-] ?\d{1,3})*|[a-z]|[ivx]{1,4}|[*†‡§¶#]{1,3})[\])]?")  # noqa: RUF001
_COUNTED = re.compile(r"\d{1,3}(?: ?[,;–-] ?\d{1,3})*")  # noqa: RUF001
_BRACKETED = re.compile(r"\[[^\[\]]{1,4}\]")
# A power follows a number, a unit or a bracket. A note follows the end of a sentence, a quotation or a year.
_BEFORE_A_NOTE = re.compile(r"(?:[.,;:!?…”»\"’。、，！？]|(?<![\d.,])(?:1[5-9]|20)\d\d)\Z")  # noqa: RUF001
# These are abbreviated by their last letters: ordinals, Roman numerals, titles: "1er", "XXe", "Mme", "20th".
_SHORTENED = re.compile(r"(?:\d|(?<![^\W\d])[^\W\d]{1,2}|[A-ZÀ-Þ]|\d[.])\Z")
_ENDINGS = re.compile(r"[^\W\d_]{2,4}|[ehrs]")


def raised(text: str, before: str, *, linked: bool = False) -> str:
    """Return a superscript as plain text. ``before`` is the text before it; ``linked`` marks a link."""
    core = text.strip()
    if not core or len(core) > LONGEST:
        return text
    return text.replace(core, _raised(core, before, linked=linked), 1)


def _raised(core: str, before: str, *, linked: bool) -> str:
    if _is_note(core, before, linked=linked):
        return noted(core)
    if core in _OWN_SIGN and before[-1:].strip():
        return _OWN_SIGN[core]
    if not any(map(str.isalnum, core)) and not core.startswith(("+", "-", "−")):  # noqa: RUF001
        return core
    if _ENDINGS.fullmatch(core) and _SHORTENED.search(before):
        return core
    changed = core.translate(_RAISED)
    if all(one != other for one, other in zip(core, changed, strict=True)):
        return changed
    return f"^({core})" if before[-1:].strip() else core


def _is_note(core: str, before: str, *, linked: bool) -> bool:
    if linked:
        return len(core) <= LONGEST_NOTE and _NOTE.fullmatch(core) is not None
    if _BRACKETED.fullmatch(core):
        return True
    if _COUNTED.fullmatch(core) is None:
        return False
    is_list = not core.isdigit() and before[-1:].isalpha()
    return is_list or _BEFORE_A_NOTE.search(before) is not None


def noted(mark: str) -> str:
    """Return the mark of a note in brackets."""
    bare = mark.strip().strip("[]()")
    return f"[{bare}]" if any(map(str.isalnum, bare)) else bare


def is_note_mark(text: str) -> bool:
    """Return whether the text of a link within the page can only be the mark of a note."""
    return len(text) <= LONGEST_NOTE and _COUNTED.fullmatch(text.strip()) is not None


def lowered(text: str, before: str) -> str:
    """Return a subscript as plain text. ``before`` is the text before it."""
    core = text.strip()
    if not core or len(core) > LONGEST or " " in core or not before[-1:].strip():
        return text
    changed = core.translate(_LOWERED)
    if any(one == other for one, other in zip(core, changed, strict=True)):
        changed = f"_({core})"
    return text.replace(core, changed, 1)


def fraction(above: str, slash: str, below: str) -> str:
    """Return a raised numerator, a slash and a denominator as "1/2"; nothing if they are not a fraction."""
    if slash.strip() not in _SLASHES or not above or not below:
        return ""
    over = "".join(_RAISED_DIGITS.get(char, " ") for char in above)
    under = below.strip()
    return f"{over}/{under}" if over.isdigit() and under.isdigit() else ""
