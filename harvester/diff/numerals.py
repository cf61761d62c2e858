"""Numbers written in digits and signs: digits of any script, fractions, powers, Han numerals."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

MAX_DIGITS = 1000
"""A number, or a power of it, has at most this many digits: Python refuses to read and write more than 4,300.

A longer row of digits is compared in pieces of this length, and a larger power has the value of its base.
"""

GROUP = 3
"""This many digits stand between two marks of thousands."""

_GROUP = " \u00a0\u202f'’"  # noqa: RUF001
_MONEY = "$€£¥₹₽₩₺₴₪₫฿"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_HAN = {
    **dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("两兩壱弐参", (2, 2, 1, 2, 3), strict=True)),
}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_HAN_ALL = "".join([*_HAN, *_HAN_TENS, *_HAN_LARGE])
_SINGLE = f"{_VULGAR}{_RAISED}₀-₉Ⅰ-ↂↅ-ↈ①-⒛⓪-⓿❶-➓"  # without the Roman "Ↄ" and "ↄ", which have no value
# What is counted by them: a numeral that stands alone is a number before one of these, or behind "第".
_COUNTED = (
    "年月日号號时時点點分秒天周週岁歲歳个個人名次件项項条條种種倍成元円块塊米里吨噸度℃%章节節期届屆位家所间間台辆"
    "輛层層楼樓张張頁页回代世番階枚匹頭杯つ歩級级等院国國省市県县万萬亿億千百ヶか箇"
)
_ORDINAL = "第每毎约約近逾超"

_NUMBER = re.compile(
    rf"(?P<before>[<>≤≥≈~➔→]\s?)?(?P<money>[{_MONEY}]\s?)?"
    rf"(?P<number>(?:(?<![\w)\]])[-−+±])?(?:\d{{1,3}}(?:[{_GROUP}]\d{{3}})+(?!\d)|\d+)(?:[.,٫٬]\d+)*)"  # noqa: RUF001
    rf"(?P<raised>⁻?[{_RAISED}]+)?(?P<part>[ \u2044]?[{_VULGAR}])?(?P<after>\s?[%٪‰°{_MONEY}])?"
    rf"|(?P<sign>[{_SINGLE}])"
    rf"|(?P<han>[{_HAN_ALL}]{{1,{MAX_DIGITS}}})"
)
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(
    r"(?<![^\W_])(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])"
)
_ROMAN_LETTERS = re.compile("[IVXLCDM]{2}")
"""Every Roman numeral has two of these; most texts have not."""

_SIGN = re.compile(rf"[\d{_SINGLE}{_HAN_ALL}]")  # what every number holds
_PIECE = re.compile(rf"\d{{1,{MAX_DIGITS}}}")
_ARROWS = str.maketrans("➔→٪", ">>%", " \u00a0")


class NumeralToken(NamedTuple):
    """A number at ``text[start:end]``, or a word of one.

    unit: signs that belong to it: "%", "€". is_word: further words may follow that add to it or multiply it.
    is_sure: it can be nothing but a number. is_magnitude: it multiplies what stands before it.
    """

    start: int
    end: int
    value: Fraction
    unit: str = ""
    is_word: bool = False
    is_sure: bool = True
    is_magnitude: bool = False


def numerals(text: str) -> Iterator[NumeralToken]:
    """Yield the numbers of the text that are written without letters, in order."""
    yield from _roman(text)
    if _SIGN.search(text) is None:
        return
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if found["han"]:
            value = _of_han(found["han"])
            yield NumeralToken(start, end, value, is_word=True, is_sure=_is_counted(text, start, end),
                       is_magnitude=found["han"] in _HAN_LARGE or found["han"] in _HAN_TENS)  # fmt: skip
        elif found["sign"]:
            yield NumeralToken(start, end, _of_sign(found["sign"]))
        else:
            yield from _of_number(found)


def _roman(text: str) -> Iterator[NumeralToken]:
    """Yield Roman numerals of two letters or more; a word in capitals may look like one."""
    if _ROMAN_LETTERS.search(text) is None:
        return
    for found in _ROMAN.finditer(text):
        values = [_LETTERS[letter] for letter in found[0]]
        value = sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
        yield NumeralToken(*found.span(), Fraction(value), is_word=True, is_sure=False)


def _of_number(found: re.Match[str]) -> Iterator[NumeralToken]:
    """Yield a number with its unit, or each figure of a run that is not one number: "3.10.2020"."""
    value = decimal(found["number"])
    if value is None:
        begin = found.start("number")
        for each in _PIECE.finditer(found["number"]):
            yield NumeralToken(begin + each.start(), begin + each.end(), Fraction(int(each[0])))
        return
    if found["raised"]:
        value = _power(value, len(found["number"]), found["raised"])
    if found["part"]:
        value += _of_sign(found["part"][-1])
    unit = "".join(found[name] or "" for name in ("before", "money", "after")).translate(_ARROWS)
    yield NumeralToken(*found.span(), value, unit)


def _power(base: Fraction, digits: int, raised: str) -> Fraction:
    """Return the power of a number of so many digits; the number itself if the power is too large."""
    if not base or len(raised) > len(str(MAX_DIGITS)):
        return base
    exponent = int(unicodedata.normalize("NFKC", raised).replace("\u2212", "-"))
    return base**exponent if digits * abs(exponent) <= MAX_DIGITS else base


def decimal(number: str) -> Fraction | None:
    """Return the value of a number in digits of any script, None if it is not one number.

    "3.10.2020" is several, and more than `MAX_DIGITS` digits are read in pieces. "1,234" and "1.234" are both
    taken for thousands, "3,5" and "3.5" for decimals: which mark is which depends on the country.
    """
    if len(number) > MAX_DIGITS:
        return None
    sign = -1 if number[0] in "-\u2212" else 1
    plain = re.sub(rf"[{_GROUP}٬]|^[-−+±]", "", number).replace("٫", ".")  # noqa: RUF001
    whole, *rest = re.split(r"[.,]", plain)
    marks = re.findall(r"[.,]", plain)
    grouped = len(whole) <= GROUP and not whole.startswith("0") and all(len(each) == GROUP for each in rest)
    if not rest or (grouped and len(set(marks)) == 1):
        return sign * Fraction(int(whole + "".join(rest)))
    *groups, last = rest
    if len(set(marks[:-1])) > 1 or marks[-1] in marks[:-1] or any(len(each) != GROUP for each in groups):
        return None
    return sign * Fraction(int(whole + "".join(rest)), 10 ** len(last))


def _of_sign(sign: str) -> Fraction:
    """Return the value of a single sign: "½", "⁶", "Ⅳ"."""
    return Fraction(unicodedata.numeric(sign)).limit_denominator(10_000)


def _is_counted(text: str, start: int, end: int) -> bool:
    """Return whether the Han numerals are a number and no part of a word such as "统一"."""
    if text[start - 1 : start] in [*_ORDINAL] or text[end : end + 1] in [*_COUNTED]:
        return True
    return end - start > 1 or text[start - 1 : start].isdigit()


def _of_han(run: str) -> Fraction:
    """Return the value of Han numerals: with tens and hundreds ("三十五"), or digit by digit ("二〇二〇")."""
    if all(sign in _HAN for sign in run):
        return Fraction(int("".join(str(_HAN[sign]) for sign in run)))
    total = section = digit = 0
    for sign in run:
        if sign in _HAN:
            digit = _HAN[sign]
        elif sign in _HAN_TENS:
            section += (digit or 1) * _HAN_TENS[sign]
            digit = 0
        else:
            total += (section + digit or 1) * _HAN_LARGE[sign]
            section = digit = 0
    return Fraction(total + section + digit)
