"""Words of dates in the languages of the press, and time zones by their letters: tables only."""

import re

# ruff: noqa: RUF001  letters of other scripts that look Latin are what it lists

_TABLE = """
1: january jan janvier janv januar jänner jän enero ene gennaio gen janeiro januari stycznia styczeń ledna
    leden január januára ianuarie ian января янв январь січня січень януари јануар siječnja siječanj januara
    tammikuuta tammikuu ιανουαρίου ocak gener urtarrila يناير ינואר जनवरी জানুয়ারি มกราคม jaanuar janvāris
    janvārī sausio janúar ژانویه
    فروردین حمل בינואר ژانویه ม_ค جانفي tháng_1 thg_1 tháng_01 tháng_một 1_сарын tháng_giêng كانون_الثاني
2: february feb février févr fév februar feber febrero febbraio febb fevereiro fev februari lutego luty
    února únor február februára februarie февраля фев февраль лютого лютий февруари фебруар veljače veljača
    februara helmikuuta helmikuu φεβρουαρίου şubat febrer otsaila فبراير شباط פברואר फ़रवरी फरवरी
    ফেব্রুয়ারি กุมภาพันธ์ veebruar februāris februārī vasario febrúar فوریه
    اردیبهشت ثور בפברואר فوریه ก_พ فيفري tháng_2 thg_2 tháng_02 tháng_hai 2_сарын
3: march mar mars märz mär mrz marzo março maart mrt marca marzec března březen március marec martie марта
    мар март березня березень ožujka ožujak marta maaliskuuta maaliskuu μαρτίου mart març martxoa martxoak
    مارس آذار מרץ मार्च মার্চ มีนาคม märts marts martā kovo maret mac
    خرداد جوزا במרץ مارس มี_ค مارس tháng_3 thg_3 tháng_03 tháng_ba 3_сарын
4: april apr avril avr abril abr aprile kwietnia kwiecień dubna duben április apríl apríla aprilie апреля
    апр апрель квітня квітень април travnja travanj aprila huhtikuuta huhtikuu απριλίου nisan apirila أبريل
    ابريل إبريل نيسان אפריל अप्रैल এপ্রিল เมษายน aprill aprīlis aprīlī balandžio
    تیر سرطان באפריל آوریل เม_ย أفريل tháng_4 thg_4 tháng_04 tháng_tư 4_сарын
5: may mai mayo maggio mag maio mei maja maj května květen május máj mája мая май травня травень мај svibnja
    svibanj toukokuuta toukokuu μαΐου μαίου mayıs maig maiatza مايو أيار מאי मई মে พฤษภาคม maijs maijā
    gegužės maí
    مرداد اسد במאי مه พ_ค ماي tháng_5 thg_5 tháng_05 tháng_năm 5_сарын
6: june jun juin juni junio giugno giu junho czerwca czerwiec června červen június jún júna iunie iun июня
    июн июнь червня червень юни јун lipnja lipanj juna kesäkuuta kesäkuu ιουνίου haziran juny ekaina يونيو
    حزيران יוני जून জুন มิถุนายน juuni jūnijs jūnijā birželio júní
    شهریور سنبله ביוני ژوئن มิ_ย جوان tháng_6 thg_6 tháng_06 tháng_sáu 6_сарын
7: july jul juillet juil juli julio luglio lug julho lipca lipiec července červenec július júl júla iulie
    iul июля июл июль липня липень юли јул srpnja srpanj jula heinäkuuta heinäkuu ιουλίου temmuz juliol
    uztaila يوليو تموز יולי जुलाई জুলাই กรกฎาคม juuli jūlijs jūlijā liepos júlí
    مهر میزان ביולי ژوئیه ก_ค جويلية tháng_7 thg_7 tháng_07 tháng_bảy 7_сарын
8: august aug août aout agosto ago augustus sierpnia sierpień srpna srpen augusztus augusta августа авг
    август серпня серпень kolovoza kolovoz avgusta avgust elokuuta elokuu αυγούστου ağustos agost abuztua
    أغسطس اغسطس آب אוגוסט अगस्त আগস্ট สิงหาคม augusts augustā rugpjūčio ágúst agustus
    آبان عقرب באוגוסט اوت ส_ค أوت tháng_8 thg_8 tháng_08 tháng_tám 8_сарын
9: september sept sep septembre septiembre setiembre settembre sett set setembro września wrzesień září
    szeptember septembra septembrie сентября сен сентябрь вересня вересень септември септембар rujna rujan
    syyskuuta syyskuu σεπτεμβρίου eylül setembre iraila سبتمبر أيلول ספטמבר सितंबर सितम्बर সেপ্টেম্বর
    กันยายน septembris septembrī rugsėjo
    آذر قوس בספטמבר سپتامبر ก_ย سبتمبر tháng_9 thg_9 tháng_09 tháng_chín 9_сарын
10: october oct octobre oktober okt octubre ottobre ott outubro out października październik října říjen
    október októbra octombrie октября окт октябрь жовтня жовтень октомври октобар oktobra lokakuuta lokakuu
    οκτωβρίου ekim urria أكتوبر اكتوبر אוקטובר अक्टूबर অক্টোবর ตุลาคม oktoober oktobris oktobrī spalio
    دی جدی באוקטובר اکتبر ต_ค أكتوبر tháng_10 thg_10 tháng_mười 10_сарын تشرين_الأول
11: november nov novembre noviembre novembro listopada listopad listopadu novembra noiembrie noi ноября ноя
    нояб ноябрь листопада листопад ноември новембар studenoga studenog studeni marraskuuta marraskuu
    νοεμβρίου kasım azaroa نوفمبر נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน novembris novembrī lapkričio
    nóvember
    بهمن دلو בנובמבר نوامبر พ_ย نوفمبر tháng_11 thg_11 tháng_mười_một 11_сарын تشرين_الثاني
12: december dec décembre déc dezember dez diciembre dic dicembre dezembro grudnia grudzień prosince
    prosinec decembra decembrie декабря дек декабрь грудня грудень декември децембар prosinca prosinac
    joulukuuta joulukuu δεκεμβρίου aralık desembre abendua ديسمبر דצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม
    detsember decembris decembrī gruodžio desember
    اسفند حوت בדצמבר دسامبر ธ_ค ديسمبر tháng_12 thg_12 tháng_mười_hai 12_сарын كانون_الأول tháng_chạp
"""

MONTHS = {
    name.replace("_", " "): int(month)
    for month, _, names in (
        line.partition(": ") for line in _TABLE.replace("\n    ", " ").strip().splitlines()
    )
    for name in names.split()
}
"""Name or abbreviation, in lower case, to its number. "Listopad" is November, as in Polish and Czech."""

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
