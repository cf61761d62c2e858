"""Words of dates in the languages of the press, and time zones by their letters: tables only."""

import re

from harvester.languages.files import known

# ruff: noqa: RUF001  letters of other scripts that look Latin are what it lists

MONTHS = {
    name.replace(".", " "): number
    for table in ("short_months", "months")
    for name, number in known().values(table).items()
}
"""Name or abbreviation, in lower case, to its number."""

LONG_STARTS = frozenset(name.partition(" ")[0] for name in MONTHS if " " in name)
"""First words of names that have several."""

_LINKS = "de del di do da d of ng ta l el den m d г р ж год года року gada оны พ ศ ค ปี ឆ្នាំ năm an th"
LINKS = frozenset(_LINKS.split())
"""Words that stand between the parts of a date."""

_RULINGS = """
    § 判決 裁定 urteil* beschlu* gesetz* verordnung* richtlinie* az
    ruling* judgment* judgement* law act directive* regulation* decree*
    arrêt* décret* loi ordonnance* jugement*
    sentencia* ley decreto* auto sentenza* legge lei acórdão* despacho*
    uitspraak* arrest wet besluit* wyrok* ustaw* rozporządzen* rozsudek* zákon* vyhlášk*
    dom lag lagen förordning* lov loven dommen forskrift* laki lain päätö*
    постановлени* закон* решени* приказ* ухвал* рішення наказ*
"""
_CHANGES = """
    updated update modified revised edited corrected
    stand aktualisiert* geändert* mis_à_jour mise_à_jour modifié* actualisé*
    actualizad* modificad* aggiornat* atualizad* bijgewerkt gewijzigd
    zaktualizowan* aktualizacj* aktualiz* uppdaterad* opdateret oppdatert päivitetty muokattu
    frissítve módosítva actualizat* güncellen* güncelleme* diperbarui cập_nhật
    обновлен* обновлён* изменен* оновлен* актуализ* ажурира* تحديث آخر_تحديث به_روز עודכן
    更新 最終更新 修改 수정 अपडेट अद्यतन ปรับปรุง แก้ไข
"""


_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3000-\ud7ff§]")  # scripts that write no spaces between words


def _any_of(words: str) -> re.Pattern[str]:
    """Return what finds any of the words: "*" is any ending, "_" a space."""
    spelt = [re.escape(word).replace("_", r"\s").replace(r"\*", r"\w*") for word in words.split()]
    whole = "|".join(word for word in spelt if not _UNSPACED.search(word))
    return re.compile("|".join([rf"(?<!\w)(?:{whole})(?!\w)", *filter(_UNSPACED.search, spelt)]))


OF_RULING, OF_CHANGE = _any_of(_RULINGS), _any_of(_CHANGES)
"""What stands before the date of a ruling or law, and of a change."""

ZONES = dict.fromkeys(("Z", "UTC", "GMT", "WET"), 0.0) | {
    "BST": 1,
    "CET": 1,
    "MEZ": 1,
    "WEST": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "IST": 5.5,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
"""Letters to hours ahead of UTC, as the press of each region means them."""
