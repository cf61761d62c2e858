"""Names of months in the languages of the press, and time zones by their letters: tables only."""

# ruff: noqa: RUF001  letters of other scripts that look Latin are what it lists

_TABLE = """
1: january jan janvier janv januar jänner jän enero ene gennaio gen janeiro januari stycznia styczeń ledna
    leden január januára ianuarie ian января янв январь січня січень януари јануар siječnja siječanj januara
    tammikuuta tammikuu ιανουαρίου ocak gener urtarrila يناير ינואר जनवरी জানুয়ারি มกราคม jaanuar janvāris
    janvārī sausio janúar ژانویه
2: february feb février févr fév februar feber febrero febbraio febb fevereiro fev februari lutego luty
    února únor február februára februarie февраля фев февраль лютого лютий февруари фебруар veljače veljača
    februara helmikuuta helmikuu φεβρουαρίου şubat febrer otsaila فبراير شباط פברואר फ़रवरी फरवरी
    ফেব্রুয়ারি กุมภาพันธ์ veebruar februāris februārī vasario febrúar فوریه
3: march mar mars märz mär mrz marzo março maart mrt marca marzec března březen március marec martie марта
    мар март березня березень ožujka ožujak marta maaliskuuta maaliskuu μαρτίου mart març martxoa martxoak
    مارس آذار מרץ मार्च মার্চ มีนาคม märts marts martā kovo maret mac
4: april apr avril avr abril abr aprile kwietnia kwiecień dubna duben április apríl apríla aprilie апреля
    апр апрель квітня квітень април travnja travanj aprila huhtikuuta huhtikuu απριλίου nisan apirila أبريل
    ابريل إبريل نيسان אפריל अप्रैल এপ্রিল เมษายน aprill aprīlis aprīlī balandžio
5: may mai mayo maggio mag maio mei maja maj května květen május máj mája мая май травня травень мај svibnja
    svibanj toukokuuta toukokuu μαΐου μαίου mayıs maig maiatza مايو أيار מאי मई মে พฤษภาคม maijs maijā
    gegužės maí
6: june jun juin juni junio giugno giu junho czerwca czerwiec června červen június jún júna iunie iun июня
    июн июнь червня червень юни јун lipnja lipanj juna kesäkuuta kesäkuu ιουνίου haziran juny ekaina يونيو
    حزيران יוני जून জুন มิถุนายน juuni jūnijs jūnijā birželio júní
7: july jul juillet juil juli julio luglio lug julho lipca lipiec července červenec július júl júla iulie
    iul июля июл июль липня липень юли јул srpnja srpanj jula heinäkuuta heinäkuu ιουλίου temmuz juliol
    uztaila يوليو تموز יולי जुलाई জুলাই กรกฎาคม juuli jūlijs jūlijā liepos júlí
8: august aug août aout agosto ago augustus sierpnia sierpień srpna srpen augusztus augusta августа авг
    август серпня серпень kolovoza kolovoz avgusta avgust elokuuta elokuu αυγούστου ağustos agost abuztua
    أغسطس اغسطس آب אוגוסט अगस्त আগস্ট สิงหาคม augusts augustā rugpjūčio ágúst agustus
9: september sept sep septembre septiembre setiembre settembre sett set setembro września wrzesień září
    szeptember septembra septembrie сентября сен сентябрь вересня вересень септември септембар rujna rujan
    syyskuuta syyskuu σεπτεμβρίου eylül setembre iraila سبتمبر أيلول ספטמבר सितंबर सितम्बर সেপ্টেম্বর
    กันยายน septembris septembrī rugsėjo
10: october oct octobre oktober okt octubre ottobre ott outubro out października październik října říjen
    október októbra octombrie октября окт октябрь жовтня жовтень октомври октобар oktobra lokakuuta lokakuu
    οκτωβρίου ekim urria أكتوبر اكتوبر אוקטובר अक्टूबर অক্টোবর ตุลาคม oktoober oktobris oktobrī spalio
11: november nov novembre noviembre novembro listopada listopad listopadu novembra noiembrie noi ноября ноя
    нояб ноябрь листопада листопад ноември новембар studenoga studenog studeni marraskuuta marraskuu
    νοεμβρίου kasım azaroa نوفمبر נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน novembris novembrī lapkričio
    nóvember
12: december dec décembre déc dezember dez diciembre dic dicembre dezembro grudnia grudzień prosince
    prosinec decembra decembrie декабря дек декабрь грудня грудень декември децембар prosinca prosinac
    joulukuuta joulukuu δεκεμβρίου aralık desembre abendua ديسمبر דצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม
    detsember decembris decembrī gruodžio desember
"""

MONTHS = {
    name: int(month)
    for month, _, names in (
        line.partition(": ") for line in _TABLE.replace("\n    ", " ").strip().splitlines()
    )
    for name in names.split()
}
"""Name or abbreviation, in lower case, to its number. "Listopad" is November, as in Polish and Czech."""

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
