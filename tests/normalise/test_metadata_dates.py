"""Dates as pages write them."""

# ruff: noqa: RUF001  digits and letters of other scripts

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalise.dates import iso_date

CASES = {
    "ISO 8601": ("2031-05-01T11:15:49Z", "2031-05-01T11:15:49+00:00"),
    "offset without a colon": ("2031-05-01T11:15:49+0530", "2031-05-01T11:15:49+05:30"),
    "offset of hours": ("2031-05-01T11:15:49-08", "2031-05-01T11:15:49-08:00"),
    "fractions of a second": ("2031-05-01T11:15:49.123-04:00", "2031-05-01T11:15:49-04:00"),
    "a space for the T": ("2031-05-01 3:15:00 -0800", "2031-05-01T03:15:00-08:00"),
    "no offset": ("2031-05-01T11:15", "2031-05-01T11:15:00"),
    "a day": ("2031-05-01", "2031-05-01"),
    "slashes": ("2031/05/01", "2031-05-01"),
    "digits alone": ("20310501", "2031-05-01"),
    "seconds since 1970": ("1900000000", "2030-03-17T17:46:40+00:00"),
    "milliseconds since 1970": ("1900000000123", "2030-03-17T17:46:40+00:00"),
    "RFC 5322": ("Thu, 01 May 2031 10:00:00 GMT", "2031-05-01T10:00:00+00:00"),
    "asctime with a zone": ("Thu May 01 16:45:24 PDT 2031", "2031-05-01T16:45:24-07:00"),
    "English, month first": ("Posted May 1, 2031 10:05 pm", "2031-05-01T22:05:00"),
    "English, midnight": ("May 1, 2031 12:01 a.m.", "2031-05-01T00:01:00"),
    "English, ordinal": ("Thursday 1st of May 2031", "2031-05-01"),
    "English, a zone": ("1 May 2031 10:05 CEST", "2031-05-01T10:05:00+02:00"),
    "German": ("Stand: 1. März 2031, 14:05 Uhr", "2031-03-01T14:05:00"),
    "German, figures": ("01.05.2031", "2031-05-01"),
    "French": ("Publié le 1er août 2031 à 14h32", "2031-08-01T14:32:00"),
    "Spanish": ("1 de mayo de 2031", "2031-05-01"),
    "Portuguese": ("1 de março de 2031, 07h00", "2031-03-01T07:00:00"),
    "Italian": ("1 gennaio 2031", "2031-01-01"),
    "Dutch": ("1 maart 2031", "2031-03-01"),
    "Polish": ("1 października 2031", "2031-10-01"),
    "Polish, the month that is another in Croatian": ("1 listopada 2031", "2031-11-01"),
    "Croatian, the month that is another in Polish": ("1. listopada 2031.", "2031-10-01"),
    "Czech, the month that is another in Croatian": ("1. listopadu 2031", "2031-11-01"),
    "Swedish": ("1 maj 2031", "2031-05-01"),
    "Turkish": ("1 Ağustos 2031", "2031-08-01"),
    "Russian": ("1 мая 2031, 23:32", "2031-05-01T23:32:00"),
    "Ukrainian": ("1 травня 2031", "2031-05-01"),
    "Greek": ("1 Μαΐου 2031", "2031-05-01"),
    "Arabic, digits of its own": ("١ مايو ٢٠٣١", "2031-05-01"),
    "Hebrew, with its preposition": ("1 במאי 2031", "2031-05-01"),
    "Hungarian": ("2031. május 1. 08:30", "2031-05-01T08:30:00"),
    "Hungarian, day and ending": ("2031. május 1-én, csütörtökön", "2031-05-01"),
    "Hungarian, figures": ("2031. 05. 01.", "2031-05-01"),
    "Korean, figures": ("2031. 5. 1. 오후", "2031-05-01"),
    "Vietnamese": ("Thứ năm, ngày 1 tháng 5 năm 2031", "2031-05-01"),
    "Vietnamese, the month in words": ("1 tháng mười hai, 2031", "2031-12-01"),
    "Lithuanian": ("2031 m. gegužės 1 d.", "2031-05-01"),
    "Basque": ("2031(e)ko maiatzaren 1(a), osteguna", "2031-05-01"),
    "Mongolian": ("2031 оны 5-р сарын 1", "2031-05-01"),
    "Hindi, the month cut short": ("1 जन॰ 2031", "2031-01-01"),
    "Latvian": ("2031. gada 1. maijā", "2031-05-01"),
    "Catalan": ("1 d'abril de 2031", "2031-04-01"),
    "Swedish ordinal": ("den 1:e maj 2031", "2031-05-01"),
    "Levantine Arabic, two words": ("١ كانون الثاني ٢٠٣١", "2031-01-01"),
    "Thai, the month cut short": ("1 พ.ค. 2574", "2031-05-01"),
    "Thai, a vowel in the month, the era": ("วันที่ 1 กุมภาพันธ์ พ.ศ. 2574", "2031-02-01"),
    "Persian, Jalali calendar": ("تاریخ انتشار: ۱۱ اردیبهشت ۱۴۱۰", "2031-05-01"),
    "Persian, Jalali calendar in figures": ("۱۴۱۰/۰۲/۱۱ - ۰۸:۳۰", "2031-05-01T08:30:00"),
    "Persian, last day of a leap year": ("۳۰ اسفند ۱۴۰۳", "2025-03-20"),
    "Persian, no leap year": ("۳۰ اسفند ۱۴۰۲", ""),
    "Dari": ("۱۱ ثور ۱۴۱۰", "2031-05-01"),
    "Persian, Gregorian calendar": ("۱ مه ۲۰۳۱", "2031-05-01"),
    "Arabic of Tunisia": ("الخميس 1 ماي 2031", "2031-05-01"),
    "a year of two digits": ("Published 01.05.31, 11:51", "2031-05-01T11:51:00"),
    "a number of a version": ("Release 01.05.31.2", ""),
    "Minguo": ("民國120年5月1日", "2031-05-01"),
    "marks of direction": ("1\u200f/5\u200f/2031", "2031-05-01"),
    "a number before a date": ("No. 2031, 5 May 2030", "2030-05-05"),
    "a range of days": ("3–5 May 2031", "2031-05-05"),
    "German, as of, beside a ruling": (
        "Stand: 1. Mai 2031 · nach dem Urteil vom 12.03.2029 (Az. 12 O 345/30)",
        "2031-05-01",
    ),
    "English, a ruling first": ("After the ruling of 12 March 2029; 1 May 2031", "2031-05-01"),
    "French, a law alone": ("la loi du 12 mars 2029", ""),
    "Spanish, a decree in figures": ("Real Decreto-ley 3/2029, de 12/03/2029", ""),
    "changed, then published": ("Updated 3 May 2031 | Published 1 May 2031", "2031-05-01"),
    "published, then changed": ("Erschienen am 1.5.2031, aktualisiert am 3.5.2031", "2031-05-01"),
    "only changed": ("Mis à jour le 3 mai 2031", "2031-05-03"),
    "Hindi": ("1 जनवरी 2031", "2031-01-01"),
    "Thai, Buddhist calendar": ("1 มกราคม 2574", "2031-01-01"),
    "Japanese": ("2031年5月1日 21時37分", "2031-05-01T21:37:00"),
    "Japanese era": ("令和元年5月1日", "2019-05-01"),
    "Chinese": ("2031年05月01日 08:17", "2031-05-01T08:17:00"),
    "Korean": ("입력 2031.05.01 22:09", "2031-05-01T22:09:00"),
    "a rubric before the date": ("Urteil · 1. Mai 2031", "2031-05-01"),
    "two dates side by side": ("1. Mai 20312. Mai 2031", "2031-05-01"),
    "a name right before": ("Ada KelpMay 1, 2031", "2031-05-01"),
    "the month can only be the first": ("05/13/2031", "2031-05-13"),
    "no such day": ("30/02/2031", ""),
    "no such month": ("2031-13-01", ""),
    "no such hour": ("2031-05-01T25:00", "2031-05-01"),
    "too far away": ("1 May 2999", ""),
    "a year alone": ("Ferry 2031", ""),
    "words": ("yesterday", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_iso_date(text, expected):
    assert iso_date(text) == expected


def test_month_first():
    assert iso_date("05/04/2031", month_first=True) == "2031-05-04"


@given(st.text() | st.from_regex(r"[\d:./ T+-]{0,60}"))
def test_never_raises_and_reads_its_own_dates(text):
    found = iso_date(text)
    assert iso_date(found) == found


@given(st.integers(-2_208_000_000, 4_102_000_000), st.integers(-23 * 60, 23 * 60))
def test_reads_what_python_writes(seconds, minutes):
    moment = (datetime(1970, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(
        timezone(timedelta(minutes=minutes))
    )
    assert iso_date(moment.isoformat()) == (moment.isoformat() if 1900 <= moment.year <= 2100 else "")
