"""Marks, openings and labels, by language."""

# ruff: noqa: RUF001  letters of many scripts

import sys
from pathlib import Path

import pytest

from harvester.parse import affixes
from harvester.parse.affixes import bare_question, bare_questions, labels_of
from harvester.parse.asking import ends_asking, holds_question, is_prompt, lists_openings, opens_asking
from harvester.parse.phrases import invites, requests

sys.path.insert(0, str(Path(__file__).parents[1]))  # for hostile_patterns, which is no test

from hostile_patterns import superlinear

ENDS = {
    "a mark": ("Who pays?", True),
    "French spacing": ("Qui paie\u202f?", True),
    "in quotes": ("„Wer zahlt?“", True),
    "with a footnote": ("Who pays?3", True),
    "fullwidth": ("谁来付钱？", True),
    "Arabic": ("من يدفع؟", True),
    "Greek": ("Ποιος πληρώνει;", True),
    "Greek after a Latin word": ("Τι είναι το FAQ;", True),
    "a semicolon is no Greek mark": ("bread, butter;", False),
    "Armenian": ("Ո՞վ է վճարում՞", True),
    "asked and cried": ("Really?!", True),
    "an accordion's icon": ("Who pays?+", True),
    "emoji": ("Who pays? 🇨🇳", True),
    "emoji without a mark": ("Nobody pays 🚀", False),
    "a mark within": ("Who pays? Nobody.", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "wanted"), ENDS.values(), ids=ENDS)
def test_ends_asking(text, wanted):
    assert ends_asking(text) is wanted


OPENS = {
    "English": ("How to apply", True),
    "German": ("Wie heißt das Stadion", True),
    "Japanese": ("料金はいつ上がるのか", True),
    "French, inverted": ("Faut-il une autorisation", True),
    "Chinese": ("为什么要改名", True),
    "Chinese, at the end": ("这座桥安全吗", True),
    "Korean": ("요금은 왜 오르나요", True),
    "Dutch": ("Hoeveel kost de overtocht", True),
    "Slovak": ("Prečo most stojí", True),
    "Indonesian": ("Mengapa jembatan ditutup", True),
    "Hindi, with a vowel sign": ("क्या पुल बंद रहेगा", True),
    "Vietnamese, two words": ("Vì sao cầu phải đóng", True),
    "Polish, three words": ("1. W jaki sposób kupić bilet", True),
    "after a joiner": ("So how much will I pay", True),
    "a joiner before another word": ("And then the bells", False),
    "the first of two words": ("Vì cầu đóng", False),
    "a hyphen is no pronoun": ("Rendez-moi ce pont", False),
    "a sentence": ("How nice.", False),
    "another word": ("Opening hours", False),
}


@pytest.mark.parametrize(("text", "wanted"), OPENS.values(), ids=OPENS)
def test_opens_asking(text, wanted):
    assert opens_asking(text) is wanted


LISTED = {
    "English": ("smart meters: who, when and why", True),
    "two words": ("how and why the weir closed", True),
    "Ukrainian": ("лічильники: хто, коли і навіщо їх ставить", True),
    "one word": ("how the weir, a listed building, closed", False),
    "side by side": ("we know what who said", False),
}


@pytest.mark.parametrize(("title", "wanted"), LISTED.values(), ids=LISTED)
def test_titles_list_openings(title, wanted):
    assert lists_openings(title) is wanted


def test_a_question_within_is_held():
    assert holds_question("Who pays? That is what we ask.")
    assert not holds_question("That is what we ask.")


