"""Title, lead, dates, authors and address of small pages, one rule each."""

import pytest

from harvester.normalise import normalise

BODY = "<p>The ferry has not sailed since Monday, and nobody on the quay can say when it will.</p>" * 2


def read(html):
    return normalise(html.encode(), content_type="text/html; charset=utf-8")


TITLES = {
    "the one heading of the first level": (
        "<title>Harbour news</title><nav>Home</nav><h1>Ferry late again</h1>",
        "Ferry late again",
    ),
    "a logo is a heading of the first level too": (
        (
            "<title>Ferry late again - Quay Post</title>"
            '<h1 class="logo"><a href="/">Quay Post</a></h1><h1>Ferry late again</h1>'
        ),
        "Ferry late again",
    ),
    "the site's name is the heading, the headline a lower one": (
        (
            "<title>Quay Post: Ferry late again, and why</title><h1>Quay Post</h1>"
            '<h3 class="post-title">Ferry late again, and why</h3>'
        ),
        "Ferry late again, and why",
    ),
    "the only first-level heading leads to the site's first page, as its title says": (
        (
            "<title>Quay Post</title><header><h1><a href='/'>Quay Post</a></h1></header>"
            "<main><h2>Questions about the ferry</h2><p>x</p></main>"
        ),
        "Questions about the ferry",
    ),
    "a manual's name leads to its first page, from a folder below it": (
        (
            "<title>Ferry: tickets - The Quay Toolkit 3.2 manual</title>"
            '<h1><a href="../index.html">The Quay Toolkit 3.2 manual</a></h1><h1>Ferry: tickets</h1><p>x</p>'
        ),
        "Ferry: tickets",
    ),
    "a link to the first page has the words of the heading, with accents": (
        (
            "<title>Gazeta Shëndeti - Këshilla</title><h1>Gazeta Shendeti</h1>"
            "<nav><a href='index.html'>Gazeta Shëndeti</a></nav><h2>Intervista e muajit</h2><p>x</p>"
        ),
        "Intervista e muajit",
    ),
    "a long link in a menu stands above the only heading": (
        (
            "<title>Quay Post</title><div id=m><a href=/n>News of the quay, the ferry and all that the crew"
            " has to say about them every day</a></div><h2>Ferry late again</h2><p>x</p>"
        ),
        "Ferry late again",
    ),
    "a slogan beside the menu is a heading of the first level too": (
        (
            "<title>Ferry</title><div id=navigation><a href=/n>News</a><h1>All that floats, and us</h1></div>"
            "<h1>Ferry late again</h1><p>x</p>"
        ),
        "Ferry late again",
    ),
    "a page that shows only its site's name": (
        "<title>Quay Post</title><h1><a href='/'>Quay Post</a></h1><p>x</p>",
        "Quay Post",
    ),
    "no heading, and a line says that questions follow": (
        (
            "<title>:: Quay Post :: Frequently asked questions ::</title><div><a href='/faq'>FAQ</a></div>"
            "<div>Frequently asked questions: gas and meters</div><p>x</p>"
        ),
        "Frequently asked questions: gas and meters",
    ),
    "headings ask, and a line above says that questions follow": (
        (
            "<title>The Quay Toolkit</title><div>Frequently Asked Questions</div>"
            "<h1>Does it float?</h1><p>x</p><h1>Who made it?</h1><p>x</p>"
        ),
        "Frequently Asked Questions",
    ),
    "the headline is the first level, what others read is shorter": (
        '<meta property="og:title" content="Ferry late"><h1>Ferry late again</h1><p>x</p>',
        "Ferry late again",
    ),
    "links to other articles are headings of the first level": (
        (
            '<meta property="og:title" content="Ferry late again on Monday"><h1>Ferry late again</h1>'
            '<h1><a href="/1">Ferry late again on Monday</a></h1><h1><a href="/2">Fish dearer</a></h1>'
        ),
        "Ferry late again",
    ),
    "no heading at all: a paragraph is what the page states": (
        "<title>Ferry late again | Local | Quay Post</title><p>Ferry late again</p><p>Text.</p>",
        "Ferry late again",
    ),
    "a line of a paragraph is what the page states": (
        (
            "<title>Quay Post - Ferry late again today</title>"
            "<table><tr><td><b>Ferry late again today</b><br>It sails no more.</table>"
        ),
        "Ferry late again today",
    ),
    "a later line of a paragraph, stated without its accents": (
        (
            "<title>Ecoul Cheiului - Bacul intarzie pana luni seara</title>"
            "<table><tr><td>Local &gt; 1 mai 2031<br>Bacul întârzie până luni seara<br><br>Text.</table>"
        ),
        "Bacul întârzie până luni seara",
    ),
    "the label of a thread before its link": (
        (
            "<title>Why is the ferry late? - Quay Forum</title>"
            '<h1>Thread: <a href="/t/12-ferry">Why is the ferry late?</a></h1><p>x</p>'
        ),
        "Why is the ferry late?",
    ),
    "the forum's name is the only heading of the first level": (
        (
            "<title>Why is the ferry late? - Quay Forum</title><h1>Quay Forum</h1>"
            '<h2><a href="/t/12-ferry">Why is the ferry late?</a></h2><p>x</p>'
        ),
        "Why is the ferry late?",
    ),
    "a strong line says that questions follow, as the title does": (
        "<title>FAQ</title><h1>Ferries of the Quay, Inc.</h1><p><b>Frequently asked questions</b></p>",
        "Frequently asked questions",
    ),
    "nothing is shown: the site's name is cut off": (
        '<title>Ferry late again - Quay Post</title><meta property="og:site_name" content="Quay Post">x',
        "Ferry late again",
    ),
    "a kicker on a line of its own": (
        "<title>Ferry late again</title><h1><small>Harbour</small><br>Ferry late again</h1>",
        "Ferry late again",
    ),
    "a kicker in the line stays": (
        "<title>Ferry late again</title><h1>Harbour: Ferry late again</h1>",
        "Harbour: Ferry late again",
    ),
    "a count of comments behind the headline": (
        "<title>Ferry late again</title><h1>Ferry late again<span>Comments: 45</span></h1>",
        "Ferry late again",
    ),
    "a heading in crumbs above the article": (
        (
            "<title>Ferry late again: when it sails</title>"
            "<div><h1>Ferry late again: when it sails</h1></div>"
            "<main><h2>Ferry late again: when it sails next</h2></main>"
        ),
        "Ferry late again: when it sails next",
    ),
    "the first question is not the title": (
        (
            "<title>Ferry strike: what passengers ask | Quay Post</title>"
            "<h1>Ferry strike: what passengers ask</h1>"
            "<h2>Does the ferry sail?</h2><p>No.</p>"
        ),
        "Ferry strike: what passengers ask",
    ),
    "two spans side by side": (
        "<title>Harbour: Ferry late again</title><h1><span>Harbour</span><span>Ferry late again</span></h1>",
        "Harbour: Ferry late again",
    ),
    "three spans side by side, the site behind": (
        (
            "<title>Ferry late again: the crew, the quay | Quay Post</title><h1><span>Ferry late again</span>"
            "<span>the crew,</span><span>the quay</span></h1>"
        ),
        "Ferry late again: the crew, the quay",
    ),
    "a heading of the second level, none of the first": (
        f"<title>Quay Post</title><nav>Quay Post</nav><div><h2>Ferry late again</h2>{BODY}</div>",
        "Ferry late again",
    ),
    "headings of the second level that ask below it": (
        f"<title>Quay Post</title><nav>Quay Post</nav><h2>Ferry late again</h2><h2>Who pays?</h2>{BODY}",
        "Ferry late again",
    ),
    "a heading below the text is no title": (
        f"<title>Ferry late again | Quay Post</title>{BODY}<h2>Follow us</h2>",
        "Ferry late again",
    ),
    "the site's name in the headline, known by the host": (
        '<link rel="canonical" href="https://www.quay-post.example/a"><h1>Ferry late again - Quay Post</h1>',
        "Ferry late again",
    ),
    "the site's name in the statement, known by the host": (
        (
            '<meta property="og:url" content="https://quaypost.example/a">'
            "<title>Ferry late again \u2013 Quay Post</title>x"
        ),
        "Ferry late again",
    ),
    "behind a bar stands the site": (
        "<title>The ferry is late again | Harbour</title>x",
        "The ferry is late again",
    ),
    "a heading of the comments is the only one": (
        (
            "<title>The ferry is late again - Quay Post</title>"
            '<p><a href="/a">The ferry is late again</a></p>'
            f"{BODY}<h1>Leave a comment</h1>"
        ),
        "The ferry is late again",
    ),
    "the site's name is the heading, the questions a lower one": (
        "<title>FAQ</title><h1>Quay Ferries Ltd.</h1><h2>Frequently asked questions</h2><h3>Who pays?</h3>",
        "Frequently asked questions",
    ),
    "the only heading of the first level ends the crumbs": (
        (
            "<title>Ferries - all about the boats of the harbour</title>"
            "<nav><ol><li><h1>Ferries</h1></ol></nav>"
            f"{BODY}<h3>Late again</h3>"
        ),
        "Ferries",
    ),
    "a separator between Chinese words": (
        "<title>渡船又晚点_海港日报</title><table><td>渡船又晚点</td></table><p>正文。</p>",
        "渡船又晚点",
    ),
    "full-width separators": ("<title>船が止まる｜港新聞</title><p>船が止まる</p>", "船が止まる"),  # noqa: RUF001
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("html", "title"), TITLES.values(), ids=TITLES)
def test_title(html, title):
    assert read(html).title == title


