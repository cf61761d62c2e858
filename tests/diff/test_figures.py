"""Edits of figures in many languages, all of which the one condition finds, and edits that look like them.

The sentences are invented. In the first table a figure says something else afterwards, in the second it is
only written otherwise, in the third no figure is touched.
"""

import re
from fractions import Fraction

import pytest

from harvester.diff import hunks
from harvester.diff.figures import figures
from harvester.diff.hunks import all_classes
from harvester.diff.number_words import number_words
from harvester.diff.numerals import MAX_DIGITS, decimal
from harvester.diff.significance import EQUAL_FIGURES

EDITED = (  # language, before, after
    ("en", "Engineers found 14 cracks in the pier.", "Inspectors later counted 41 cracks in the pier."),
    ("en", "It rose by 3.5 % in spring.", "It rose by 35 % in spring."),
    ("en", "The toll is 50 % of that.", "The toll is 5.0 % of that."),
    ("en", "open since October 2020", "open since October 2021"),
    ("en", "nine weeks are left", "twelve weeks are left"),
    ("en", "about two years", "about three years"),
    ("en", "twenty-one boats", "twenty-two boats"),
    ("en", "two hundred and five boats", "two hundred and six boats"),
    ("en", "5 million people", "5 billion people"),
    ("en", "East | 12 | 30\nWest | 30 | 12", "East | 30 | 12\nWest | 12 | 30"),
    ("en", "Adults | 4\nChildren | 2", "Adults | 4\nChildren | 3"),
    ("en", "some 10⁶ m³ of water", "some 10⁷ m³ of water"),
    ("en", "½ of the crew", "⅓ of the crew"),
    ("en", "the pond holds 3½ tons", "the pond holds 4½ tons"),
    ("en", "it froze at 5 degrees", "it froze at -5 degrees"),
    ("en", "costs €5 a day", "costs $5 a day"),
    ("en", "5 % of the boats", "5 of the boats"),
    ("en", "a dozen swans", "a hundred swans"),
    ("en", "in 1987 and 1991", "in 1987 and 1990"),
    ("en", "<5 cases a week", ">5 cases a week"),
    ("en", "between 3 and 5 boats", "between 5 and 3 boats"),
    ("en", "Call 555-0147 at night.", "Call 555-0174 at night."),
    ("en", "The ferry is full.", "The ferry is full. It carries 80 people."),
    ("en", "version 2.0.1 runs", "version 2.1.0 runs"),
    ("en", "the bill of 1,250 crowns", "the bill of 12,50 crowns"),
    ("de", "vierzehn Risse", "einundvierzig Risse"),
    ("de", "zweihundertfünf Boote", "zweihundertfünfzehn Boote"),
    ("de", "1,5 Mio. Euro", "1,5 Mrd. Euro"),
    ("de", "etwa drei Tage im Hafen", "rund acht Tage auf See"),
    ("de", "um 18 Uhr", "um 19 Uhr"),
    ("fr", "quatre-vingt-dix bateaux", "quatre-vingt-onze bateaux"),
    ("fr", "vingt et un canots", "vingt-deux canots"),
    ("fr", "il y a deux ponts", "il y a trois ponts"),
    ("fr", "12 000 tonnes", "21 000 tonnes"),
    ("es", "treinta y dos barcas", "treinta y tres barcas"),
    ("es", "unos 5 millones", "unos 5 mil"),
    ("it", "ventisette ponti", "ventotto ponti"),
    ("it", "i sei ponti", "i sette ponti"),
    ("it", "duemila barche", "tremila barche"),
    ("pt", "duas pontes", "três pontes"),
    ("pt", "cerca de 20 barcos", "cerca de 30 barcos"),
    ("nl", "vijfentwintig boten", "vijfendertig boten"),
    ("sv", "tjugofem båtar", "tjugosex båtar"),
    ("da", "to både", "ni både"),
    ("no", "sju båter", "ti båter"),
    ("fi", "kolme venettä", "neljä venettä"),
    ("pl", "dwóch statków", "trzech statków"),
    ("cs", "pět lodí", "šest lodí"),
    ("ru", "пять лодок", "десять лодок"),
    ("ru", "3 млн рублей", "3 млрд рублей"),
    ("ru", "двух мостов", "трёх мостов"),
    ("uk", "дві лодки", "три лодки"),
    ("bg", "седем лодки", "осем лодки"),
    ("el", "δύο γέφυρες", "τρεις γέφυρες"),
    ("hu", "két híd", "öt híd"),
    ("tr", "iki köprü", "üç köprü"),
    ("ar", "عشرة قوارب", "عشرون قوارب"),
    ("ar", "في ٢٠٢٠ أغلق الجسر", "في ٢٠٢١ أغلق الجسر"),
    ("fa", "پنج قایق", "شش قایق"),
    ("fa", "۱۴ قایق", "۴۱ قایق"),
    ("he", "שלוש סירות", "ארבע סירות"),
    ("hi", "पांच नावें", "सात नावें"),
    ("hi", "३५ नावें", "५३ नावें"),
    ("hi", "दस लाख लोग", "दस करोड़ लोग"),
    ("bn", "তিন নৌকা", "চার নৌকা"),
    ("ta", "மூன்று படகுகள்", "நான்கு படகுகள்"),
    ("zh", "桥上有三个人。", "桥上有五个人。"),
    ("zh", "三十五艘船", "三十六艘船"),
    ("zh", "二〇二〇年开放", "二〇二一年开放"),
    ("zh", "约3万人", "约3亿人"),
    ("ja", "橋は三月に開く。", "橋は四月に開く。"),
    ("ja", "3月5日から", "3月8日から"),
    ("ko", "배 오십 척", "배 육십 척"),
    ("ko", "3만 명", "3억 명"),
    ("th", "มีเรือห้าลำ", "มีเรือเก้าลำ"),
    ("vi", "có bốn chiếc thuyền", "có sáu chiếc thuyền"),
    ("id", "tiga perahu", "empat perahu"),
    ("sw", "boti tatu", "boti nne"),
    ("ka", "სამი ნავი", "ოთხი ნავი"),
    ("hy", "երեք նավակ", "չորս նավակ"),
    ("en", "the first boat", "the second boat"),
    ("en", "a third of the crew", "a quarter of the crew"),
    ("en", "half the crew", "all the crew"),
    ("en", "dozens of boats", "hundreds of boats"),
    ("en", "in Chapter IV", "in Chapter VI"),
    ("de", "die Hälfte der Boote", "ein Drittel der Boote"),
    ("fr", "un tiers des ponts", "la moitié des ponts"),
    ("ru", "первый мост", "второй мост"),
    ("ko", "배 세 척", "배 네 척"),
    ("", "Sie fanden 14 Risse.", "Sie zählten 41 Risse."),
    ("", "five boats", "seven boats"),
)

