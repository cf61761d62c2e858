"""Kind c: what content management systems put into answers to keep, and around them to leave.

The markup is of the block editors, design systems of public offices, static site generators, frameworks with
hashed class names and old table layouts that are met in the wild.
"""

from pathlib import Path

from benchmarks.kinds import Content, Spot, phrases


def _halves(spot: Spot, use: str) -> tuple[str, str]:
    """Return the two sides of a phrase."""
    one, other = spot.deal(use).split(" | ")
    return one, other


def _captioned_table(spot: Spot) -> str:
    rows = "".join(
        f'<tr><th scope="row">{spot.deal("places")}</th><td>{spot.chance.randrange(3, 99)},4</td></tr>'
        for _ in range(3)
    )
    caption = spot.deal("captions")
    return spot.chance.choice(
        (
            (
                f'<figure class="wp-block-table"><table><tbody>{rows}</tbody></table>'
                f"<figcaption>{caption}</figcaption></figure>"
            ),
            f'<div class="fr-table"><table><caption>{caption}</caption><tbody>{rows}</tbody></table></div>',
            (
                f'<div class="govuk-table-wrap"><table class="govuk-table">{rows}</table>'
                f'<p class="source">{caption}</p></div>'
            ),
        )
    )


def _call_out(spot: Spot) -> str:
    label, fact = spot.deal("labels"), spot.deal("facts")
    return spot.chance.choice(
        (
            f'<div class="govuk-inset-text">{fact}</div>',
            (
                f'<div class="fr-callout"><p class="fr-callout__title">{label}</p>'
                f'<p class="fr-callout__text">{fact}</p></div>'
            ),
            (
                f'<div class="usa-alert usa-alert--info" role="note"><div class="usa-alert__body">'
                f'<p class="usa-alert__text">{fact}</p></div></div>'
            ),
            f'<div class="admonition tip"><p class="admonition-title">{label}</p><p>{fact}</p></div>',
            (
                f'<aside class="Callout_root__x3fZ1"><span class="Callout_head__Qq0">{label}</span>'
                f"<div>{fact}</div></aside>"
            ),
        )
    )


def _run_in_list(spot: Spot) -> str:
    pairs = (_halves(spot, "variants") for _ in range(3))
    items = "".join(f"<li><b>{name}:</b> {text}</li>" for name, text in pairs)
    return f'<ul class="cmp-list">{items}</ul>'


def _nested_list(spot: Spot) -> str:
    inner = "".join(f"<li>{spot.deal('items')}</li>" for _ in range(2))
    return f"<ul><li>{spot.deal('items')}</li><li>{spot.deal('outer')}<ul>{inner}</ul></li></ul>"


def _list_by_hand(spot: Spot) -> str:
    lines = [f"{letter}) {spot.deal('items')}" for letter in "abc"]
    return spot.chance.choice(
        ("<p>" + "<br>".join(lines) + "</p>", "".join(f"<p>{one}</p>" for one in lines))
    )


def _code(spot: Spot) -> str:
    number = spot.chance.randrange(100, 999)
    return (
        f'<p>{spot.deal("commands")}</p><div class="highlight"><pre><code>$ loans --card {number}\n'
        f"card={number} open=2 due=2031-04-17\n</code></pre></div>"
    )


def _statement(spot: Spot) -> str:
    said, speaker = _halves(spot, "said")
    return (
        '<div class="paragraph paragraph--type--statement"><div class="field field--name-field-text">'
        f'<p>{said}</p></div><div class="field field--name-field-person">— {speaker}</div></div>'
    )


def _cited_post(spot: Spot) -> str:
    said, speaker = _halves(spot, "said")
    return (
        f'<figure class="quote-card"><blockquote>{said}</blockquote>'
        f"<figcaption>{speaker}, 17.4.2031</figcaption></figure>"
    )


def _key_figures(spot: Spot) -> str:
    cards = "".join(
        f'<div class="css-1k{number}x"><span class="css-9v">{spot.chance.randrange(11, 99)} %</span>'
        f"<span>{spot.deal('shares')}</span></div>"
        for number in range(2)
    )
    return f'<div class="css-7gr">{cards}</div>'


def _summary_rows(spot: Spot) -> str:
    pairs = (_halves(spot, "rows") for _ in range(3))
    rows = "".join(
        f'<div class="row"><div class="row__key">{name}</div><div class="row__value">{value}</div></div>'
        for name, value in pairs
    )
    return f'<div class="summary-list">{rows}</div>'


