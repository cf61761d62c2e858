"""Citations in the forms that reference managers read: BibTeX, CSL-JSON and RIS, and as a sentence.

BibTeX is that of biblatex (``@online``), as UTF-8. CSL-JSON is the input of the Citation Style Language 1.0.2
(https://docs.citationstyles.org/en/stable/specification.html, schema csl-data.json). RIS is the format that
Research Information Systems described in 2011, one field a line. Stored text can be anything; in each form
it stays the value of one field.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from harvester.archive.read import Row
from harvester.interop.stamps import stamp_of
from harvester.view.html import plain_text

LONGEST = 600
"""A title or name has at most this many characters: reference managers show it on one line."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NO_KEY = re.compile(r"[^a-z0-9]+")

_URL_SAFE = ":/?#[]@!$&'()*+,;=%~"
"""These characters of a URL are not encoded (RFC 3986); others would end a field of BibTeX, or break its
line."""

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
    "#": r"\#", "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
"""TeX gives these characters a meaning. BibTeX counts braces even behind a backslash, so they get a name."""

_AS_TEX = str.maketrans(_TEX)


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, and how it can be checked; ``""`` stands for what is not known.

    title: of the article; of a question its words, and then within is the article's title. authors: as the
    page names them. published: as precise as the page says. version: its number, None if the capture shows
    none. first_seen_at, captured_at: from and until when captures showed it, as the archive writes times.
    capture: key of the last of these. digest: SHA-256 of its payload, ``""`` if there is none. path: the
    permanent address on the pages.
    """

    title: str
    within: str
    outlet: str
    authors: tuple[str, ...]
    url: str
    language: str
    published: str
    version: int | None
    first_seen_at: str
    captured_at: str
    capture: str
    digest: str
    reader: str
    archive: str
    path: str

    @property
    def key(self) -> str:
        """Return a name for the entry: host, day and the beginning of the capture's key; ASCII only."""
        host = _NO_KEY.sub("-", (urlsplit(self.url).hostname or "").lower()).strip("-") or "capture"
        return f"{host}-{self.captured_at[:10].replace('-', '')}-{self.capture[:8]}"

    @property
    def copy(self) -> str:
        """Return where the Internet Archive would have a copy of that time, if it has one."""
        return f"https://web.archive.org/web/{stamp_of(self.captured_at)}/{_address(self.url)}"


def citation_of(row: Row) -> Citation:
    """Return the citation that a row says; its ``within`` may be left out."""
    return Citation(
        title=row["title"],
        within=row.get("within", ""),
        outlet=row["outlet"],
        authors=tuple(json.loads(row["authors"])),
        url=row["url"],
        language=row["language"],
        published=row["published"],
        version=row["version"],
        first_seen_at=row["first_seen_at"],
        captured_at=row["captured_at"],
        capture=row["capture"],
        digest=row["payload_digest"] or "",
        reader=row["reader"] or "",
        archive=row["archive"],
        path=row["path"],
    )


