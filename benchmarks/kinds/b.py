"""Kind b. Nobody who works on the parser reads this file or b.toml: only its totals are looked at."""

from pathlib import Path

from benchmarks.kinds import Content, Spot, phrases


def _number(spot: Spot) -> int:
    return spot.chance.randrange(100, 9999)


def _columns(spot: Spot) -> str:
    columns = "".join(f"<div class='w6'><p>{spot.deal('facts')}</p></div>" for _ in range(2))
    return f"<div class='g12'>{columns}</div>"


def _checklist(spot: Spot) -> str:
    items = "".join(f"<li><span>{spot.deal('checks')}</span></li>" for _ in range(4))
    return f"<ul>{items}</ul>"


def _values(spot: Spot) -> str:
    rows = (spot.deal("values").split(" | ") for _ in range(3))
    lines = "".join(f"<div><span>{name}</span> <span>{value}</span></div>" for name, value in rows)
    return f"<div>{lines}</div>"


def _captioned(spot: Spot) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{spot.deal('rows')}</th><td>{spot.deal('cells')}</td></tr>" for _ in range(3)
    )
    return f"<figure><table><caption>{spot.deal('tables')}</caption><tbody>{rows}</tbody></table></figure>"


def _footnote(spot: Spot) -> str:
    return f"<p><small>* {spot.deal('footnotes')}</small></p>"


def _code(spot: Spot) -> str:
    return (
        f"<p>{spot.deal('commands')}</p>"
        f"<pre><code>lockctl open --gate {_number(spot)}\nlockctl status --wait {_number(spot)}</code></pre>"
    )


def _voice(spot: Spot) -> str:
    return f"<blockquote>{spot.deal('voices')}<footer>{spot.deal('speakers')}</footer></blockquote>"


def _example(spot: Spot) -> str:
    return f"<p><em>{spot.deal('example')}</em> {spot.deal('facts')} {spot.deal('facts')}</p>"


def _alert(spot: Spot) -> str:
    return f"<section role='note'><p>{spot.deal('alerts')}</p></section>"


def _breaks(spot: Spot) -> str:
    return f"<div>{spot.deal('facts')}<br><br>{spot.deal('facts')}</div>"


def _form(spot: Spot) -> str:
    return (
        f"<form action='/s'><label>{spot.deal('fields')}</label><input name='q'>"
        f"<select><option>1</option><option>2</option></select><button>{spot.deal('send')}</button></form>"
    )


def _aside(spot: Spot) -> str:
    items = "".join(f"<a href='/a/{_number(spot)}'><h4>{spot.deal('news')}</h4></a>" for _ in range(2))
    return f"<aside><h3>{spot.deal('latest')}</h3>{items}</aside>"


def _author(spot: Spot) -> str:
    if not spot.end:
        return ""
    name, life = spot.deal("authors").split(" | ")
    return (
        f"<div><img src='a.jpg' alt=''><p><a href='/by/{_number(spot)}'>{name}</a></p><p>{life}</p>"
        f"<a href='https://social.example/{_number(spot)}'>@{_number(spot)}</a></div>"
    )


def _action(spot: Spot) -> str:
    return f"<a role='button' href='/go'><p>{spot.deal('pitches')}</p><span>{spot.deal('actions')}</span></a>"


def _tags(spot: Spot) -> str:
    items = "".join(f"<li><a href='/tag/{_number(spot)}'>{spot.deal('tags')}</a></li>" for _ in range(3))
    return f"<ul>{items}</ul>"


def _helpful(spot: Spot) -> str:
    yes, no = spot.deal("votes").split(" | ")
    return f"<div><span>{spot.deal('helpful')}</span><button>{yes}</button><button>{no}</button></div>"


def _app(spot: Spot) -> str:
    return f"<p><a href='https://apps.example/{_number(spot)}'>{spot.deal('apps')}</a></p>"


def _gallery(spot: Spot) -> str:
    return (
        f"<div><img src='g1.jpg' alt=''><img src='g2.jpg' alt=''>"
        f"<figure><img src='g3.jpg' alt=''><figcaption><span>{spot.deal('views')}</span> "
        f"<small>© {_number(spot)} Bildwerk</small></figcaption></figure></div>"
    )


CONTENT = Content(
    keep={
        "columns": _columns,
        "checklist": _checklist,
        "values": _values,
        "table with a caption": _captioned,
        "footnote": _footnote,
        "code": _code,
        "voice": _voice,
        "example": _example,
        "alert": _alert,
        "lines with breaks": _breaks,
    },
    leave={
        "form": _form,
        "aside": _aside,
        "author": _author,
        "call to action": _action,
        "tags": _tags,
        "was it helpful": _helpful,
        "app": _app,
        "gallery": _gallery,
    },
    names=("sidebar", "banner", "sponsor", "subscribe", "comments"),
    languages=phrases(Path(__file__).with_name("b.toml")),
)
