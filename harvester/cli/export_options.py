"""Which options of ``harvester export`` mean something for which kind of target; the others are refused."""

from pathlib import Path

import click
from click.core import ParameterSource

from harvester.export import wacz
from harvester.export.forms import form_of
from harvester.export.subset import SUFFIXES
from harvester.export.warc_files import GZIPPED, INDEX, PLAIN

MARKDOWN, SITE = "markdown", "site"

_WARC = frozenset({"max_size", "is_derived", "with_cookies"})
_DEPOSIT = frozenset({"form", "title", "creators", "licence"})

_MEANT = {
    "stdout": frozenset({"form", "table"}),
    "an archive": frozenset(),
    "a WARC file": _WARC,
    "an index of a WARC file": _WARC,
    "a WACZ": _WARC | {"title", "with_not_modified", "key"},
    "a site": frozenset({"form", "title", "robots"}),
    "a folder of documents": frozenset({"form"}),
    "a table": frozenset({"form", "table"}),
    "a data package": _DEPOSIT,
}
"""Each kind of target has these options, besides those that choose rows, which all kinds have."""

_OF_SOME = frozenset().union(*_MEANT.values())
"""Some kinds lack these options. All others are for all kinds: which rows, which archive, --force."""


def kind_of(target: Path, form: str | None) -> str:
    """Return what the target is to be, in the words of a message; "" for a file with an unknown ending."""
    name = target.name.lower()
    endings = {GZIPPED: "a WARC file", PLAIN: "a WARC file", INDEX: "an index of a WARC file"}
    endings |= {wacz.SUFFIX: "a WACZ"} | dict.fromkeys(SUFFIXES, "an archive")
    if str(target) == "-":
        return "stdout"
    if found := next((kind for ending, kind in endings.items() if name.endswith(ending)), ""):
        return found
    if form_of(target):
        return "a table"
    if form in (SITE, MARKDOWN):
        return "a site" if form == SITE else "a folder of documents"
    return "" if target.suffix and form is None else "a data package"


def refuse_others(context: click.Context, kind: str) -> None:
    """Raise UsageError if an option was given that does not apply to this kind of target."""
    for option in context.command.params:
        name = option.name or ""
        if name not in _OF_SOME or name in _MEANT[kind]:
            continue
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[0]} does not apply to {kind}.")
