"""Words that weigh more than others when they come or go, in the languages of the press we follow."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


NEGATIONS = _words(
    "not no none nobody nothing nor neither never cannot without",  # en
    "ne n' pas jamais aucun aucune rien sans ni non nul nulle",  # fr
    "nicht kein keine keinen keiner keinem keines nichts nie niemals niemand ohne weder",  # de
    "nunca jamás ningún ninguna ninguno nada sin tampoco",  # es
    "nessun nessuno nessuna niente senza né",  # it
    "não nem nenhum nenhuma sem",  # pt
    "niet geen nooit niets zonder",  # nl
    "inte ingen inget inga aldrig utan ikke intet aldri uten uden",  # sv, nb, da
    "ei eivät älä",  # fi
    "nie bez nigdy żaden żadna brak",  # pl
    "ne není nejsou nikdy žádný",  # cs
    "не нет ни без никогда немає",  # ru, uk
    "değil yok hiç",  # tr
    "لا لم لن ليس ليست غير بدون دون",  # ar
    "לא אין אל בלי",  # he
    "नहीं न मत बिना",  # hi
    "안 못 不 没 沒 無 无 未 非 别 別 勿",  # ko, zh, ja
)
"""Words that say no. Left out where they are commoner as something else: Italian "mai", German "Mai"."""

NEGATING_ENDINGS = ("n't",)
NEGATING_STRINGS = ("ない", "ません", "なし", "않", "없", "ไม่")
"""Negation inside a word or a run without spaces: Japanese, Korean, Thai."""

NEGATING_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "dés", "dé", "не")
"""What makes a word its opposite: vaccinated and unvaccinated, legal and illegal."""

CALENDAR = _words(
    "january february april june july august september october november december",
    "jan feb apr jun jul aug sept oct nov dec",
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "lundi mardi mercredi jeudi vendredi samedi dimanche janv févr avr juil déc demain hier",
    "januar jänner februar märz juni juli oktober dezember",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag heute morgen gestern",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "lunes martes miércoles jueves viernes sábado domingo hoy mañana ayer",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica oggi domani ieri",
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro hoje amanhã ontem",
    "januari februari maart mei augustus",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vandaag gisteren",
    "augusti måndag tisdag onsdag torsdag fredag lördag söndag marts mandag tirsdag lørdag søndag",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",  # noqa: RUF001  Turkish dotless i
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "年 月 日 时 時 년 월 일",
)
CAPITAL_CALENDAR = frozenset({"May", "March", "Mar"})  # English words of another meaning without the capital

MAGNITUDES = _words(
    "hundred thousand million billion trillion dozen percent",
    "cent mille millier milliers million millions milliard milliards pourcent",
    "hundert tausend millionen milliarde milliarden prozent",
    "cien mil millón millones cento mila milione milioni miliardo miliardi milhão milhões",
    "miljoen miljard procent miljon miljoner miljarder milion milionów miliard miliardów",
    "тысяч тысячи миллион миллиона миллионов миллиард миллиардов",
    "百 千 万 萬 亿 億",
)
QUANTITY_SIGNS = frozenset("%‰°€$£¥₹₽+−<>≤≥=×")  # noqa: RUF001  signs that belong to numbers

CAPITALS_EVERYWHERE = ("de", "lb", "gsw", "nds")
"""Languages that write every noun with a capital."""