MORE = "The mayor has called both to a meeting on Friday."
STANDFIRST = "The crew wants more pay; the harbour says there is no money."
LEADS = {
    "a class of its own beside the headline": f'<h1>Ferry late</h1><p class="x1">{STANDFIRST}</p>{BODY}',
    "beside the headline, the body elsewhere": (
        f"<div><h1>Ferry late</h1><p>{STANDFIRST}</p></div><div>{BODY}{BODY}</div>"
    ),
    "the headline stands twice": (
        f"<section><h1>Ferry late</h1><p>{STANDFIRST}</p></section><header><h1>Ferry late</h1></header>"
        f"<article>{BODY}{BODY}</article>"
    ),
    "a share list between": (
        "<h1>Ferry late</h1><ul><li><p>These are links to other sites and open in a new window</p></ul>"
        f'<p class="x1">{STANDFIRST}</p>{BODY}{BODY}'
    ),
    "a widget between that asks for a vote": (
        "<h1>Ferry late</h1><div><button>Was this of use to you today?</button></div>"
        f'<p class="x1">{STANDFIRST}</p>{BODY}{BODY}'
    ),
    "before a question in bold with its answer": (
        f"<h1>Ferry late</h1><p>{STANDFIRST}</p><p><b>Does the ferry sail?</b> Not before Monday.</p>{BODY}"
    ),
    "marked by microdata": f'<h1>Ferry late</h1><p itemprop="description">{STANDFIRST}</p>{BODY}',
    "in an element of its own": f'<h1>Ferry late</h1><div class="intro"><p>{STANDFIRST}</p></div>{BODY}',
    "a heading below the headline": f"<h1>Ferry late</h1><h2>{STANDFIRST}</h2>{BODY}",
    "not marked, but what the page is described by": (
        f'<meta name="description" content="{STANDFIRST}"><h1>Ferry late</h1><p>{STANDFIRST}</p>{BODY}'
    ),
    "described by its beginning": (
        '<meta property="og:description" content="The crew wants more pay; the harb..."><h1>Ferry late</h1>'
        f"<p>{STANDFIRST}</p>{BODY}"
    ),
    "described by it and what follows": (
        f'<meta name="description" content="{STANDFIRST} The ferry has not sailed"><h1>Ferry late</h1>'
        f"<p>{STANDFIRST}</p>{BODY}"
    ),
    "a byline and a caption stand before it": (
        '<h1>Ferry late</h1><p class="byline">By Ada Kelp, harbour correspondent</p>'
        "<p>Posted May 24, 2031 10:05 am</p>"
        "<figure><figcaption>The ferry at the quay, where it stays for now.</figcaption></figure>"
        f'<div class="share"><p>Share this article with your friends</p></div>'
        f'<p class="lead">{STANDFIRST}</p>{BODY}'
    ),
    "a caption in a box with its picture stands before it": (
        "<h1>Ferry late</h1><div><img src=f.jpg alt=ferry>"
        "<span>The ferry at the quay, where it stays for now.</span></div>"
        f"<div><p><strong>{STANDFIRST}</strong></p>{BODY}</div>"
    ),
    "a caption with its credit behind a bar stands before it": (
        "<h1>Ferry late</h1><div>The ferry at the quay, where it stays for now / photo A. Kelp</div>"
        f"<div><p><strong>{STANDFIRST}</strong></p>{BODY}</div>"
    ),
    "the only item of a list below the headline": (
        f"<h1>Ferry late</h1><ul><li>{STANDFIRST}</li></ul>{BODY}{BODY}"
    ),
    "a byline and buttons between, the body elsewhere": (
        "<main><h1>Ferry late</h1><div>Ada Kelp, 1 May 2031</div><div><button>Share</button>"
        f'<a href="#c">Comments (112)</a></div><p>{STANDFIRST}</p><div class="b">{BODY}{BODY}</div></main>'
    ),
    "all of the first paragraph is bold": f"<h1>Ferry late</h1><p><strong>{STANDFIRST}</strong></p>{BODY}",
    "in the header with the headline": f"<header><h1>Ferry late</h1><p>{STANDFIRST}</p></header>{BODY}",
    "the only paragraph before a question": (
        f"<h1>Ferry late</h1><p>{STANDFIRST}</p><h2>Does the ferry sail?</h2>{BODY}"
    ),
    "a class of its own": (
        f'<h1>Ferry late</h1><p class="big">{STANDFIRST}</p>'
        f"{BODY.replace('<p>', '<p class=t>')}{BODY.replace('<p>', '<p class=t>')}"
    ),
    "in the heading, on a second line": f"<h1>Ferry late<br><small>{STANDFIRST}</small></h1>{BODY}",
    "with a label": f'<h1>Ferry late</h1><p class="abstract">Summary: {STANDFIRST}</p>{BODY}',
}


