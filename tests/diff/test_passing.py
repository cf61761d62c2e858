"""Times that count from the capture, and counters: they make no version; a sentence that says more does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.diff import compare
from harvester.diff.passing import is_passing, lasting_key
from harvester.history.ids import snapshot_id
from harvester.model import Pair, Snapshot
from harvester.text import content_key

PASSING = (
    "Updated 5 min ago", "Last updated: 3 hours ago", "Updated over a week ago", "1.2k shares", "3 comments",
    "il y a 3 heures", "Mis à jour il y a une heure.", "Mis à jour il y a trois jours", "12 commentaires",
    "vor 5 Minuten aktualisiert", "1.234 mal geteilt", "3 Kommentare", "Actualizado hace 3 horas",
    "Aggiornato 5 minuti fa", "Atualizado há 5 minutos", "Bijgewerkt: 5 minuten geleden", "5 minuter sedan",
    "Oppdatert for 3 timer siden", "5 minuuttia sitten", "Zaktualizowano 5 minut temu", "před 5 minutami",
    "обновлено 5 минут назад", "преди 5 минути", "acum 5 minute", "5 perce", "πριν 3 ώρες", "5 dakika önce",
    "منذ 3 ساعات", "١٢ تعليقا", "לפני 5 דקות", "5 मिनट पहले", "更新于5分钟前", "3 条评论", "3時間前に更新",
    "3시간 전", "1 ชั่วโมงที่แล้ว", "5 phút trước", "5 menit yang lalu", "12 minit lalu", "fa 5 minuts",
    "Updated 2h ago", "Updated a few seconds ago", "Publié il y a 2 h", "il y a 2h",
    "Bijgewerkt een uur geleden", "Senast uppdaterad för 3 dagar sedan", "Uppdaterad för en timme sedan",
    "bir saat önce güncellendi", "Oppdatert for en time siden", "Opdateret for en time siden",
    "تم التحديث قبل 3 أيام", "Actualizado hace unos minutos", "Aktualisiert vor einer Minute",
    "Dernière mise à jour : il y a 12 secondes", "Modifié il y a moins d'une minute", "il y a une semaine",
    "Aktualisiert vor einem Monat", "Actualizado hace una semana", "Aggiornato un giorno fa",
    "3 settimane fa", "Atualizado há 2 horas atrás", "Een maand geleden bijgewerkt", "2w ago", "před rokem",
    "Opdateret for 2 uger siden", "Обновлено неделю назад", "Zaktualizowano tydzień temu", "2週間前に更新",
    "更新于3周前", "3개월 전", "Päivitetty viikko sitten", "قبل 3 أسابيع", "Updated 3 mos ago", "egy órája",
    "Mis à jour le 3 mars 2027 à 10h32", "Last updated on Monday, 3 May 2027", "Aktualisiert am 3.5.2027",
    "Temps de lecture : 4 min", "5 min read", "Lesezeit: 4 Minuten", "Leestijd: 3 min", "3 min di lettura",
)  # fmt: skip

LASTING = (
    "The deadline is in 2 days.", "It closed a week ago.", "The pier broke 3 years ago.", "In 3 Tagen",
    "The pier is 2 m high.", "Allow 5 minutes to read the form.",
    "Der Zug fuhr vor einer Minute ab.", "Bron stängdes för 3 dagar sedan.",
    "Date: 3 May 2027", "Stand: 3. Mai 2027", "As of 3 May 2027", "Last updated on the wish of the council",
    "Vor einer Woche begann der Bau.", "Wait 2 weeks.", "Il y a 3 écoles.",
    "이 장관은 2주 전문 교육을 받았다.", "Die Frist lief vor 3 Tagen ab.",
    "Le pont a été fermé il y a 2 ans.", "12 people came.", "5 boats",
    "It was updated 3 hours ago by the council of Arnsund.", "2 shares of the company", "", "No rules apply.",
)  # fmt: skip


@pytest.mark.parametrize("sentence", PASSING)
def test_it_passes(sentence):
    assert is_passing(sentence)


@pytest.mark.parametrize("sentence", LASTING)
def test_it_is_part_of_the_text(sentence):
    assert not is_passing(sentence)


KEYS = {
    "below an answer": ("It is open.\n\nUpdated 5 min ago", "It is open."),
    "in a lead": ("All on the dam. By Jo Doe. Updated 5 minutes ago.", "All on the dam. By Jo Doe."),
    "beside a name": (
        "All on the dam.\nBy Jo Doe | 5 minutes ago | 3 comments",
        "All on the dam. By Jo Doe | |",
    ),
    "a day in a lead": ("All on the dam. By Jo Doe. Last updated: 3 May 2027.", "All on the dam. By Jo Doe."),
    "alone": ("5 minutes ago", "5 minutes ago"),
    "within a sentence": ("It fell 5 minutes ago into the river.", "It fell 5 minutes ago into the river."),
}


@pytest.mark.parametrize(("text", "key"), KEYS.values(), ids=KEYS)
def test_keys(text, key):
    assert lasting_key(text) == key


@given(st.text())
def test_a_key_is_made_of_the_words(text):
    assert set(lasting_key(text).split()) <= set(content_key(text).split())
    assert bool(lasting_key(text)) == bool(content_key(text))


def snapshots(*leads):
    return [Snapshot(lead=f"All on the dam. {lead}", pairs=(Pair("Why?", f"So. {lead}"),)) for lead in leads]


def test_it_makes_no_version():
    old, new, edited = snapshots("Updated 5 min ago", "Updated 2 hours ago", "It fell 2 hours ago.")
    assert snapshot_id(old) == snapshot_id(new) != snapshot_id(edited)
    assert compare(old, new).changes == ()
    assert [change.kind for change in compare(new, edited).changes] == ["lead edited", "answer edited"]