SAME_VALUE = (  # language, before, after
    ("en", "nine boats", "9 boats"),
    ("en", "five per cent", "5 %"),
    ("en", "1.5 million", "1,500,000"),
    ("en", "twenty-one boats", "21 boats"),
    ("en", "50 % of it", "50.0 % of it"),
    ("en", "½ ton", "0.5 ton"),
    ("en", "the 1st boat", "the first boat"),
    ("de", "etwa Hälfte davon", "etwa ½ davon"),
    ("en", "3½ tons", "3.5 tons"),
    ("en", "10⁶ tons", "1,000,000 tons"),
    ("de", "1,5 Mio. Euro", "1.5 Millionen Euro"),
    ("de", "einundzwanzig Boote", "21 Boote"),
    ("fr", "soixante-douze ponts", "72 ponts"),
    ("it", "i sei ponti", "i 6 ponti"),
    ("es", "treinta y dos", "32"),
    ("ru", "пять тысяч", "5 тыс."),
    ("ar", "٣٥ قاربا", "35 قاربا"),
    ("hi", "३५ नावें", "35 नावें"),
    ("zh", "三十五艘船", "35艘船"),
    ("zh", "3万人", "30000人"),
    ("ja", "三月", "3月"),
)

UNTOUCHED = (  # language, before, after
    ("en", "open 9-17", "open 9–17"),  # noqa: RUF001
    ("en", "Settings ➔ Wi-Fi", "Settings > Wi-Fi"),
    ("en", "Menu ➔ 2 bars", "Menu > 2 bars"),
    ("en", "12\u00a0000 tons", "12 000 tons"),
    ("en", "12 000 tons", "12000 tons"),
    ("en", "At first it was open.", "At least it was open."),
    ("en", "wait a second", "wait a while"),
    ("en", "the CIVIC CENTRE", "the SPORT CENTRE"),
    ("de", "zum ersten Mal offen", "zum Glück offen"),
    ("en", "no one came", "nobody came"),
    ("en", "they met one another", "they met each other"),
    ("en", "Engineers found 14 cracks.", "Inspectors counted 14 cracks."),
    ("en", "often in the tent", "rarely in the tent"),
    ("en", "on Mondays", "on Tuesdays"),
    ("en", "✅ allowed", "❌ allowed"),
    ("en", "a fourteenth-century pier", "a medieval pier"),
    ("en", "Tennis is played.", "Golf is played."),
    ("en", "the weight of it", "the height of it"),
    ("en", "“14 cracks”", '"14 cracks"'),
    ("en", "14 cracks. Nothing else", "14 cracks. Nobody else"),
    ("de", "es sei denn", "es war denn"),
    ("de", "gib acht auf dich", "gib gut auf dich"),
    ("fr", "un bateau neuf", "un bateau vert"),
    ("fr", "les dix-huit ponts", "les dix-huit quais"),
    ("it", "tu sei qui", "tu eri qui"),
    ("es", "una sola barca", "una pequeña barca"),
    ("pt", "o mil-folhas é doce", "o mil-folhas é bom"),
    ("hu", "hét elején", "hónap elején"),
    ("tr", "on the pier", "at the pier"),
    ("ko", "이 다리", "그 다리"),
    ("ko", "다리 사이", "다리 아래"),
    ("vi", "năm ngoái", "tháng trước"),
    ("zh", "一些人来了", "许多人来了"),
    ("zh", "十分重要", "非常重要"),
    ("zh", "统一开放", "全面开放"),
    ("zh", "千万不要过桥", "绝对不要过桥"),
    ("ja", "一緒に渡る", "別々に渡る"),
    ("ja", "十分に広い", "かなり広い"),
    ("fa", "به پل", "بر پل"),
    ("", "sei qui", "eri qui"),
)