@pytest.mark.parametrize("html", LEADS.values(), ids=LEADS)
def test_lead(html):
    assert read(f"<title>Ferry late</title>{html}").lead == STANDFIRST


NO_LEADS = {
    "crossheads called subtitles": f"<h1>Ferry late</h1>{BODY}"
    + f'<h2 class="article__sub-title">The ferry that nobody wanted to pay for</h2>{BODY}' * 2,
    "a body without a standfirst": f"<h1>Ferry late</h1>{BODY}{BODY}",
    "a description not shown": f'<meta name="description" content="{STANDFIRST}"><h1>Ferry late</h1>{BODY}',
    "the first question": f"<h1>Ferry late</h1><p><b>Will the ferry sail again before autumn?</b></p>{BODY}",
    "the text of a teaser": f'<h1>Ferry late</h1>{BODY}<aside><p class="teaser">{STANDFIRST}</p></aside>',
    "a caption in a paragraph": (
        f'<h1>Ferry late</h1><p class="x">The ferry at the quay on Monday. (File photo)</p>{BODY}{BODY}'
    ),
    "a caption": f"<h1>Ferry late</h1><figure><figcaption>{STANDFIRST}</figcaption></figure>{BODY}",
    "the answer to the first question": f"<h1>Ferry late</h1><h2>Who pays?</h2><p>{STANDFIRST}</p>{BODY}",
    "the answer to a first question in bold": (
        f"<h1>Ferry late</h1><p><b>Who pays the crew of the ferry?</b></p><p>{STANDFIRST}</p>{BODY}"
    ),
    "a list of what the page is about": (
        f"<h1>Ferry late</h1><div><p>Ada Kelp | Harbour | Ferries, quays, crews | 12 comments</p></div>{BODY}"
    ),
    "an address": f"<h1>Ferry late</h1><div>editors-of-the-harbour-desk@quay-post.example</div>{BODY}",
}


