"""An offer in place of an article's rest is told from the whole article, wherever the offer stands."""

from datetime import UTC, datetime

import pytest

from harvester.model import Verdict
from harvester.reading import Received, examine

ASKED = "<h2>Quem paga a ponte?</h2><p>A câmara paga metade, e o Estado o resto.</p><h2>Quando abre?</h2>"
REST = "<p>Em março, se o rio o permitir.</p><h2>Há portagem?</h2><p>Não, nem para camiões.</p>"
CUT = "<p>Em março, se o rio …</p>"
UNFREE = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type":'
    ' ["NewsArticle"], "isAccessibleForFree": "False", "hasPart": [{"isAccessibleForFree": false,'
    ' "cssSelector": "#oferta"}]}]}</script>'
)
OFFER = "<p>Para continuar a ler, assine o Vale Torto.</p><p>Já é assinante?</p><a href=/e>Entrar</a>"
UNKNOWN = "<p>Beth bynnag a ddywedwn yma.</p><a href=/e>Ewch</a>"

PLACES = ("div", "aside", "section", "dialog open", "form", "footer")


def verdict_on(text, offer, element="aside", head=UNFREE):
    box = f"<{element} id=oferta>{offer}</{element.split()[0]}>" if offer else ""
    body = f"<title>A ponte</title>{head}<article><h1>A ponte nova</h1>{ASKED}{text}{box}</article>"
    return examine(
        Received(
            url="https://vale.example/a/ponte",
            captured_at=datetime(2031, 5, 1, tzinfo=UTC),
            body=body.encode(),
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
        )
    ).judgement.verdict


@pytest.mark.parametrize("place", PLACES)
def test_an_offer_in_place_of_the_rest_is_a_wall(place):
    assert verdict_on(CUT, OFFER, place) is Verdict.PAYWALL


@pytest.mark.parametrize("place", PLACES)
def test_so_it_is_if_only_the_cut_text_tells(place):
    assert verdict_on(CUT, OFFER, place, head="") is Verdict.PAYWALL


@pytest.mark.parametrize("place", PLACES)
def test_the_words_of_the_offer_need_not_be_known(place):
    assert verdict_on(CUT, UNKNOWN, place) is Verdict.PAYWALL


OFFERS = {
    "ca": "<p>Per continuar llegint, subscriu-te al diari.</p><p>Ja ets subscriptor?</p>",
    "sk": "<p>Tento článok je len pre predplatiteľov.</p><p>Už ste predplatiteľ?</p>",
    "hr": "<p>Za nastavak čitanja potrebna je pretplata.</p><p>Već imate pretplatu?</p>",
    "bg": "<p>За да продължите да четете, изберете план.</p><p>Вече сте абонат?</p>",  # noqa: RUF001
    "et": "<p>See artikkel on ainult tellijatele.</p><p>Oled juba tellija?</p>",
    "lt": "<p>Šis straipsnis skirtas tik skaitytojams su prenumerata.</p><p>Turite prenumeratą?</p>",
}


@pytest.mark.parametrize("language", OFFERS)
def test_offers_of_many_languages_are_walls_without_data(language):
    assert verdict_on(CUT, OFFERS[language], head="") is Verdict.PAYWALL


WHOLE = {
    "an article with such an offer in an aside": (REST, OFFER, ""),
    "an article that is not free, and whole": (REST, "", UNFREE),
    "an article that is not free, with words of the site in an aside": (REST, UNKNOWN, UNFREE),
    "an article whose last words trail off": (CUT, "", ""),
    "an article whose last words trail off above words of the site": (CUT, UNKNOWN, ""),
}


@pytest.mark.parametrize("whole", WHOLE)
def test_a_whole_article_is_none(whole):
    text, offer, head = WHOLE[whole]
    assert verdict_on(text, offer, head=head) is Verdict.CONTENT
