"""The differences between two versions as one HTML page. Stored text is escaped; nothing is loaded."""

from collections.abc import Iterable, Iterator
from html import escape

from harvester.cli.drawing import heading
from harvester.cli.rows import Row
from harvester.cli.wording import safe
from harvester.view.changes import drawn
from harvester.view.wording import kinship, moment, zone

_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.3rem } h2 { font-size: 1rem; margin: 2rem 0 0 }
.texts { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
del { background: #ffd9b3; color: #5c2d00 } ins { background: #cfe2ff; color: #002b66 }
@media (max-width: 44rem) { .texts { grid-template-columns: 1fr } }
"""

_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1 dir="auto">{title}</h1>
<p>{sides}</p>
{changes}
</body>
</html>"""


def page(old: Row, new: Row, changes: Iterable[Row]) -> str:
    """Return the page: each change with the older text beside the newer one."""
    titles = dict.fromkeys(each["title"] or each["url"] for each in (old, new))
    return _PAGE.format(
        title=_text(" → ".join(titles)),
        sides=" → ".join(_side(each) for each in (old, new)),
        style=_STYLE,
        changes="\n".join(map(_change, changes)) or "<p>No difference.</p>",
    )


def _side(head: Row) -> str:
    return _text(f"{head['url']} version {head['version']}, {moment(head['first_seen_at'])} {zone()}")


def _change(row: Row) -> str:
    parts = drawn(row)
    old = "".join(_marked("del", op, before) for op, before, _ in parts)
    new = "".join(_marked("ins", op, after) for op, _, after in parts)
    return "\n".join([f"<h2>{_text(heading(row))}</h2>", *_above(row), *_texts(old, new)])


def _above(row: Row) -> Iterator[str]:
    for line in ([row["question"]] if row["question"] else []) + [*kinship(row)]:
        yield f'<p dir="auto"><strong>{_text(line)}</strong></p>'


def _texts(old: str, new: str) -> Iterator[str]:
    if old or new:
        sides = "".join(f'<div class="text" dir="auto">{text}</div>' for text in (old, new))
        yield f'<div class="texts">{sides}</div>'


def _marked(tag: str, op: str, text: str) -> str:
    return _text(text) if op == "equal" or not text else f"<{tag}>{_text(text)}</{tag}>"


def _text(text: str) -> str:
    """Return a stored text as HTML shows it, letter by letter."""
    return escape(safe(text))