@pytest.mark.parametrize("html", NO_LEADS.values(), ids=NO_LEADS)
def test_no_lead(html):
    assert read(f"<title>Ferry late</title>{html}").lead == ""


def test_lead_of_several_paragraphs():
    page = read(f"<div><h1>Ferry late</h1><p>{STANDFIRST}</p><p>{MORE}</p></div><div>{BODY}{BODY}</div>")
    assert page.lead == f"{STANDFIRST}\n\n{MORE}"


def test_lead_of_several_bold_paragraphs():
    page = read(f"<h1>Ferry late</h1><p><b>{STANDFIRST}</b></p><p><b>{MORE}</b></p>{BODY}")
    assert page.lead == f"{STANDFIRST}\n\n{MORE}"


LD = '<script type="application/ld+json">{}</script>'.format
TITLED = "<title>Ferry late</title><h1>Ferry late</h1>{}".format
PUBLISHED = {
    "JSON-LD, in the time of the place": (
        LD('{"@type": "NewsArticle", "datePublished": "2031-05-01T23:10:00+02:00"}')
        + '<meta property="article:published_time" content="2031-05-01T21:10:00Z">',
        "2031-05-01T23:10:00+02:00",
    ),
    "JSON-LD of the article before that of the page": (
        LD(
            '{"@graph": [{"@type": "WebPage", "datePublished": "2031-01-01"},'
            ' {"@type": ["Article"], "datePublished": "2031-05-01"}]}'
        ),
        "2031-05-01",
    ),
    "not that of a review on the page": (
        LD('{"@type": "Product", "review": {"@type": "Review", "datePublished": "2031-05-01"}}'),
        "",
    ),
    "Open Graph": (
        '<meta property="article:published_time" content="2031-05-01T21:10:00Z">',
        "2031-05-01T21:10:00+00:00",
    ),
    "Parse.ly": ('<meta name="parsely-pub-date" content="2031-05-01">', "2031-05-01"),
    "Sailthru": (
        '<meta name="sailthru.date" content="2031-05-01 3:15:00 -0800">',
        "2031-05-01T03:15:00-08:00",
    ),
    "Dublin Core": ('<meta name="DC.date.issued" content="2031-05-01">', "2031-05-01"),
    "microdata": ('<h1>x</h1><meta itemprop="datePublished" content="2031-05-01">', "2031-05-01"),
    "the byline": ("<h1>Ferry late</h1><p>Von Ada Kelp, 1. Mai 2031, 14:05 Uhr</p>", "2031-05-01T14:05:00"),
    "above the headline": ("<p>1 May 2031</p><h1>Ferry late</h1>", "2031-05-01"),
    "a day of the week and a state are no date": ("<h1>Ferry late</h1><p>Since 2031 in May</p>", ""),
    "a date that never was": ('<meta name="date" content="2031-02-30">', ""),
    "figures as the country writes them": (
        '<html lang="en-US"><h1>Ferry</h1><p>05/04/2031</p>',
        "2031-05-04",
    ),
    "stated in UTC, shown by a clock of the place": (
        LD('{"@type": "NewsArticle", "datePublished": "2031-05-01T18:10:20Z"}')
        + "<h1>Ferry late</h1><p>By Ada Kelp, May 2, 2031 at 5.10am</p>",
        "2031-05-02T05:10:20+11:00",
    ),
    "stated in UTC, and elsewhere in the time of the place": (
        LD('{"@type": "NewsArticle", "datePublished": "2031-05-01T22:10:00Z"}')
        + '<meta name="date" content="Fri, 02 May 2031 00:10:00 +0200">',
        "2031-05-02T00:10:00+02:00",
    ),
    "stated in UTC, another moment shown": (
        LD('{"@type": "NewsArticle", "datePublished": "2031-05-01T18:10:20Z"}')
        + "<h1>Ferry late</h1><p>By Ada Kelp, May 2, 2031 at 5.27am</p>",
        "2031-05-01T18:10:20+00:00",
    ),
    "a forum's first post": (
        LD('{"@type": "DiscussionForumPosting", "datePublished": "2031-05-01"}') + "<h1>Ferry late</h1>",
        "2031-05-01",
    ),
    "shown without its century": (
        TITLED('<p>Bắt đầu <time datetime="2031-05-01T20:02:44+0700">1/5/31</time></p>'),
        "2031-05-01T20:02:44+07:00",
    ),
    "shown as a time that has passed": (
        TITLED(
            '<p>Updated <time datetime="2031-05-03T09:00Z">just now</time></p>'
            '<p>Posted <time datetime="2031-05-01T20:02+02:00">two days ago</time></p>'
        ),
        "2031-05-01T20:02:00+02:00",
    ),
    "shown beside the minutes that it takes to read": (
        TITLED('<p>Ада<time datetime="2031-05-01T12:00+03:00">1 мая 2031</time><b>11 минут</b></p>'),
        "2031-05-01",
    ),
    "a table of facts below the text": (
        f"<h1>Prom</h1>{BODY * 8}<table><tr><td>Opublikowano:</td><td>01.05.2031 09:14</td></tr></table>",
        "2031-05-01T09:14:00",
    ),
    "a line below the text": (f"<h1>Lautta</h1>{BODY * 8}<p>Sivu julkaistu 1.5.2031</p>", "2031-05-01"),
    "teasers below the text, each with its day": (
        f"<h1>Lautta</h1>{BODY * 8}<p>Julkaistu 1.5.2031</p><p>Julkaistu 2.5.2031</p>",
        "",
    ),
    "the same figures elsewhere": ('<html lang="en-GB"><h1>Ferry</h1><p>05/04/2031</p>', "2031-04-05"),
}