def found(language, before, after):
    return hunks(before, after, language)


@pytest.mark.parametrize(("language", "before", "after"), EDITED, ids=map("{0[0]}: {0[1]}".format, EDITED))
def test_an_edit_of_a_figure_is_found(language, before, after):
    edits = found(language, before, after)
    assert "number" in all_classes(edits)
    assert max(hunk.significance for hunk in edits if "number" in hunk.classes) >= 0.85


@pytest.mark.parametrize(
    ("language", "before", "after"), SAME_VALUE, ids=map("{0[0]}: {0[1]}".format, SAME_VALUE)
)
def test_a_figure_that_is_written_otherwise_is_found_and_weighs_little(language, before, after):
    edits = found(language, before, after)
    assert "number" in all_classes(edits)
    assert all(hunk.significance <= EQUAL_FIGURES for hunk in edits if "number" in hunk.classes)


@pytest.mark.parametrize(
    ("language", "before", "after"), UNTOUCHED, ids=map("{0[0]}: {0[1]}".format, UNTOUCHED)
)
def test_other_edits_are_none_of_figures(language, before, after):
    assert "number" not in all_classes(found(language, before, after))


def test_the_tables_are_as_large_as_they_say():
    assert len(EDITED) >= 80
    assert len({language for language, *_ in EDITED}) >= 30
    assert len({language for language, *_ in UNTOUCHED}) >= 12


