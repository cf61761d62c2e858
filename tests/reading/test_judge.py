"""Walls are told from articles, and never an article from a wall."""

# ruff: noqa: RUF001  quotes and letters of all scripts

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import harvester
from harvester.model import Block, Container, Kind, NormalDocument, Verdict
from harvester.normalise import normalise
from harvester.reading.judge import judge
from harvester.reading.received import Received

URL = "https://lantern.example/2031/ferry-questions"
SHARED = Path(__file__).parents[3] / "shared"
DEMO = Path(harvester.__file__).parent / "demo" / "site"


def received(body, headers=(), url=URL, asked=""):
    return Received(
        url=url,
        captured_at=datetime(2031, 5, 1, tzinfo=UTC),
        body=body if isinstance(body, bytes) else body.encode(),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), *headers),
        asked=asked,
    )


def verdict_on(body, *headers, asked=URL, ended=""):
    answer = received(body, headers, ended or asked, asked)
    return judge(normalise(answer.body, content_type=answer.content_type, url=answer.url), answer)


def page(title, *paragraphs, script="", heading="", lang="en"):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    h1 = f"<h1>{heading}</h1>" if heading else ""
    return f"<html lang={lang}><head><title>{title}</title>{script}</head><body>{h1}{body}</body></html>"


def named(name, *paragraphs, lang="en"):
    return page(name, *paragraphs, heading=name, lang=lang)


MENU = "<nav><ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(60)) + "</ul></nav>"
STORY = "<p>" + "The harbour council voted on the new timetable late on Tuesday evening. " * 12 + "</p>"