@pytest.mark.parametrize(("html", "published"), PUBLISHED.values(), ids=PUBLISHED)
def test_published(html, published):
    assert read(html).published == published


def test_modified():
    html = '<meta property="article:modified_time" content="2031-05-02T08:00:00+0000">'
    assert read(html).modified == "2031-05-02T08:00:00+00:00"


AUTHORS = {
    "JSON-LD": (
        LD('{"@type": "Article", "author": [{"name": "Ada Kelp"}, "Bo Tern"]}'),
        ("Ada Kelp", "Bo Tern"),
    ),
    "a meta element": ('<meta name="author" content="Ada Kelp">', ("Ada Kelp",)),
    "a profile's address is no name": (
        '<meta property="article:author" content="https://x.example/ada">',
        (),
    ),
    "the byline": (
        '<h1>Ferry late</h1><p class="byline">By Ada Kelp and Bo Tern</p>',
        ("Ada Kelp", "Bo Tern"),
    ),
    "the link to the author in a byline": (
        (
            '<title>Ferry late</title><h1>Ferry late</h1><div class="author"><span>Chief Reporter</span>'
            '<a rel="author" href="/ada">Ada Kelp</a><a href="#">Follow</a></div>'
        ),
        ("Ada Kelp",),
    ),
    "names that microdata marks, glued to jobs and an address": (
        (
            '<title>Ferry late</title><h1>Ferry late</h1><ul><li class="byline"><span itemprop="author">'
            '<span itemprop="name">Ada Kelp</span></span><span>Toimittaja</span><a href="mailto:a@b.example">'
            'a@b.example</a></li><li class="byline"><span itemprop="author">Por Bo Tern</span>'
            "<span>Foto</span></li></ul>"
        ),
        ("Ada Kelp", "Bo Tern"),
    ),
    "the link to another author, far from the headline": (
        (
            f"<title>Ferry late</title><h1>Ferry late</h1>{BODY * 10}"
            '<p><a rel="author" href="/bo">Bo Tern</a></p>'
        ),
        (),
    ),
    "a byline by its first word": (f"<h1>Ferry late</h1><p>By Ada Kelp</p>{BODY}", ("Ada Kelp",)),
    "a byline in German": (
        f"<h1>Fähre</h1><p>Von Ada von Kelp und Bo Tern</p>{BODY}",
        ("Ada von Kelp", "Bo Tern"),
    ),
    "a sentence that begins like a byline": (
        f"<h1>Ferry late</h1><p>By noon the quay was full</p>{BODY}",
        (),
    ),
    "jobs after commas": (
        '<h1>Ferry late</h1><p class="byline">By Ada Kelp, Senior Reporter, and Bo Tern, Harbour Editor</p>',
        ("Ada Kelp", "Bo Tern"),
    ),
    "a job in Polish": (
        '<h1>Prom</h1><p class="autor">Ada Kelp, dziennikarka działu morskiego</p>',
        ("Ada Kelp",),
    ),
    "a place after a comma": ('<h1>Ferry late</h1><p class="byline">By Ada Kelp, Morvik</p>', ("Ada Kelp",)),
    "how long ago": ('<h1>Ferry late</h1><p class="byline">Ada Kelp · 5 minutes ago</p>', ("Ada Kelp",)),
    "how long ago, in German": (
        '<h1>Fähre</h1><p class="autor">Ada Kelp \u2013 vor 3 Stunden</p>',
        ("Ada Kelp",),
    ),
    "how long ago, in Russian": ('<h1>Паром</h1><p class="author">час назад</p>', ()),
    "how long ago, with what joins names elsewhere": (
        '<h1>Bac</h1><p class="auteur">Ada Kelp, il y a 12 heures</p><p class="byline">il y a 12 heures</p>',
        ("Ada Kelp",),
    ),
    "how long ago, in two numbers": ('<h1>Balsa</h1><p class="autor">hace 2 horas y 5 minutos</p>', ()),
    "an element named for the author within the article": (
        (
            '<title>Fähre</title><h1>Fähre</h1><p class="beitrag__autor">'
            '<em>Hafenreporterin</em><a rel="author" href="/ada">Ada Kelp</a></p>'
        ),
        ("Ada Kelp",),
    ),
    "a name of a class in capitals and small letters": (
        '<h1>Ferry late</h1><span class="postAuthor">Ada Kelp</span>',
        ("Ada Kelp",),
    ),
    "a class that only holds the letters": ('<h1>Ferry late</h1><p class="coauthored">Ada Kelp</p>', ()),
    "only how long ago": ('<h1>フェリー</h1><p class="author">3時間前</p>', ()),
    "a day of the week": ('<h1>Ferry late</h1><p class="byline">Ada Kelp<br>Monday</p>', ("Ada Kelp",)),
    "a job in JSON-LD": (
        LD('{"@type": "Article", "author": "Ada Kelp, Harbour Correspondent"}'),
        ("Ada Kelp",),
    ),
    "two people in one name of JSON-LD": (
        LD('{"@type": "Article", "author": {"name": "Ada Kelp and Bo Tern"}}'),
        ("Ada Kelp", "Bo Tern"),
    ),
    "an office with a joiner in its name": (
        LD('{"@type": "Article", "author": {"name": "Amt für Hafen und Wege"}}'),
        ("Amt für Hafen und Wege",),
    ),
    "each once": (
        '<meta name="author" content="Ada Kelp"><meta name="byl" content="By Ada Kelp">',
        ("Ada Kelp",),
    ),
}


