"""Read the number before a line's words, in digits, in Chinese or Roman numerals: "3.", "4.-", "三、"."""

import re
from typing import NamedTuple

from harvester.languages.signs import COLONS

HAN_DIGITS = "〇一二三四五六七八九十"
"""These are the digits of Chinese numbers up to 99. They are for use in a character class."""

_HAN = {digit: value for value, digit in enumerate(HAN_DIGITS[:-1])}
_HAN_TEN = HAN_DIGITS[-1]
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DASH = r"(?:\s?[-–—](?!\d))?"  # noqa: RUF001  Spanish and French write "1.- "
_DIGITS = re.compile(rf"(\d{{1,3}})(?:[ºª°]?[.)](?!\d){_DASH}|[、．])\s*")  # noqa: RUF001
_BRACKETED = re.compile(rf"[(（](\d{{1,3}}|[{HAN_DIGITS}]{{1,3}})[)）]\s*")  # noqa: RUF001
_HAN_COUNTED = re.compile(rf"([{HAN_DIGITS}]{{1,3}})[、．.]\s*")  # noqa: RUF001
_HAN_ORDINAL = re.compile(rf"第([{HAN_DIGITS}]{{1,3}})[、．.,，{COLONS}\s]\s*")  # noqa: RUF001
_ROMAN_COUNTED = re.compile(rf"([IVX]{{1,5}})(?:[.)](?=[\s–—-]){_DASH}\s*|\s[–—-]\s+)")  # noqa: RUF001


class Ordinal(NamedTuple):
    """An ordinal has its value and the number of characters before the line's words."""

    value: int
    cut: int


def ordinal(text: str) -> Ordinal | None:
    """Return the number before the words of a line, or None."""
    sign = text[:1]
    form = _FORMS.get("0" if sign.isdecimal() else sign)
    if form is None:
        return None
    pattern, value_of = form
    if (found := pattern.match(text)) is not None and (value := value_of(found[1])):
        return Ordinal(value, found.end())
    return None


def _of_digits(digits: str) -> int:
    return int(digits) if digits.isdecimal() else _of_han(digits)


def _of_han(digits: str) -> int:
    """Return the value of a number up to 99 in Chinese digits; 0 if it is not such a number."""
    tens, ten, ones = digits.rpartition(_HAN_TEN)
    if not ten:
        return _HAN.get(ones, 0)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * _HAN.get(tens, 1) + _HAN.get(ones, 0)


def _of_roman(digits: str) -> int:
    """Return the value of a Roman number up to 39."""
    values = [_ROMAN[digit] for digit in digits]
    return sum(-own if own < after else own for own, after in zip(values, [*values[1:], 0], strict=True))


_FORMS = {
    "0": (_DIGITS, _of_digits),
    **dict.fromkeys("(（", (_BRACKETED, _of_digits)),  # noqa: RUF001
    **dict.fromkeys(HAN_DIGITS, (_HAN_COUNTED, _of_han)),
    "第": (_HAN_ORDINAL, _of_han),
    **dict.fromkeys(_ROMAN, (_ROMAN_COUNTED, _of_roman)),
}
"""By its first sign, "0" for any digit, each form has its pattern and the function that reads its digits."""
