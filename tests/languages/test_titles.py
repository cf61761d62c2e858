"""Titles that sites of many countries give to questions and answers are known."""

# ruff: noqa: RUF001  titles in all scripts

import pytest

from harvester.languages import within

FAQ = {
    "sv": "Vanliga frågor om färjan",
    "da": "Ofte stillede spørgsmål om færgen",
    "no": "Ofte stilte spørsmål",
    "fi": "Usein kysyttyä lautasta",
    "is": "Algengar spurningar",
    "pl": "Najczęściej zadawane pytania",
    "cs": "Nejčastější dotazy",
    "sk": "Najčastejšie otázky",
    "uk": "Поширені запитання",
    "bg": "Често задавани въпроси",
    "sr": "Најчешћа питања",
    "hr": "Česta pitanja",
    "sl": "Pogosta vprašanja",
    "mk": "Најчесто поставувани прашања",
    "lt": "Dažniausiai užduodami klausimai",
    "lv": "Biežāk uzdotie jautājumi",
    "et": "Korduma kippuvad küsimused",
    "hu": "Gyakran ismételt kérdések",
    "ro": "Întrebări frecvente",
    "el": "Συχνές ερωτήσεις",
    "tr": "Sıkça sorulan sorular",
    "az": "Tez-tez verilən suallar",
    "kk": "Жиі қойылатын сұрақтар",
    "ka": "ხშირად დასმული კითხვები",
    "hy": "Հաճախ տրվող հարցեր",
    "ar": "الأسئلة الشائعة",
    "fa": "سوالات متداول",
    "ur": "اکثر پوچھے جانے والے سوالات",
    "he": "שאלות נפוצות",
    "hi": "सामान्य प्रश्न",
    "bn": "সচরাচর জিজ্ঞাসা",
    "ta": "அடிக்கடி கேட்கப்படும் கேள்விகள்",
    "te": "తరచుగా అడిగే ప్రశ్నలు",
    "th": "คำถามที่พบบ่อย",
    "vi": "Câu hỏi thường gặp",
    "id": "Pertanyaan yang sering diajukan",
    "ms": "Soalan lazim",
    "tl": "Mga madalas itanong",
    "sw": "Maswali yanayoulizwa mara kwa mara",
    "ja": "よくあるご質問",
    "ko": "자주 묻는 질문",
    "zh": "常見問題",
    "ca": "Preguntes freqüents",
    "gl": "Preguntas frecuentes",
    "eu": "Ohiko galderak",
    "sq": "Pyetje të shpeshta",
}
EXPLAINERS = {
    "fi": "Näin se toimii: uusi lautta",
    "el": "Τι πρέπει να γνωρίζετε για το πλοίο",
    "ja": "渡し船について知っておきたいこと",
    "hu": "Amit tudni kell a kompról",
    "sv": "Det här behöver du veta om färjan",
    "vi": "Những điều cần biết về chuyến phà",
    "he": "כל מה שצריך לדעת על המעבורת",
    "lv": "Kas jāzina par prāmi",
}


@pytest.mark.parametrize("title", FAQ.values(), ids=FAQ)
def test_titles_of_questions(title):
    assert within("faq_titles").find(title.lower())


@pytest.mark.parametrize("title", EXPLAINERS.values(), ids=EXPLAINERS)
def test_titles_of_explainers(title):
    assert within("explainer_titles").find(title.lower())