@pytest.mark.parametrize(("html", "authors"), AUTHORS.values(), ids=AUTHORS)
def test_authors(html, authors):
    assert read(html).authors == authors


ADDRESSES = {
    "canonical link": ('<link rel="canonical" href="https://quay.example/a">', "https://quay.example/a"),
    "Open Graph": ('<meta property="og:url" content="https://quay.example/a">', "https://quay.example/a"),
    "a relative one says nothing where no page's address is known": ('<link rel="canonical" href="/a">', ""),
    "no address": ('<link rel="canonical" href="javascript:alert(1)">', ""),
}


RELATIVE = {
    "a path": ("/a", "https://quay.example/a"),
    "relative to the page": ("b", "https://quay.example/news/b"),
    "without a scheme": ("//www.quay.example/a", "https://www.quay.example/a"),
    "relative to the base": ('a"><base href="/old/', "https://quay.example/old/a"),
    "no address": ("mailto:ada@quay.example", ""),
    "no URL at all": ("//[", ""),
    "an absolute one of Open Graph counts more": (
        '/a"><meta property="og:url" content="https://quay.example/b',
        "https://quay.example/b",
    ),
}


@pytest.mark.parametrize(("href", "url"), RELATIVE.values(), ids=RELATIVE)
def test_a_canonical_url_relative_to_the_page(href, url):
    body = f'<link rel="canonical" href="{href}">'.encode()
    page = normalise(body, content_type="text/html", url="https://quay.example/news/a?from=feed")
    assert page.canonical_url == url


@pytest.mark.parametrize(("html", "url"), ADDRESSES.values(), ids=ADDRESSES)
def test_canonical_url(html, url):
    assert read(html).canonical_url == url
