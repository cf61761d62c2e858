"""Makes docs/reference/settings.md of the keys in harvester/config: ``python docs/settings.py``.

The keys are the only place where settings are explained. A test holds the page against what this makes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harvester.config import Settings, SourceSettings
from harvester.config.access import EVERYWHERE, OF_A_SOURCE, SiteAccess
from harvester.config.archives import OF_ARCHIVES, Archives
from harvester.config.keys import FETCH, RULE, SOURCE, TOP, SettingKey
from harvester.config.notice_keys import OF_NOTICES, OF_NOTIFY
from harvester.config.notices import Notice, NoticeTarget, Notify
from harvester.site_rule import SiteRule

PAGE = Path(__file__).parent / "reference" / "settings.md"
HEAD = """\
# Settings

`harvester init` writes `harvester.toml`, and every verb reads it in the current folder. Every key may be left
out, but `url` of a source and `hosts` of a rule. `harvester config check` says everything that is wrong with
the file. This page is made by `python docs/settings.py` of what the program itself says.
"""


class Section(NamedTuple):
    """A table of the file: how it is written, what it is for, its keys, and the values with its defaults."""

    head: str
    meaning: str
    keys: Mapping[str, SettingKey]
    defaults: tuple[Any, ...]


SECTIONS = (
    Section("At the top", "These keys stand before the first table.", TOP, (Settings(),)),
    Section(
        "[fetch]", "It says how all sites are asked.", {**FETCH, **EVERYWHERE}, (Settings(), SiteAccess())
    ),
    Section(
        "[[source]]",
        "Each one names something to follow. [Sources](../discovery.md) says how it is read, and"
        " [Safety](../safety.md) what of it is sent to whom.",
        {**SOURCE, **OF_A_SOURCE},
        (SourceSettings(url=""), SiteAccess()),
    ),
    Section(
        "[[rule]]",
        "Each one says how pages of a site are read, by CSS selectors:"
        " [When a page comes out wrong](../howto/wrong-page.md).",
        RULE,
        (SiteRule(hosts=()),),
    ),
    Section(
        "[archives]",
        "It says where web archives are asked: [Web archives](../interop.md).",
        OF_ARCHIVES,
        (Archives(),),
    ),
    Section(
        "[[notice]]",
        "Each one says who is notified of what: [Notices](../notices.md).",
        OF_NOTICES,
        (Notice("", NoticeTarget("")),),
    ),
    Section("[notify]", "It says how notices go out.", OF_NOTIFY, (Notify(),)),
)


def page() -> str:
    """Return docs/reference/settings.md."""
    return "\n".join([HEAD, *map(_section, SECTIONS)])


def _section(section: Section) -> str:
    rows = [_row(name, key, section.defaults) for name, key in section.keys.items()]
    table = "| key | what it does | value | if left out |\n|---|---|---|---|\n"
    head = section.head if section.head[0] != "[" else f"`{section.head}`"
    return f"## {head}\n\n{section.meaning}\n\n{table}{''.join(rows)}"


def _row(name: str, key: SettingKey, defaults: tuple[Any, ...]) -> str:
    default = next((getattr(each, key.field) for each in defaults if hasattr(each, key.field)), None)
    cells = (f"`{name}`", key.meaning, key.allowed.removeprefix("Give ").removesuffix("."), _written(default))
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _written(default: Any) -> str:
    """Return a default as TOML; "" where leaving the key out sets nothing."""
    match default:
        case bool():
            return f"`{str(default).lower()}`"
        case str() | Path() if default not in {"", Path()}:
            return f'`"{default}"`'
        case int() | float() if default:
            return f"`{default:g}`"
    return ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