LABELS = {  # text: (asks, what is left)
    "French": ("Question : Qui paie ?", True, "Qui paie ?"),
    "French answer": ("Réponse : Personne.", False, "Personne."),
    "numbered": ("Question n° 3 : Qui ?", True, "Qui ?"),
    "number first": ("3. Frage: Wer?", True, "Wer?"),
    "capitals": ("PREGUNTA: ¿Quién?", True, "¿Quién?"),
    "dash": ("Запитання — Хто?", True, "Хто?"),
    "Chinese": ("问：谁？", True, "谁？"),
    "Japanese, a space": ("答 水道水は対象外だ。", False, "水道水は対象外だ。"),
    "Korean": ("질문: 누가 내나요?", True, "누가 내나요?"),
    "Hindi": ("उत्तर: कोई नहीं।", False, "कोई नहीं।"),
    "Turkish, a dotted capital": ("İDDİA 1: Su zehirli.", True, "Su zehirli."),
    "Turkish": ("Cevap: Hiç kimse.", False, "Hiç kimse."),
    "alone": ("RESPUESTA", False, ""),
    "a letter before kana": ("Qいつから？", True, "いつから？"),
    "in brackets": ("[Answer] Nobody.", False, "Nobody."),
}


@pytest.mark.parametrize(("text", "asks", "rest"), LABELS.values(), ids=LABELS)
def test_labels(text, asks, rest):
    label = labels_of(text)[0]
    assert (label.asks, text[label.cut :]) == (asks, rest)


def test_patterns_of_labels_are_linear():
    forms = {form for first in ("question", "問", "a") for form in affixes._FORMS[first]}
    assert [found for form in forms if (found := superlinear(form.pattern, "match"))] == []


NO_LABELS = ("Questions remain open.", "Question of the day", "Anna: Nobody.", "Antworten gibt es keine.", "")


@pytest.mark.parametrize("text", NO_LABELS)
def test_no_label(text):
    assert labels_of(text) == ()


BARE = {
    "label": ("Q1: Who pays?", "Who pays?"),
    "number": ("12. Who pays?", "Who pays?"),
    "dash": ("— Qui paie ?", "Qui paie ?"),
    "a year stays": ("2031?", "2031?"),
    "Spanish mark stays": ("¿Quién paga?", "¿Quién paga?"),
    "nothing but decoration stays": ("1. ", "1. "),
    "an accordion's icon": ("Who pays? +", "Who pays?"),
    "a name that ends in one stays": ("Is it C++", "Is it C++"),
}


@pytest.mark.parametrize(("text", "wanted"), BARE.values(), ids=BARE)
def test_bare_question(text, wanted):
    assert bare_question(text) == wanted