def _comparison(spot: Spot) -> str:
    cards = "".join(
        f'<div class="wp-block-column"><p class="has-medium-font-size">{name}</p><p>{text}</p></div>'
        for name, text in (_halves(spot, "variants") for _ in range(2))
    )
    return f'<div class="wp-block-columns">{cards}</div>'


def _tabs(spot: Spot) -> str:
    panes = "".join(
        f'<div class="tab-pane {state}" role="tabpanel"><p><b>{name}</b></p><p>{text}</p></div>'
        for state, (name, text) in ((one, _halves(spot, "variants")) for one in ("show active", "fade"))
    )
    return f'<div class="tab-content">{panes}</div>'


def _documents(spot: Spot) -> str:
    items = "".join(
        f'<li><a href="/files/{number}.pdf" download>{spot.deal("files")} (PDF, '
        f"{spot.chance.randrange(90, 900)} kB)</a></li>"
        for number in range(2)
    )
    return f'<p>{spot.deal("needs")}</p><ul class="fr-links-group">{items}</ul>'


def _address(spot: Spot) -> str:
    parts = spot.deal("addresses").split(" | ")
    phone = f"0{spot.chance.randrange(20, 99)} / {spot.chance.randrange(10000, 99999)}"
    call = f'<a href="tel:{phone.replace(" / ", "")}">{phone}</a>'
    return spot.chance.choice(
        (
            f"<address>{'<br>'.join(parts)}<br>{call}</address>",
            (
                f'<div class="vcard"><div class="fn org">{parts[0]}</div>'
                f'<div class="adr">{", ".join(parts[1:])}</div><div class="tel">{call}</div></div>'
            ),
        )
    )


def _hours(spot: Spot) -> str:
    rows = "".join(
        f"<tr><td><font size=2>{spot.deal('days')}</font></td><td><font size=2>"
        f"{spot.chance.randrange(7, 11)}.00-1{spot.chance.randrange(2, 9)}.30</font></td></tr>"
        for _ in range(3)
    )
    return f"<table border=0 cellpadding=4>{rows}</table>"


def _example(spot: Spot) -> str:
    weeks = spot.chance.randrange(3, 30)
    return (
        f'<div class="ce-bodytext example"><div class="example-head">{spot.deal("for_instance")}</div>'
        f"<div>{spot.deal('examples')}</div><div>{weeks} &times; 40 = {weeks * 40}</div></div>"
    )


def _formula(spot: Spot) -> str:
    formula = (
        '<math display="block"><mi>F</mi><mo>=</mo><mi>w</mi><mo>&times;</mo><mn>40</mn></math>',
        '<div class="formula"><i>F</i> = <i>w</i> &times; 40</div>',
    )
    return f"<p>{spot.deal('formulas')}</p>{spot.chance.choice(formula)}<p>{spot.deal('letters')}</p>"


def _footnote(spot: Spot) -> str:
    return (
        f'<p>{spot.deal("facts")}<sup>*</sup></p><p class="has-small-font-size"><small>* '
        f"{spot.deal('footnotes')}</small></p>"
    )


def _timeline(spot: Spot) -> str:
    entries = "".join(
        f'<li class="timeline-item"><time datetime="{year}">{year}</time>'
        f"<div>{spot.deal('events')}</div></li>"
        for year in (2019, 2024, 2031)
    )
    return f'<ol class="timeline">{entries}</ol>'


def _working(spot: Spot) -> str:
    if not spot.level:  # among accordions it would be one of them
        return ""
    return (
        f'<details class="govuk-details"><summary><span>{spot.deal("workings")}</span></summary>'
        f"<div><p>{spot.deal('facts')}</p></div></details>"
    )


def _feedback(spot: Spot) -> str:
    yes, no = _halves(spot, "yes_no")
    return spot.chance.choice(
        (
            (
                f'<div class="c-feedback"><p>{spot.deal("helpful")}</p><button>{yes}</button>'
                f"<button>{no}</button></div>"
            ),
            (
                f'<div class="vote"><span>{spot.deal("helpful")}</span> <a href="#">{yes}</a> | '
                f'<a href="#">{no}</a></div>'
            ),
        )
    )


def _author(spot: Spot) -> str:
    if not spot.end:
        return ""
    name, about = _halves(spot, "authors")
    return (
        f'<div class="author-bio"><img src="a.jpg" alt=""><p><a rel="author" href="/team/7">{name}</a></p>'
        f"<p>{about}</p></div>"
    )


def _video(spot: Spot) -> str:
    return (
        f'<div class="player"><a href="/video/{spot.chance.randrange(999)}"><img src="v.jpg" alt="">'
        f"<span>02:41</span><span>{spot.deal('videos')}</span></a></div>"
    )