DECIMALS = {
    "35": 35,
    "3.5": Fraction(7, 2),
    "3,5": Fraction(7, 2),
    "1,234": 1234,
    "1.234.567": 1234567,
    "1,234.5": Fraction(2469, 2),
    "1.234,5": Fraction(2469, 2),
    "12 000": 12000,
    "1'000": 1000,
    "-5": -5,
    "0.125": Fraction(1, 8),
    "\u0663\u066b\u0665": Fraction(7, 2),  # Arabic
    "3.10.2020": None,
    "2.0.1": None,
    "7" * (MAX_DIGITS + 1): None,
}


@pytest.mark.parametrize(("number", "value"), DECIMALS.items(), ids=DECIMALS)
def test_decimals(number, value):
    assert decimal(number) == value


VALUES = {  # language, text: values
    ("en", "two hundred and five"): [205],
    ("en", "between three and five"): [3, 5],
    ("en", "five thousand two hundred"): [5200],
    ("de", "zweihundertfünfundvierzig"): [245],
    ("fr", "quatre-vingt-dix-sept"): [97],
    ("fr", "deux mille trois cents"): [2300],
    ("da", "femogtyve"): [25],
    ("es", "mil novecientos noventa y dos"): [1992],
    ("zh", "三万五千"): [35000],
    ("zh", "二〇二〇"): [2020],
    ("ja", "三億二千万"): [320_000_000],
    ("th", "ยี่สิบห้า"): [25],
    ("hi", "पांच लाख"): [500_000],
}


@pytest.mark.parametrize(("written", "values"), VALUES.items(), ids=map(" ".join, VALUES))
def test_values(written, values):
    language, text = written
    assert [each.value for each in figures(text, number_words(language))] == values


BLOCK = 256


@pytest.mark.parametrize("first", range(0, 0x20000, 16 * BLOCK), ids=hex)
def test_any_character_may_stand_beside_figures(first):
    words = number_words("en")
    for start in range(first, first + 16 * BLOCK, BLOCK):
        text = "".join(f" {chr(code)} 5{chr(code)}5" for code in range(start, start + BLOCK))
        assert all(text[each.start : each.end] == each.text for each in figures(text, words))


@pytest.mark.parametrize("sign", "\u2183\u2184")
def test_a_sign_without_a_value_is_no_number(sign):
    assert not figures(f"in part {sign} of it", number_words("en"))


LONG_ROWS = {
    "digits": "7" * 5000,
    "digits of another script": "\u0667" * 5000,
    "thousands": "7" + ",777" * 2000,
    "thousands apart": "7" + " 777" * 2000,
    "decimals": "7." + "7" * 5000,
    "several numbers": "7.7." + "7" * 5000,
    "Han digits": "七" * 5000,
    "raised digits": "7" + "⁷" * 5000,
    "a large power": "7" * MAX_DIGITS + "⁶⁴ million and two",
}


@pytest.mark.parametrize("row", LONG_ROWS.values(), ids=LONG_ROWS)
@pytest.mark.parametrize("language", ["en", "zh", ""])
def test_a_long_row_of_digits_is_compared(language, row):
    other = re.sub(r"(\w)(?=\W*\Z)", "3", row, count=1)
    edits = found(language, f"the number {row} of it", f"the number {other} of it")
    assert edits
    assert not found(language, f"the number {row} of it", f"the number {row} of it")


def test_a_row_that_is_longer_than_a_number_is_read_in_pieces():
    row = "7" * MAX_DIGITS + "53"
    assert [each.value for each in figures(row, number_words("en"))] == [int("7" * MAX_DIGITS), 53]


POWERS = {"10⁶": 10**6, "10⁻²": Fraction(1, 100), "0⁻¹": 0, "10⁹⁹⁹⁹": 10, "10⁻⁹⁹⁹⁹": 10, "10⁰⁰⁰⁰⁰²": 10}


@pytest.mark.parametrize(("power", "value"), POWERS.items(), ids=POWERS)
def test_powers(power, value):
    assert [each.value for each in figures(power, number_words("en"))] == [value]