TOGETHER = {
    "numbers of an outline": (["1.1 Who pays?", "2.1 Who rows?"], ["Who pays?", "Who rows?"]),
    "a number that is one": (["2.5 crowns, why?", "Who rows?"], ["2.5 crowns, why?", "Who rows?"]),
    "numbers without a space": (["1.Who pays?", "2.Who rows?"], ["Who pays?", "Who rows?"]),
    "icons of an accordion": (["Fares▼", "Who rows?▼"], ["Fares", "Who rows?"]),
    "a button's word glued on": (["FaresShow", "Who rows?Show"], ["Fares", "Who rows?"]),
    "a name with a capital in it": (["Who wrote HideShow", "Who rows?"], ["Who wrote HideShow", "Who rows?"]),
    "one icon stays": (["Is it C+", "Who rows?"], ["Is it C+", "Who rows?"]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("texts", "wanted"), TOGETHER.values(), ids=TOGETHER)
def test_bare_questions(texts, wanted):
    assert bare_questions(texts) == wanted


PROMPTS = (
    "Still have questions?",
    "Got a question about fares?",
    "Need more help?",
    "Can't find the answer you need?",
    "Was this page helpful?",
    "Did this answer your question?",
    "Noch Fragen?",
    "Haben Sie weitere Fragen?",
    "Ihre Frage ist nicht dabei?",
    "War diese Antwort hilfreich?",
    "Brauchen Sie noch Hilfe?",
    "D’autres questions ?",
    "Besoin d’aide ?",
    "Vous n’avez pas trouvé votre réponse ?",
    "Cette réponse vous a été utile ?",
    "¿Tienes más preguntas?",
    "¿Necesitas ayuda?",
    "¿Te ha resultado útil?",
    "Ainda tem dúvidas?",
    "Hai altre domande?",
    "Nog vragen?",
    "Hulp nodig?",
    "Har du fler frågor?",
    "Har du andre spørgsmål?",
    "Masz jeszcze pytania?",
    "Остались вопросы?",
    "Ready to come on board?",
    "Interested?",
    "Week 3. Why do ferries vanish?",
    "Martedì 5 luglio. Chi ha paura del fiume?",
)
NO_PROMPTS = (
    "What if I have more questions?",
    "Who answers my questions?",
    "Do I need help to board?",
    "Welche Fragen stellt der Fährmann?",
    "Quelles questions poser au capitaine ?",
    "¿Qué preguntas hacen?",
    "Still have questions",
    "Где задать вопрос?",
    "Am I ready for the river?",
    "How many days has a week?",
)


@pytest.mark.parametrize("text", PROMPTS)
def test_a_prompt_is_no_question(text):
    assert is_prompt(text)


@pytest.mark.parametrize("text", NO_PROMPTS)
def test_a_question_is_no_prompt(text):
    assert not is_prompt(text)


INVITATIONS = (
    "Sign up for our newsletter",
    "You can subscribe to the weekly letter",
    "Read it in our weekend newsletter",
    "Follow us on the usual channels",
    "Catch up on the week",
    "Check back tomorrow",
    "Join our channel",
    "Hier geht es zum Newsletter",
    "Newsletter bestellen",
    "Folgen Sie uns auf allen Kanälen",
    "Recevez notre newsletter",
    "Recevez notre lettre",
    "Recevez notre infolettre",
    "Abonnez-vous",
    "Inscrivez-vous",
    "Suivez-nous",
    "Reciba nuestro boletín",
    "Síguenos",
    "Suscríbete",
    "Receba a nossa newsletter",
    "Siga-nos",
    "Siga o Correio no telefone",
    "Ricevi la nostra newsletter",
    "Iscriviti",
    "Seguici su ogni canale",
    "Lees onze nieuwsbrief",
    "Schrijf je in",
    "Volg ons",
    "Läs vårt nyhetsbrev",
    "Læs vores nyhedsbrev",
    "Prenumerera på bladet",
    "Abonner på bladet",
    "Følg oss",
    "Tilaa uutiskirje",
    "Zapisz się na listę",
    "Obserwuj nas",
    "Odebírejte novinky",
    "Sledujte nás",
    "Iratkozzon fel",
    "Kövessen minket",
    "Подпишитесь",
    "Читайте нас",
    "Підпишіться",
    "Абонирайте се",
    "Пратите нас",
    "Εγγραφείτε στο δελτίο",
    "Ακολουθήστε",
    "Bültenimize katılın",
    "Abone olun",
    "Bizi takip edin",
    "Abonați-vă",
    "Urmăriți-ne",
    "اشترك في النشرة",
    "تابعونا",
    "תעקבו",
    "הירשמו",
    "メールマガジン",
    "ニュースレター",
    "订阅我们",
    "关注我们",
    "뉴스레터",
    "구독하기",
)


@pytest.mark.parametrize("text", INVITATIONS)
def test_an_invitation_is_known(text):
    assert invites(text.lower())


REQUESTS = (
    "Dígame una cosa que le guste del puerto.",
    "Explíqueme el mapa.",
    "Mi dica del nuovo faro.",
    "Dimmi del faro.",
    "Fale-me do seu barco.",
    "Diz-nos onde vives.",
    "Parlez-moi du port.",
    "Πείτε μου για το λιμάνι.",
    "Vorbiți-ne despre port.",
    "Digui'm com era.",
    "Recite mi kako je bilo.",
    "Реците ми како је било.",
    "Leg eens uit hoe dat gaat.",
    "Cóntenos da ponte.",
)


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_is_known(text):
    """An interviewer asks for something without a question, for all readers or for one person."""
    assert requests(text.lower())