WALLS = {
    "Cloudflare says so in a header": (verdict_on(STORY, ("CF-Mitigated", "challenge")), Verdict.BOT_WALL),
    "AWS says so in a header": (verdict_on("", ("x-amzn-waf-action", "captcha")), Verdict.BOT_WALL),
    "Vercel says so in a header": (verdict_on(STORY, ("X-Vercel-Mitigated", "challenge")), Verdict.BOT_WALL),
    "a waiting room on another host": (
        verdict_on(STORY, ended="https://lantern.queue-it.net/?c=lantern"),
        Verdict.BOT_WALL,
    ),
    "a challenge that scripts have yet to write": (
        verdict_on(page("Just a moment...", script="<script>window._cf_chl_opt={}</script>")),
        Verdict.BOT_WALL,
    ),
    "a challenge with its words": (
        verdict_on(
            page(
                "Just a moment...",
                "Verify you are human by completing the action below.",
                "lantern.example needs to review the security of your connection before proceeding.",
                "Ray ID: 8f3a",
                heading="lantern.example",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "a block page that asks its own questions": (
        verdict_on(
            page(
                "Attention Required! | Cloudflare",
                "You are unable to access lantern.example",
                "Why have I been blocked?",
                "This website is using a security service to protect itself from online attacks.",
                "What can I do to resolve this?",
                "You can email the site owner. Cloudflare Ray ID: 71d",
                heading="Sorry, you have been blocked",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "a stub that is one frame": (
        verdict_on(
            "<html><body><iframe src='/_Incapsula_Resource?x=1'>Request unsuccessful. "
            "Incapsula incident ID: 12-34</iframe></body></html>"
        ),
        Verdict.BOT_WALL,
    ),
    "Akamai denies": (
        verdict_on(
            page(
                "Access Denied",
                "You don't have permission to access this on this server.",
                "Reference #18.5",
                heading="Access Denied",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "press and hold": (
        verdict_on(
            page(
                "Access to this page has been denied",
                "Press &amp; Hold to confirm you are a human (and not a bot).",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "proof of work": (
        verdict_on(
            page(
                "Making sure you're not a bot!",
                "Protected by Anubis from the harbour office.",
                script="<script id='anubis_challenge' type='application/json'>{}</script>",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "a German wall": (
        verdict_on(
            page(
                "Nur einen Moment …",
                "Bestätigen Sie, dass Sie ein Mensch sind.",
                "Bitte aktivieren Sie JavaScript und Cookies, um fortzufahren.",
                lang="de",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "a Russian wall": (
        verdict_on(
            page(
                "Ой, Капча!",
                "Подтвердите, что вы не робот. Запросы с вашего устройства похожи на автоматические.",
            )
        ),
        Verdict.BOT_WALL,
    ),
    "a Chinese wall": (
        verdict_on(page("安全验证", "请确认您不是机器人，然后继续访问。", lang="zh")),
        Verdict.BOT_WALL,
    ),
    "a rejected request without a title": (
        verdict_on(
            "<body>The requested URL was rejected. Please consult with your administrator.<br><br>"
            "Your support ID is: 4411</body>"
        ),
        Verdict.BOT_WALL,
    ),
    "not found below a menu": (
        verdict_on(
            f"<title>Page not found | Lantern Press</title>{MENU}<main><h1>Oops!</h1>"
            "<p>The page you are looking for has sailed.</p></main>"
        ),
        Verdict.SOFT_404,
    ),
    "not found in French": (
        verdict_on(
            page("Page introuvable – Le Phare", "La page que vous cherchez n’existe plus.", lang="fr")
        ),
        Verdict.SOFT_404,
    ),
    "not found in German": (
        verdict_on(page("404: Seite nicht gefunden", "Zur Startseite oder zur Suche.", lang="de")),
        Verdict.SOFT_404,
    ),
    "not found in Japanese": (
        verdict_on(page("ページが見つかりません", "記事は移動または削除された可能性があります。", lang="ja")),
        Verdict.SOFT_404,
    ),
    "not found in Polish": (
        verdict_on(
            page("Latarnia", "Artykuł został usunięty albo nie istnieje.", heading="Nie znaleziono strony")
        ),
        Verdict.SOFT_404,
    ),
    "an article that now leads to the front page": (
        verdict_on(MENU + STORY * 9, ended="https://www.lantern.example/"),
        Verdict.SOFT_404,
    ),
    "an article that now leads to an error page": (
        verdict_on(STORY * 9, ended="https://lantern.example/error/404.html"),
        Verdict.SOFT_404,
    ),
    "ASP.NET remembers where the error was": (
        verdict_on(STORY, ended="https://lantern.example/sorry?aspxerrorpath=/2031/ferry.aspx"),
        Verdict.SOFT_404,
    ),
    "maintenance": (
        verdict_on(
            page(
                "Lantern",
                "We are performing maintenance and will be back shortly.",
                heading="We'll be back soon!",
            )
        ),
        Verdict.ERROR_PAGE,
    ),
    "the database is away": (
        verdict_on(
            page(
                "Database Error",
                "Can't connect to local MySQL server through socket. Please try again later.",
                heading="Error establishing a database connection",
            )
        ),
        Verdict.ERROR_PAGE,
    ),
    "PHP gives up": (
        verdict_on(
            "<b>Fatal error</b>: Uncaught Error: Call to undefined function lamp() in /srv/x.php on line 12"
        ),
        Verdict.ERROR_PAGE,
    ),
    "maintenance in Spanish": (
        verdict_on(
            page("Sitio en mantenimiento", "El servicio está temporalmente no disponible.", lang="es")
        ),
        Verdict.ERROR_PAGE,
    ),
    "consent on another host": (
        verdict_on(STORY, ended="https://consent.yahoo.com/v2/collectConsent?x=1"),
        Verdict.CONSENT_WALL,
    ),
    "consent and nothing else": (
        verdict_on(
            page(
                "Before you continue to Lantern",
                "We and our partners use cookies to measure reading and to show advertising.",
                "<button>Accept all</button><button>Reject all</button>",
            )
        ),
        Verdict.CONSENT_WALL,
    ),
    "German consent": (
        verdict_on(
            page(
                "Datenschutzeinstellungen",
                "Wir und unsere Partner verarbeiten Daten mit Ihrer Einwilligung, um Werbung zu zeigen.",
                "<button>Alle akzeptieren</button>",
                lang="de",
            )
        ),
        Verdict.CONSENT_WALL,
    ),
    "a log-in form": (
        verdict_on(page("Log in | Lantern Press", "Email", "Remember me", "Don't have an account? Join us.")),
        Verdict.LOGIN_WALL,
    ),
    "a French log-in form": (
        verdict_on(
            page("Connexion - Le Phare", "Adresse", "Mot de passe oublié ?", "Rester connecté", lang="fr")
        ),
        Verdict.LOGIN_WALL,
    ),
    "maintenance below a host's name": (
        verdict_on(named("mill.example", "Our site is down for maintenance.")),
        Verdict.ERROR_PAGE,
    ),
    "maintenance below a site's name": (
        verdict_on(named("Der Bote", "Diese Website wird gerade gewartet.", lang="de")),
        Verdict.ERROR_PAGE,
    ),
    "a wall's title below a site's name": (
        verdict_on(named("The Mill", "Access denied.")),
        Verdict.BOT_WALL,
    ),
    "consent below a host's name": (
        verdict_on(named("mulino.example", "Devi accettare i cookie per continuare.", lang="it")),
        Verdict.CONSENT_WALL,
    ),
    "a place below a site's name": (
        verdict_on(named("Le Phare", "Ce contenu n'est pas disponible dans votre pays.", lang="fr")),
        Verdict.GEO_WALL,
    ),
    "an offer of a domain below its name": (
        verdict_on(named("mill.example", "This domain may be for sale. Buy this domain.")),
        Verdict.PARKED_DOMAIN,
    ),
    "signing in below a headline": (
        verdict_on(named("What the ferry's new timetable means", "Sign in to read this article.")),
        Verdict.LOGIN_WALL,
    ),
    "paying below a headline": (
        verdict_on(
            named("Ce que change le nouvel horaire du bac", "Article réservé aux abonnés.", lang="fr")
        ),
        Verdict.PAYWALL,
    ),
    "no bytes of text": (verdict_on("<html><body><div id=app></div></body></html>"), Verdict.EMPTY),
    "white space": (verdict_on(" \n "), Verdict.EMPTY),
}

FAQ_ON_404 = page(
    "Error 404: what it means?",
    "You asked for a page that could not be found, or the page has been removed.",
)

LINKS = "".join(f"<p><a href=/{n}>The harbour council votes on ferry number {n}</a></p>" for n in range(9))
OWN_ANSWER = "Nobody has to sign in to the board of the harbour, says its chair."

ARTICLES = {
    "a front page with a banner": verdict_on(named("The Mill", "Please log in to continue.") + LINKS),
    "a sentence of its own below a wall's": verdict_on(
        named("The Mill", "Please log in to continue.", OWN_ANSWER, "The ferry sails at six.")
    ),
    "an explainer": verdict_on(page("Ferry: three questions", STORY)),
    "about Cloudflare, at length": verdict_on(
        page(
            "Just a moment: how challenge pages work",
            STORY * 4,
            "Verify you are human. Cloudflare Ray ID: 1.",
        )
    ),
    "about captchas, in brief": verdict_on(
        page(
            "Why captchas ask you to prove you are not a robot",
            "Sites say “verify you are human” and “this process is automatic”. A study counted the cost.",
        )
    ),
    "a captcha in the comment form": verdict_on(
        page(
            "Council votes on the ferry",
            "The council voted for the new timetable. It begins in May.",
            script="<script src='https://www.google.com/recaptcha/api.js'></script>",
        )
    ),
    "behind Cloudflare": verdict_on(
        page("Tides", "High water is at six."), ("Server", "cloudflare"), ("CF-RAY", "1")
    ),
    "behind AWS, allowed": verdict_on(page("Tides", "High water is at six."), ("x-amzn-waf-action", "allow")),
    "short": verdict_on(page("Is the bridge open?", "Yes.")),
    "short, with a name alone": verdict_on("<p>Closed today.</p>"),
    "an FAQ on the number 404": verdict_on(FAQ_ON_404),
    "the same as title and heading": verdict_on(
        page(
            "Error 404",
            "The file could not be found.",
            "Why?",
            "It moved.",
            "Who?",
            "Us.",
            heading="Error 404",
        )
    ),
    "a station named Not Found": verdict_on(
        page("Not Found | Gallery Nord", "An exhibition of lost paintings.")
    ),
    "a page that asks about cookies": verdict_on(
        "<title>Vos droits</title><h1>Vos droits</h1><p>Deux questions sur votre vie privée.</p>"
        "<h2>Que font les cookies ?</h2>"
        "<p>Ils gardent des informations sur votre appareil.</p><h2>Peut-on refuser les cookies ?</h2>"
        "<p>Oui : « Continuer sans accepter » doit se voir autant.</p>"
    ),
    "a help page on cookies": verdict_on(
        page(
            "Cookies",
            "What is a cookie?",
            "A small file that a site keeps.",
            "Can I accept all or reject all?",
            "Yes, below.",
        )
    ),
    "a short article under a consent banner": verdict_on(
        "<title>Ferry resumes</title><div><h2>We value your privacy</h2><p>We and our partners use cookies."
        "<button>Accept all</button></div><h1>Ferry resumes</h1><p>The ferry sails again from Monday.</p>"
    ),
    "a short article beside a log-in form": verdict_on(
        "<title>Ferry resumes</title><form><h2>Log in</h2>Remember me <p>Forgot your password?</p></form>"
        "<h1>Ferry resumes</h1><p>The ferry sails again from Monday.</p>"
    ),
    "questions about logging in": verdict_on(
        page(
            "Log in",
            "Where is the ticket printed?",
            "At the pier.",
            "When is the pier shut?",
            "At ten. Remember me to them; forgot your password, ring us.",
        )
    ),
    "an outage in the news": verdict_on(
        page(
            "Ferry bookings temporarily unavailable",
            "Bookings are temporarily unavailable. Please try again later.",
        )
    ),
    "an article on maintenance works": verdict_on(
        page("Scheduled maintenance of the lock", "The lock is closed for maintenance from May to June. " * 3)
    ),
    "PHP warns above a whole article": verdict_on(
        "<b>Warning</b>: foo() in /srv/x.php on line 3<br>" + STORY * 9
    ),
    "a page behind an article's markup": verdict_on(
        page(
            "Access denied",
            "You don't have permission to access the quay, a court ruled.",
            script='<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
        )
    ),
    "a redirect to a better address": verdict_on(
        STORY, ended="https://lantern.example/2031/ferry-questions/"
    ),
    "a redirect to the mobile site": verdict_on(
        STORY, ended="https://m.lantern.example/2031/ferry-questions"
    ),
    "a page that moved to a host of its own": verdict_on(STORY, ended="https://ferry.lantern.example/"),
    "a front page that adds its language": verdict_on(
        STORY, asked="https://lantern.example/index.php", ended="https://lantern.example/en/"
    ),
    "one folder deep, no article": verdict_on(
        STORY, asked="https://lantern.example/faq", ended="https://lantern.example/"
    ),
    "a page that keeps its place in the query": verdict_on(STORY, ended="https://lantern.example/?p=4411"),
    "markup without text": verdict_on('<script type="application/ld+json">{"@type":"FAQPage"}</script>'),
    "a question in Greek script": verdict_on(page("Πλοία", "Πότε φεύγει το πλοίο;", "Στις έξι.", lang="el")),
    "a short Chinese page": verdict_on(page("渡轮何时恢复？", "下周一恢复。", lang="zh")),
}


@pytest.mark.parametrize(("judgement", "verdict"), WALLS.values(), ids=WALLS)
def test_a_wall_is_no_article(judgement, verdict):
    assert judgement.verdict == verdict
    assert judgement.reason


@pytest.mark.parametrize("judgement", ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_no_wall(judgement):
    assert judgement.verdict == Verdict.CONTENT, judgement.reason


def test_the_wall_of_the_demo():
    assert verdict_on((DEMO / "challenge.html").read_bytes()).verdict == Verdict.BOT_WALL


def test_the_missing_page_of_the_demo():
    assert verdict_on((DEMO / "not_found.html").read_bytes()).verdict == Verdict.SOFT_404


@pytest.mark.parametrize("path", sorted((DEMO / "articles").glob("*.html")), ids=lambda path: path.stem)
def test_the_articles_of_the_demo(path):
    assert verdict_on(path.read_bytes()).verdict == Verdict.CONTENT


def test_real_pages_with_questions_are_articles():
    golds = sorted((SHARED / "corpus").glob("*/*/gold.json"))
    if not golds:
        pytest.skip("no shared corpus beside the checkout")
    pages = [path.with_name("page.html.gz") for path in golds if json.loads(path.read_text("utf-8"))["pairs"]]
    judged = {path.parent.name: verdict_on(gzip.decompress(path.read_bytes())) for path in pages}
    assert {name: each for name, each in judged.items() if each.verdict != Verdict.CONTENT} == {}


@given(st.lists(st.text(min_size=1), max_size=5), st.text(), st.binary(max_size=200), st.text(), st.text())
def test_never_raises(texts, title, body, url, asked):
    blocks = tuple(Block(Kind.PARAGRAPH, text, 0) for text in texts)
    document = NormalDocument(blocks=blocks, containers=(Container(-1, "body", "body"),), title=title)
    answer = received(body, url=url, asked=asked)
    assert judge(document, answer) == judge(document, answer)
