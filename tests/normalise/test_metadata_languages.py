"""The language of a page, as declared and as written."""

# ruff: noqa: RUF001  letters of other scripts

import pytest

from harvester.normalise import normalise
from harvester.normalise.languages import choose_language, language_tag

ENGLISH = (
    "The ferry is late, and it was late on the day that we asked for it; they say that it will be so. " * 3
)
GERMAN = "Die Fähre ist nicht da, und auch am Tag, an dem sie kommen soll, ist sie nicht bei den Leuten. " * 3
FRENCH = (
    "Le ferry est en retard, et les gens qui sont sur le quai ne savent pas ce que la mairie en dit. " * 3
)
RUSSIAN = (
    "Паром не пришёл, и люди на берегу не знают, когда он будет, но это уже так с понедельника, как все. " * 3
)
UKRAINIAN = (
    "Пором не прийшов, і люди на березі не знають, коли він буде, але це вже так з понеділка, як усі. " * 3
)

SERBIAN = (
    "Most je zatvoren od ponedeljka, a vozači pre podne čekaju i po dva sata. Niko ne zna šta se desilo sa "
    "stubom, ko je odgovoran i gde će ići autobusi. Takođe nije jasno da li će radovi biti gotovi pre zime."
)
CROATIAN = (
    "Most je zatvoren od ponedjeljka, a vozači prije podne čekaju po dva sata. Nitko ne zna što se dogodilo "
    "sa stupom, tko je odgovoran i gdje će ići autobusi. Također nije jasno kad će radovi biti gotovi."
)
GALICIAN = (
    "A ponte está pechada dende o luns e os barcos non poden pasar. Ninguén sabe cando remata a obra, pero "
    "na vila din que será polo outono. A xente agarda na ribeira con paciencia e con moito viño da casa."
)
ICELANDIC = (
    "Brúin er lokuð frá því á mánudag og enginn veit hvenær hún verður opnuð. Fólkið bíður við ána með kaffi "
    "og það er ekki reitt, en sumir hafa farið yfir á báti sem bóndinn á. Það var kalt um nóttina."
)
MACEDONIAN = (
    "Мостот е затворен од понеделник и луѓето чекаат на брегот. Никој не знае кога ќе се отвори, но во "
    "селото велат дека ќе биде до есен. Рибарот ги пренесува патниците со чамец и не бара ништо за тоа."
)
AZERBAIJANI = (
    "Körpü bazar ertəsindən bağlıdır və heç kim onun nə vaxt açılacağını bilmir. Balıqçı adamları qayıqla o "
    "taya aparır, amma bu hər gün mümkün deyil. Kənddə deyirlər ki, iş payıza qədər bir az daha çox çəkəcək."
)
WELSH = (
    "Mae y bont ar gau ers dydd Llun ac nid oes neb yn gwybod pryd y bydd hi ar agor. Mae pobl y pentref yn "
    "aros ar lan yr afon gyda the, ond mae rhai wedi croesi mewn cwch. Roedd hi yn oer iawn yn y nos."
)
TURKISH = (
    "Kütüphanemize üyelik başvurusu nasıl yapılmaktadır? Başvurunuzu internet sayfamızdan yapabilirsiniz. "
    "Üyelik kartınız adresinize gönderilmektedir. Kitapların ödünç alınma süresi değişmektedir. Gecikmelerde "
    "üyeliğiniz askıya alınır. Kayıp kitapların bedeli ödenmelidir. Çocuklar velileriyle başvurmalıdır. "
    "Kütüphane ve okuma salonları pazar günleri için kapalıdır. Bu konuda bilgi almak için arayınız."
)

TAGS = {
    "as it should be": ("de-CH", "de-CH"),
    "with an underscore": ("de_ch", "de-CH"),
    "with a script": ("zh-Hant-TW", "zh-TW"),
    "a country for a language": ("jp", "ja"),
    "an old code": ("iw", "he"),
    "undetermined": ("und", ""),
    "a word": ("english", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("declared", "tag"), TAGS.values(), ids=TAGS)
def test_language_tag(declared, tag):
    assert language_tag(declared) == tag


CASES = {
    "declared and so": (["de-AT"], GERMAN, "de-AT"),
    "the template says English": (["en", "en_US"], GERMAN, "de"),
    "a later declaration is right": (["en", "fr_CA"], FRENCH, "fr-CA"),
    "nothing declared": ([], FRENCH, "fr"),
    "one script, two languages": (["ru"], UKRAINIAN, "uk"),
    "Russian": ([], RUSSIAN, "ru"),
    "Serbian in Latin letters": ([], SERBIAN, "sr"),
    "Croatian": ([], CROATIAN, "hr"),
    "Galician": ([], GALICIAN, "gl"),
    "Icelandic": ([], ICELANDIC, "is"),
    "Macedonian": ([], MACEDONIAN, "mk"),
    "Azerbaijani": ([], AZERBAIJANI, "az"),
    "Welsh": ([], WELSH, "cy"),
    "few small words, and the template says English": (["en"], TURKISH, "tr"),
    "a list of names in English": (
        ["en"],
        "Harbour master: Jane Kelp. Ferry pilot: Bob Tern. Lamp keeper: Carl Dunlin. Cook: Pat Gull. " * 3,
        "en",
    ),
    "a script tells": (["en"], "港の船は月曜日から動いていない。いつ動くのか誰も知らない。" * 3, "ja"),
    "Chinese": ([], "渡轮从星期一起就停航了，没有人知道什么时候恢复。" * 3, "zh"),
    "Korean": ([], "여객선은 월요일부터 다니지 않는다. 언제 다시 다닐지 아무도 모른다." * 3, "ko"),
    "no frequent words, but a script": (["en"], "صُمّمت العبّارة والمرفأ والرصيف والسفينة والبحّارة" * 6, "ar"),
    "a language that is not in the table": (
        ["eo"],
        "La pramo malfruas kaj neniu scias kial. " * 6,
        "eo",
    ),
    "too little text to contradict": (["en"], "Die Fähre.", "en"),
    "Norwegian by its other name": (
        ["nb-NO"],
        "Fergen er ikke kommet, og det er ikke sikkert at den kommer til byen med folk som har ventet. " * 3,
        "nb-NO",
    ),
    "few words, none declared": ([], "Die Fähre ist heute nicht da.", "de"),
    "few words of French": ([], "Le ferry est en retard depuis lundi", "fr"),
    "few words of Polish": ([], "Prom nie przypłynął, bo na morzu jest sztorm.", "pl"),
    "a question of Dutch": ([], "Waarom vaart de veerboot niet?", "nl"),
    "names alone": ([], "Ada Kelp, Bo Tern", ""),
    "nothing at all": ([], "", ""),
}


@pytest.mark.parametrize(("declared", "text", "language"), CASES.values(), ids=CASES)
def test_choose_language(declared, text, language):
    assert choose_language(declared, [text]) == language


def test_english_is_told_without_being_declared():
    assert choose_language([], [ENGLISH]) == "en"


def test_plain_text_has_a_language_too():
    assert normalise(f"Die Fähre\n\n{GERMAN}".encode(), content_type="text/plain").language == "de"


def test_headings_tell_the_language_where_there_is_little_text():
    few = "".join(f"<h3>{part}</h3>" for part in GERMAN.split(", ")[:9])
    page = f'<html lang="en"><p>{GERMAN[:90]}</p>{few}'
    assert normalise(page.encode(), content_type="text/html").language == "de"
