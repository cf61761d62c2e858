"""Invented archives for the pages: empty, a few articles, other scripts, many questions, a huge answer."""

# ruff: noqa: RUF001  the marks of other scripts are what it has

from contextlib import closing
from dataclasses import replace
from html import escape
from urllib.parse import quote

from chronicle import NOON, Chronicle, exchange, redirect, rss

from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.archive.writing import open_archive
from harvester.harvest.enacting import enact
from harvester.model import Outcome

RIVER = "https://tarvel.example/river"
QUAY = "https://tarvel.example/quay"
LISTS = "https://tarvel.example/lists"

LOW = ("Why is the water of the river so low?", "It did not rain from June to October, says the office.")
LEAK = (LOW[0], "The dam leaks 35 % of it, says the office, and nobody has mended it since June.")
OWNER = ("Who owns the dam above the town?", "The town of Tarvel owns it, since the été of 1931.")
REPAIR = ("When will the dam be repaired?", "In the spring of next year, when the snow has melted.")
REWORDED = ("When exactly will the dam be repaired?", REPAIR[1])
BOATS = ("Do the boats still go to the island?", "One boat does, from the old pier, twice in a day.")

ARABIC = (
    ("لماذا انخفض منسوب النهر؟", "لم تمطر السماء من يونيو إلى أكتوبر، كما يقول المكتب."),
    ("من يملك السد فوق المدينة؟", "تملكه مدينة تارفل منذ عام 1931، ويعمل فيه 35 شخصا."),
    ("متى سيتم إصلاح السد؟", "في ربيع العام المقبل عندما يذوب الثلج في الجبال."),
)
HEBREW = (
    ("למה מפלס הנהר כל כך נמוך?", "לא ירד גשם מיוני עד אוקטובר, אומר המשרד."),
    ("מי הבעלים של הסכר שמעל העיר?", "העיר טרוול, מאז שנת 1931, ועובדים בו 35 איש."),
    ("מתי יתוקן הסכר?", "באביב הבא, כשהשלג בהרים יימס."),
)
JAPANESE = (
    ("川の水位はなぜこんなに低いのですか？", "六月から十月まで雨が降らなかったと事務所は述べています。"),
    ("町の上のダムは誰のものですか？", "1931年からタルベル町のもので、35人が働いています。"),
    ("ダムはいつ修理されますか？", "雪が解ける来年の春に修理される予定です。"),
)
CHINESE = (
    ("河水为什么这么低？", "办公室说，从六月到十月没有下雨。"),
    ("城上面的水坝是谁的？", "自1931年以来属于塔维尔市，有35人在那里工作。"),
    ("水坝什么时候修理？", "明年春天雪融化的时候修理。"),
)


PUBLISHED = "2026-01-05T09:30:00+02:00"

LEAD = "What is known so far about the matter, in a few questions."


def page(title, *pairs, language="en", lead=LEAD, authors=(), published=""):
    """A page with these pairs; what is given is text, not HTML."""
    title, lead = escape(title), escape(lead)
    body = "".join(f"<h2>{escape(question)}</h2><p>{answer_html(answer)}</p>" for question, answer in pairs)
    head = "".join(f'<meta name="author" content="{escape(author)}">' for author in authors)
    if published:
        head += f'<meta property="article:published_time" content="{published}">'
    main = f"<main><article><h1>{title}</h1><p>{lead}</p>{body}</article></main>"
    html = f"<html lang='{language}'><head><title>{title}</title>{head}</head><body>{main}</body></html>"
    return html.encode()


def answer_html(answer):
    """An answer that begins with NUL is HTML; any other is text."""
    return answer[1:] if answer.startswith("\0") else escape(answer)


LINKED = "\0See <a href='https://office.example/decree'>the decree</a>, and nobody has mended it since June."


def tell(chronicle):
    """Have /river come to five versions and regain a question; /pier move to /quay, /mill be gone."""
    versions = (
        page("The river", LOW, OWNER, REPAIR, authors=("Ada Berg",), published=PUBLISHED),
        page("The river Tarvel", OWNER, LEAK, REPAIR),
        page("The river Tarvel", OWNER, (LOW[0], LINKED), REWORDED, BOATS),
        page("The river Tarvel", OWNER, (LOW[0], LINKED), BOATS),
    )
    chronicle.say("follow", ("source", "https://tarvel.example/feed"), Terms("feed").as_text())
    chronicle.say("follow", ("article", "https://tarvel.example/mill"), Terms().as_text())
    chronicle.add(exchange("https://tarvel.example/feed", 0, rss(RIVER, QUAY)), role="source")
    for hours, body in enumerate((*versions, versions[2])):
        headers = (("Content-Type", "text/html; charset=utf-8"), ("Server", "mill"))
        chronicle.add(exchange(RIVER, 24 * hours, body, headers=headers))
    pier = page("The pier", OWNER, REPAIR, BOATS)
    chronicle.add(exchange("https://tarvel.example/pier", 0, pier))
    chronicle.add(redirect("https://tarvel.example/pier", 30, QUAY), exchange(QUAY, 30, pier))
    chronicle.add(exchange("https://tarvel.example/mill", 0, page("The mill", REPAIR, LOW, OWNER)))
    for hours in (6, 30):
        gone = exchange("https://tarvel.example/mill", hours, b"not here", Outcome.GONE, 404)
        chronicle.add(gone)


def tell_one(chronicle):
    """Have one article in one version, and two feeds that name it."""
    for hours, name in enumerate(("feed", "late")):
        chronicle.say("follow", ("source", f"https://tarvel.example/{name}"), Terms("feed").as_text())
        chronicle.add(exchange(f"https://tarvel.example/{name}", hours, rss(RIVER)), role="source")
    chronicle.add(exchange(RIVER, 0, page("The river", LOW, OWNER, REPAIR, authors=("Ada Berg",))))


