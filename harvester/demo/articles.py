"""What the press site publishes, edition by edition, and what a harvest has to find. Tables only."""

# ruff: noqa: RUF001, RUF003  Cyrillic and full-width letters look like Latin ones

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from harvester.change import ChangeKind

EDITIONS = (1, 2, 3)

GONE = "gone"
"""It stands in place of an edition's text: the page answers 404."""

WALL = "wall"
"""It stands in place of an edition's text: a bot wall answers 200."""


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One page of the site.

    key: the text of edition n is ``site/articles/<key>.<shows[n - 1]>.html``, unless that is GONE or WALL.
    restless: bytes differ at each request (a token, the related links), the text does not.
    """

    key: str
    language: str
    path: str
    shows: tuple[str, ...] = ("1", "1", "1")
    restless: bool = False


ARTICLES = (
    # Question : … Réponse : …; a number changed and a sentence added.
    DemoArticle("barrage", "fr", "/fr/vallees/barrage-de-montorel-vidange", ("1", "2", "2")),
    # Headings; a question reworded, then one asked and the title edited.
    DemoArticle("ferry", "en", "/en/transport/harrow-sound-ferry-stoppage", ("1", "2", "3")),
    # Bold paragraphs, "Frage:" and "Antwort:"; one question asked, then another dropped.
    DemoArticle("waerme", "de", "/de/kommunales/fernwaerme-altenried-anschlusszwang", ("1", "2", "3")),
    # Details; a question moved.
    DemoArticle("silencio", "es", "/es/ciudad/zona-de-silencio-puertoalba", ("1", "2", "2")),
    # A definition list; removed.
    DemoArticle("enchente", "pt", "/pt/cidades/cheia-do-rio-tabora", ("1", GONE, GONE)),
    # An accordion of buttons; never the same bytes, always the same text.
    DemoArticle("blauwalg", "nl", "/nl/natuur/veldermeer-blauwalg", restless=True),
    # Headings; an answer turned into its opposite and a question dropped, then all of it taken back.
    DemoArticle("mist", "uk", "/uk/misto/kamianskyi-mist-zakryto", ("1", "2", "1")),
    # 問：… 答：…; behind a bot wall, then back with a number changed.
    DemoArticle("watashi", "ja", "/ja/chiiki/shiokaze-maru-unkyu", ("1", WALL, "2")),
    # Bold, then a line break; nothing changes.
    DemoArticle("clocks", "en", "/en/heritage/tarnmoor-thirteen-hour-clock"),
    # In the feed, but robots.txt says no.
    DemoArticle("members", "en", "/members/how-explainers-are-made"),
)


class Expected(NamedTuple):
    """One change that an edition brings.

    question: as it reads now, or read last where it was dropped; ``""`` for the title.
    before, after: words that one hunk holds, ``""`` where nothing is to be found on that side.
    """

    path: str
    kind: ChangeKind
    question: str = ""
    before: str = ""
    after: str = ""


_PATHS = {article.key: article.path for article in ARTICLES}
_BARRAGE, _FERRY, _WAERME = _PATHS["barrage"], _PATHS["ferry"], _PATHS["waerme"]
_SILENCIO, _MIST, _WATASHI = _PATHS["silencio"], _PATHS["mist"], _PATHS["watashi"]

EXPECTED: Mapping[int, tuple[Expected, ...]] = {
    2: (
        Expected(_BARRAGE, ChangeKind.ANSWER_EDITED, "combien d'eau va être relâchée ?", "35", "25"),
        Expected(
            _BARRAGE,
            ChangeKind.ANSWER_EDITED,
            "l'eau potable est-elle menacée ?",
            "",
            "stationnées à Saint-Elme",
        ),
        Expected(_FERRY, ChangeKind.REWORDED, "How do I get my money back?", "Can", "How do"),
        Expected(_WAERME, ChangeKind.ASKED, "Gibt es Ausnahmen?"),
        Expected(_SILENCIO, ChangeKind.MOVED, "¿Quién medirá el ruido?"),
        Expected(_MIST, ChangeKind.ANSWER_EDITED, "Коли рух відновлять?", "", "не"),
        Expected(_MIST, ChangeKind.DROPPED, "Хто заплатить за ремонт?"),
    ),
    3: (
        Expected(_FERRY, ChangeKind.TITLE_EDITED, "", "", "end of"),
        Expected(_FERRY, ChangeKind.ASKED, "When will the ships sail again?"),
        Expected(_WAERME, ChangeKind.DROPPED, "Woher kommt die Wärme?"),
        Expected(_MIST, ChangeKind.ANSWER_EDITED, "Коли рух відновлять?", "не", ""),
        Expected(_MIST, ChangeKind.RESTORED, "Хто заплатить за ремонт?"),
        Expected(_WATASHI, ChangeKind.ANSWER_EDITED, "費用は誰が負担するのですか。", "一", "二"),
    ),
}
"""It says for each edition what has changed since the one before. All pages not named here show no change."""