def _line(text: str) -> str:
    """Return a stored text on one line, without what is drawn as nothing."""
    line = " ".join(plain_text(text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _address(url: str) -> str:
    return quote(plain_text(url.strip()), safe=_URL_SAFE)


def _title(cited: Citation) -> str:
    return _line(cited.title) or _address(cited.url)


def _who(cited: Citation) -> tuple[str, ...]:
    """Return who wrote it: the authors that the page names, else the outlet."""
    named = tuple(filter(None, map(_line, cited.authors)))
    return named or tuple(filter(None, (_line(cited.outlet),)))


def evidence(cited: Citation) -> str:
    """Return how the citation can be checked, as sentences."""
    seen = f"Version {cited.version}, first seen {cited.first_seen_at}. " if cited.version else ""
    read = f", read by {cited.reader}" if cited.reader else ""
    payload = f"payload SHA-256 {cited.digest}" if cited.digest else "no payload"
    return (
        f"{seen}Captured {cited.captured_at}. {_archive(cited)}, capture {cited.capture},"
        f" {payload}{read}. Permanent address in the archive: {cited.path}"
    )


def _archive(cited: Citation) -> str:
    return f"Harvester archive {cited.archive}".rstrip()


def plain(cited: Citation) -> str:
    """Return the citation as sentences, in the order of ISO 690: who, what, where, when, how to check it."""
    who = ", ".join(_who(cited))
    within = f" In: {_line(cited.within)}." if cited.within else ""
    outlet = f" {_line(cited.outlet)}" if cited.authors and cited.outlet else ""
    published = f"{',' if outlet else ''} {_line(cited.published)}" if cited.published else ""
    where = f"{outlet}{published}." if outlet or published else ""
    begin = f"{who}: " if who else ""
    return f"{begin}“{_title(cited)}”.{within}{where} {_address(cited.url)}. {evidence(cited)}"


def bibtex(cited: Citation) -> str:
    """Return an entry of BibTeX. Names stand in braces: which part is the family name is not known."""
    names = " and ".join(f"{{{_tex(name)}}}" for name in _who(cited))
    fields = {
        "author": names,
        "title": f"{{{_tex(_title(cited))}}}",
        "titleaddon": _tex(f"In: {_line(cited.within)}") if cited.within else "",
        "organization": _tex(_line(cited.outlet)),
        "date": "-".join(_day(cited.published)),
        "version": str(cited.version or ""),
        "url": _address(cited.url),
        "urldate": "-".join(_day(cited.captured_at)),
        "note": _tex(evidence(cited)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{cited.key},\n{lines}}}\n"


def _tex(text: str) -> str:
    return text.translate(_AS_TEX)


def csl(cited: Citation) -> dict[str, Any]:
    """Return an item of CSL-JSON."""
    item = {
        "id": cited.key,
        "type": "webpage",
        "title": _title(cited),
        "container-title": _line(cited.within or cited.outlet),
        "publisher": _line(cited.outlet),
        "author": [{"literal": name} for name in _who(cited)],
        "issued": _date(cited.published),
        "accessed": _date(cited.captured_at),
        "URL": _address(cited.url),
        "language": _line(cited.language),
        "version": str(cited.version or ""),
        "archive": _archive(cited),
        "archive_location": f"capture {cited.capture}",
        "note": evidence(cited),
    }
    return {name: value for name, value in item.items() if value}


def _date(text: str) -> dict[str, list[list[int]]]:
    day = _day(text)
    return {"date-parts": [[*map(int, day)]]} if day else {}


def _day(text: str) -> tuple[str, ...]:
    """Return year, month and day as a text begins with them, () if it does not."""
    found = _DAY.match(text)
    return found.groups() if found else ()


def csl_json(cited: Citation) -> str:
    """Return CSL-JSON: a list of one item, a field a line."""
    fields = (f'    "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in csl(cited).items())
    return "[\n  {\n" + ",\n".join(fields) + "\n  }\n]\n"


def ris(cited: Citation) -> str:
    """Return a record of RIS. A line is a tag and its value, and nothing in a value ends its line."""
    lines = (("TY", "ELEC"), *_tags(cited), ("ER", ""))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _tags(cited: Citation) -> Iterator[tuple[str, str]]:
    for name in _who(cited):
        yield "AU", name
    tags = {
        "TI": _title(cited),
        "T2": _line(cited.within or cited.outlet),
        "PB": _line(cited.outlet),
        "PY": "".join(_day(cited.published)[:1]),
        "DA": "/".join(_day(cited.published)),
        "ET": f"version {cited.version}" if cited.version else "",
        "LA": _line(cited.language),
        "UR": _address(cited.url),
        "Y2": "/".join(_day(cited.captured_at)),
        "ID": cited.key,
        "N1": evidence(cited),
    }
    yield from ((tag, value) for tag, value in tags.items() if value)


class CitationForm(NamedTuple):
    """A form of a citation."""

    name: str
    media_type: str
    write: Callable[[Citation], str]


FORMS: Mapping[str, CitationForm] = {
    "bib": CitationForm("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "json": CitationForm("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    "ris": CitationForm("RIS", "application/x-research-info-systems; charset=utf-8", ris),
}
"""The suffix of a file names its form."""