def tell_scripts(chronicle):
    """Have pages in Arabic, Hebrew, Japanese and Chinese whose last answer but one is edited."""
    told = {
        "ar": ("النهر", ARABIC),
        "he": ("הנהר", HEBREW),
        "ja": ("タルベル川", JAPANESE),
        "zh": ("塔维尔河", CHINESE),
    }
    for language, (title, pairs) in told.items():
        url = f"https://tarvel.example/{language}/river"
        for day, number in enumerate(("35", "53")):
            shown = [(question, answer.replace("35", number)) for question, answer in pairs]
            lead = pairs[0][1]
            body = page(title, *shown[day:], *shown[:day], language=language, lead=lead)
            chronicle.add(exchange(url, 24 * day, body))


def tell_many(chronicle, questions=300, versions=2):
    """Have one page with so many questions, of which a third is edited in each version."""
    for version in range(versions):
        pairs = [
            (
                f"What happens to house number {number} in the valley?",
                (
                    f"It is moved uphill in {2031 + version * (number % 3 == version % 3)}, for {number * 7}"
                    " crowns. The county pays half of it, and the town lends the rest to whoever asks."
                ),
            )
            for number in range(1, questions + 1)
        ]
        chronicle.add(exchange("https://tarvel.example/houses", 24 * version, page("The houses", *pairs)))


def tell_huge(chronicle, size=1_700_000):
    """Have an answer of 5 MB, which is edited in one place.

    The text is made longer in the table, after it was read: reading and comparing it takes half a minute.
    """
    for day, number in enumerate(("35", "53")):
        answer = f"水車小屋の帳簿には袋が一つずつ記され、町は{number}袋の代金を払った。"
        pairs = (JAPANESE[0], ("水車小屋の帳簿には何が書かれていますか？", answer), JAPANESE[1])
        body = page("水車小屋の帳簿", *pairs, language="ja", lead=JAPANESE[0][1])
        chronicle.add(exchange(LISTS, 24 * day, body))
    more = "袋には持ち主の名と日付がある。"
    longer = "UPDATE wording SET answer = answer || ? WHERE answer LIKE '%代金%'"
    chronicle.db.conn.execute(longer, (more * (size // len(more)),))


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onmouseover='alert(1)' x='",
    "</title></textarea></script><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "javascript:alert(1)//",
    "</p><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=//evil.example/>here</a> &lt;b&gt; &#60;i&#62; &amp;amp;",
    "abc\u202edcba\u2066 \u200b\u00ad\ufeff end",
    "e" + "\u0301" * 60 + " \U000e0041\U000e0042",
    "=cmd|'/c calc'!A1",
    "]]> <!-- --> <![CDATA[ <?xml ?> \u2028 \ufffe",
    'http://evil.example/"onclick="alert(1)',
)
"""Texts that try to be more than text: invented after the kinds that lists of such strings have."""


def tell_hostile(chronicle, strings=HOSTILE, each=6):
    """Have the strings stand wherever an archive holds what strangers or people wrote."""
    for first in range(0, len(strings), each):
        some = strings[first : first + each]
        url = f"https://tarvel.example/{first}/{quote(some[0])}"
        head, *_ = (" ".join(text.split()) for text in some)
        for day, more in enumerate(("It leaks 35 % of it.", "It leaks 53 % of it.")):
            pairs = [
                (f"Why does number {number} say {text} so often?", f"{text} {more} {text}")
                for number, text in enumerate(some)
            ]
            title, lead = f"{head} and the river", f"{LEAD} {head}"
            body = page(title, *pairs[day:], *pairs[:day], lead=lead, authors=(head,))
            linked = "".join(f"<a href='{escape(text)}'>{escape(text)}</a>" for text in some)
            headers = (("Content-Type", "text/html; charset=utf-8"), ("X-Mill", header_value(head)))
            whole = body.replace(b"</p></article>", f" {linked}</p></article>".encode())
            caption = f"<figure><figcaption>The mill of year {day}, {escape(head)}</figcaption></figure><h2"
            whole = caption.encode().join(whole.rsplit(b"<h2", 1))
            chronicle.add(exchange(url, 24 * day, whole, headers=headers))
        chronicle.say("follow", ("article", url), Terms().as_text())
        gone = exchange(url, 60, head.encode(), Outcome.GONE, 404)
        chronicle.add(replace(gone, detail=head, reason=header_value(head)))
        for kind in ("pause", "resume"):
            decide(chronicle.db, DecisionKind(kind), ("article", url), Voice(head, NOON, head))
        source = f"https://tarvel.example/feed{first}?{quote(head)}"
        chronicle.say("follow", ("source", source), Terms("feed", head).as_text())
    enact(chronicle.db)


def header_value(text):
    """The text as it comes in a header: bytes as Latin-1."""
    return text.encode().decode("latin-1").replace("\x00", "")


STORIES = {
    "hostile": tell_hostile,
    "few": tell,
    "one": tell_one,
    "scripts": tell_scripts,
    "many": tell_many,
    "huge": tell_huge,
}


def make(path, name):
    """Make the archive of that name, "empty" or one of `STORIES`."""
    if name == "empty":
        open_archive(path, create=True).close()
        return path
    with closing(Chronicle(path)) as chronicle:
        STORIES[name](chronicle)
    return path


__all__ = ["NOON", "QUAY", "RIVER", "STORIES", "make", "page"]