def _poll(spot: Spot) -> str:
    choices = "".join(
        f'<label><input type="radio" name="p"> {spot.deal("choices")}</label>' for _ in range(2)
    )
    return (
        f'<form class="poll"><fieldset><legend>{spot.deal("polls")}</legend>{choices}</fieldset>'
        f"<button>{spot.deal('vote')}</button><p>{spot.deal('votes')}</p></form>"
    )


def _jump_menu(spot: Spot) -> str:
    links = "".join(f'<li><a href="#s{number}">{spot.deal("jumps")}</a></li>' for number in range(3))
    return spot.chance.choice(
        (
            f'<nav class="toc"><span>{spot.deal("on_page")}</span><ul>{links}</ul></nav>',
            f'<p class="up"><a href="#top">{spot.deal("up")}</a></p>',
        )
    )


def _app(spot: Spot) -> str:
    shops = "".join(
        f'<a href="https://apps.example/{name[:3]}">{name}</a> ' for name in ("App Store", "Google Play")
    )
    return f'<div class="app-hint"><p>{spot.deal("apps")}</p>{shops}</div>'


def _donation(spot: Spot) -> str:
    return (
        f'<aside class="Appeal_box__m2P"><p><strong>{spot.deal("supports")}</strong></p>'
        f'<p>{spot.deal("appeals")}</p><a class="btn" href="/spende">{spot.deal("give")}</a></aside>'
    )


def _consent(spot: Spot) -> str:
    return (
        f'<div class="embed-consent"><p>{spot.deal("consents")}</p><button>{spot.deal("show")}</button> '
        f'<a href="/datenschutz">{spot.deal("privacy")}</a></div>'
    )


def _comments(spot: Spot) -> str:
    return f'<p class="meta"><a href="#comments"><i class="icon-bubble"></i> {spot.deal("comments")}</a></p>'


def _wall(spot: Spot) -> str:
    return (
        f'<div class="reg-wall"><p>{spot.deal("walls")}</p>'
        f'<a class="btn" href="/abo">{spot.deal("offers")}</a>'
        f'<p>{spot.deal("members")} <a href="/login">{spot.deal("enter")}</a></p></div>'
    )


def _credit(spot: Spot) -> str:
    credit = f'<span class="credit">{spot.deal("credits")}</span>'
    return f'<div class="img-wrap"><img src="i.jpg" alt="">{credit}</div>'


def _tools(spot: Spot) -> str:
    links = "".join(f'<li><a href="#" role="button">{spot.deal("tools")}</a></li>' for _ in range(3))
    return f'<ul class="page-tools">{links}</ul>'


def _tags(spot: Spot) -> str:
    if not spot.end:
        return ""
    tags = ", ".join(f'<a rel="tag" href="/tag/{number}">{spot.deal("tags")}</a>' for number in range(3))
    return f'<div class="post-tags">{spot.deal("filed")} {tags}</div>'


def _audio(spot: Spot) -> str:
    return (
        f'<section class="audio"><p>{spot.deal("listens")}</p><audio controls src="a.mp3"></audio>'
        f"<p>{spot.chance.randrange(3, 40)} min</p></section>"
    )


def _contact(spot: Spot) -> str:
    if not spot.end:
        return ""
    return (
        f'<section class="cta"><p class="h3">{spot.deal("still")}</p><p>{spot.deal("teams")}</p>'
        f'<a class="button" href="/kontakt">{spot.deal("write")}</a></section>'
    )


CONTENT = Content(
    keep={
        "captioned table": _captioned_table,
        "call-out": _call_out,
        "run-in list": _run_in_list,
        "nested list": _nested_list,
        "list by hand": _list_by_hand,
        "terminal": _code,
        "statement": _statement,
        "cited post": _cited_post,
        "key figures": _key_figures,
        "summary rows": _summary_rows,
        "comparison": _comparison,
        "tabs": _tabs,
        "documents": _documents,
        "address": _address,
        "hours": _hours,
        "worked example": _example,
        "formula": _formula,
        "starred note": _footnote,
        "timeline": _timeline,
        "working": _working,
    },
    leave={
        "feedback": _feedback,
        "biography": _author,
        "video": _video,
        "poll": _poll,
        "jump menu": _jump_menu,
        "app hint": _app,
        "donation": _donation,
        "consent": _consent,
        "comments": _comments,
        "wall": _wall,
        "credit": _credit,
        "tools": _tools,
        "filed under": _tags,
        "audio": _audio,
        "contact": _contact,
    },
    names=("widget", "infobox", "sticky", "social"),
    languages=phrases(Path(__file__).with_name("c.toml")),
)
