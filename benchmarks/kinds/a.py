"""Kind a: tables, steps, quotes, lists, call-outs to keep; teasers, cards, boxes, adverts to leave."""

from pathlib import Path

from benchmarks.kinds import Content, Spot, linked, phrases

DEEPEST = 5
"""Level of the deepest heading below which a sub-heading can still be put."""


def _prose(spot: Spot) -> str:
    return f"<p>{spot.deal('sentences')} {spot.deal('sentences')}</p>"


def _table(spot: Spot) -> str:
    heads = "".join(f"<th>{spot.deal('heads')}</th>" for _ in range(3))
    rows = "".join(
        f"<tr><td>{spot.deal('rows')}</td><td>{spot.chance.randrange(20, 9000)}</td>"
        f"<td>{spot.chance.randrange(1, 99)} %</td></tr>"
        for _ in range(3)
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _steps(spot: Spot) -> str:
    items = "".join(f"<li>{spot.deal('steps')}</li>" for _ in range(3))
    return f"<ol>{items}</ol>"


def _quote(spot: Spot) -> str:
    return f"<blockquote><p>{spot.deal('quotes')}</p><cite>{spot.deal('people')}</cite></blockquote>"


def _terms(spot: Spot) -> str:
    if spot.tag in {"dt", "dl"}:
        return ""
    pairs = (spot.deal("terms").split(" | ") for _ in range(2))
    rows = "".join(f"<dt>{term}</dt><dd>{meaning}</dd>" for term, meaning in pairs)
    return f"<dl>{rows}</dl>"


def _links(spot: Spot) -> str:
    items = "".join(f"<li>{linked(spot.deal('links'))}</li>" for _ in range(3))
    return f"<p>{spot.deal('intros')}</p><ul>{items}</ul>"


def _sentence(spot: Spot) -> str:
    return f"<p>{linked(spot.deal('linked'))}</p>"


def _notice(spot: Spot) -> str:
    return f"<div><p><strong>{spot.deal('notes')}</strong> {spot.deal('sentences')}</p></div>"


def _subheading(spot: Spot) -> str:
    if not 0 < spot.level <= DEEPEST:
        return ""
    own = f"h{spot.level + 1}"
    return f"<{own}>{spot.deal('subheads')}</{own}><p>{spot.deal('sentences')}</p>"


def _teaser(spot: Spot) -> str:
    return (
        f"<p>{spot.deal('also')}: <a href='/t/{spot.chance.randrange(9999)}'>{spot.deal('headlines')}</a></p>"
    )


def _bold_teaser(spot: Spot) -> str:
    link = f"<a href='/b/{spot.chance.randrange(9999)}'>{spot.deal('headlines')}</a>"
    return f"<p><strong>{spot.deal('also')}: {link}</strong></p>"


def _card(spot: Spot) -> str:
    link = f"<a href='/c/{spot.chance.randrange(9999)}'><img src='c.jpg' alt=''>"
    return (
        f"<div class='c{spot.chance.randrange(99)}'>{link}"
        f"<span>{spot.deal('topics')}</span><h4>{spot.deal('headlines')}</h4></a></div>"
    )


def _box(spot: Spot) -> str:
    items = "".join(f"<li><a href='/r/{number}'>{spot.deal('headlines')}</a></li>" for number in range(3))
    return f"<div><p><b>{spot.deal('more')}</b></p><ul>{items}</ul></div>"


def _share(spot: Spot) -> str:
    sites = "".join(f"<li><a href='#'>{name}</a></li>" for name in ("Facebook", "WhatsApp", "E-Mail"))
    return f"<div><span>{spot.deal('share')}</span><ul>{sites}</ul></div>"


def _picture(spot: Spot) -> str:
    return f"<figure><img src='p.jpg' alt=''><figcaption>{spot.deal('captions')}</figcaption></figure>"


def _advert(spot: Spot) -> str:
    shop = f"<a href='https://shop.example/{spot.chance.randrange(99)}'>{spot.deal('offers')}</a>"
    return f"<div><p>{spot.deal('advert')}</p>{shop}</div>"


def _newsletter(spot: Spot) -> str:
    return (
        f"<div><p><b>{spot.deal('letters')}</b></p><p>{spot.deal('invitations')}</p>"
        f"<form action='/n'><input type='email'><button>{spot.deal('buttons')}</button></form></div>"
    )


CONTENT = Content(
    keep={
        "prose": _prose,
        "table": _table,
        "steps": _steps,
        "quote": _quote,
        "definitions": _terms,
        "linked list": _links,
        "linked sentence": _sentence,
        "notice": _notice,
        "sub-heading": _subheading,
    },
    leave={
        "teaser": _teaser,
        "bold teaser": _bold_teaser,
        "card": _card,
        "box of links": _box,
        "share row": _share,
        "picture": _picture,
        "advert": _advert,
        "newsletter": _newsletter,
    },
    names=("newsletter", "related", "promo", "teaser"),
    languages=phrases(Path(__file__).with_name("a.toml")),
)
