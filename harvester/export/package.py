"""A data set that can be deposited: tables with their description, citation and digests, in one folder.

It is a Data Package (https://datapackage.org/standard/data-package/, version 2) and an RO-Crate 1.1
(https://w3id.org/ro/crate/1.1). What the program cannot know (who made it, under which licence) stands in it
only if it was said. No time of the export stands in it, so the same archive gives the same bytes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from harvester import __version__
from harvester.archive.connection import select, sqlite3
from harvester.export.forms import FORMS, TableExport, Watcher
from harvester.export.partitions import write_table
from harvester.view.selection import Selection
from harvester.view.tables import TABLES, Field, Table

_FORMATS = {each.media_type: each.suffix.removeprefix(".") for each in FORMS.values()}
_TYPES = {"list": "array"}
"""Table Schema has these words for our kinds of columns, where they differ."""


@dataclass(frozen=True, slots=True)
class Credits:
    """What a person says of the data set; ``""`` and ``()`` where they say nothing. licence: SPDX or URL."""

    title: str = ""
    creators: Sequence[str] = ()
    licence: str = ""


class PackagedFile(NamedTuple):
    """A file of the package. name: its path in the folder. digest: SHA-256 in hexadecimal digits."""

    name: str
    size: int
    digest: str


class PackagedTable(NamedTuple):
    """A table in the package: one file, or many in a folder that has the name of the table."""

    table: Table
    media_type: str
    files: tuple[PackagedFile, ...]

    @property
    def name(self) -> str:
        """Return the name of its file, or else of its folder."""
        return self.files[0].name if len(self.files) == 1 else f"{self.table.name}/"


class Extent(NamedTuple):
    """What was exported: the archive's key, its newest capture's time, its newest head, and which part of it.

    selected: the filters in words, ``""`` for all of it.
    """

    archive: str
    until: str
    head: str
    selected: str


def write_package(
    folder: Path, form: str, chosen: tuple[sqlite3.Connection, Selection], about: Credits, watch: Watcher
) -> None:
    """Write all tables in that form to the folder, and the files that describe them."""
    conn, selection = chosen
    parts = []
    for table in TABLES.values():
        paths = write_table(folder, form, TableExport(conn, table, selection), watch)
        files = tuple(
            PackagedFile(each.relative_to(folder).as_posix(), each.stat().st_size, _digest(each))
            for each in paths
        )
        parts.append(PackagedTable(table, FORMS[form].media_type, files))
    extent = _extent(conn, selection)
    for name, text in _descriptions(parts, about, extent):
        (folder / name).write_text(text, "utf-8")
    whole = sorted(each for each in folder.rglob("*") if each.is_file())
    lines = [f"{_digest(each)}  {each.relative_to(folder).as_posix()}\n" for each in whole]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def _descriptions(
    parts: Sequence[PackagedTable], about: Credits, extent: Extent
) -> Iterator[tuple[str, str]]:
    yield "datapackage.json", _json(data_package(parts, about, extent))
    yield "ro-crate-metadata.json", _json(crate(parts, about, extent))
    if about.creators:  # Citation File Format 1.2.0 requires authors
        yield "CITATION.cff", citation(about, extent)
    yield "README.md", readme(parts, about, extent)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _extent(conn: sqlite3.Connection, selection: Selection) -> Extent:
    row = select(
        conn,
        "SELECT lower(hex(key)) AS archive, coalesce((SELECT max(captured_at) FROM capture), '') AS until,"
        " coalesce((SELECT lower(hex(head)) FROM manifest WHERE archive = archive.key"
        " ORDER BY number DESC LIMIT 1), '') AS head FROM archive",
    )[0]
    return Extent(row["archive"], row["until"], row["head"], _selected(selection))


def _selected(selection: Selection) -> str:
    """Return the filters that are set as "hosts: news.example; since: 2026-01-01T00:00:00.000Z"."""
    said = {name: value for name, value in asdict(selection).items() if value}
    texts = {
        name: value if isinstance(value, str) else ", ".join(map(str, value)) if value is not True else "yes"
        for name, value in said.items()
    }
    return "; ".join(f"{name.removeprefix('is_')}: {text}" for name, text in texts.items())


def title_of(about: Credits) -> str:
    """Return the title that a person gave, else one that says what it is."""
    return about.title or "Questions and answers of explainers, version by version"


def _summary(extent: Extent) -> str:
    until = f" Captures up to {extent.until}." if extent.until else ""
    part = f" Only a part of the archive ({extent.selected})." if extent.selected else ""
    return (
        "Articles that ask and answer questions, with every version of every question, and what changed"
        f" between versions.{until}{part} Exported by harvester {__version__} from archive {extent.archive}."
    )


def data_package(parts: Sequence[PackagedTable], about: Credits, extent: Extent) -> dict[str, Any]:
    """Return ``datapackage.json``."""
    said: dict[str, Any] = {}
    if about.creators:
        said["contributors"] = [{"title": each, "roles": ["creator"]} for each in about.creators]
    if about.licence:
        said["licenses"] = [{"path" if "://" in about.licence else "name": about.licence}]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "questions-and-answers",
        "title": title_of(about),
        "description": _summary(extent),
        **said,
        "resources": [*map(_resource, parts)],
    }


def _resource(part: PackagedTable) -> dict[str, Any]:
    """Return the description of a table. It has a digest of one file only; SHA256SUMS has all digests."""
    is_one = len(part.files) == 1
    return {
        "name": part.table.name,
        "path": part.name if is_one else [each.name for each in part.files],
        "type": "table",
        "format": _FORMATS[part.media_type],
        "mediatype": part.media_type,
        "encoding": "utf-8",
        "bytes": sum(each.size for each in part.files),
        **({"hash": f"sha256:{part.files[0].digest}"} if is_one else {}),
        "description": part.table.description,
        "schema": {
            "fields": [*map(_field, part.table.fields)],
            "primaryKey": [*part.table.key],
            "missingValues": [""],
        },
    }


def _field(field: Field) -> dict[str, str]:
    return {
        "name": field.name,
        "type": _TYPES.get(field.kind, field.kind),
        "description": field.description,
    }


def crate(parts: Sequence[PackagedTable], about: Credits, extent: Extent) -> dict[str, Any]:
    """Return ``ro-crate-metadata.json``: JSON-LD in the flat form of RO-Crate."""
    people = [
        {"@id": f"#creator-{n}", "@type": "Person", "name": each} for n, each in enumerate(about.creators, 1)
    ]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title_of(about),
        "description": _summary(extent),
        "datePublished": extent.until[:10] or "1970-01-01",  # required; the day of the newest capture
        "hasPart": [{"@id": file.name} for part in parts for file in part.files],
        "mentions": {"@id": "#export"},
    }
    if about.licence:
        root["license"] = {"@id": about.licence} if "://" in about.licence else about.licence
    if people:
        root["creator"] = [{"@id": each["@id"]} for each in people]
    graph = [_DESCRIPTOR, root, *_files(parts), *people, *_provenance(parts, extent)]
    return {"@context": f"{_PROFILE}/context", "@graph": graph}


_PROFILE = "https://w3id.org/ro/crate/1.1"
_DESCRIPTOR = {
    "@id": "ro-crate-metadata.json",
    "@type": "CreativeWork",
    "conformsTo": {"@id": _PROFILE},
    "about": {"@id": "./"},
}


def _provenance(parts: Sequence[PackagedTable], extent: Extent) -> Iterator[dict[str, Any]]:
    """Yield what the files were made of, and by what."""
    yield {
        "@id": "#export",
        "@type": "CreateAction",
        "name": "Export from an archive",
        "object": {"@id": "#archive"},
        "instrument": {"@id": "#harvester"},
        "result": [{"@id": file.name} for part in parts for file in part.files],
    }
    archive = f"archive {extent.archive}"
    yield {"@id": "#archive", "@type": "CreativeWork", "name": archive, "version": extent.head}
    program = {"name": "harvester", "version": __version__}
    yield {"@id": "#harvester", "@type": "SoftwareApplication", **program}


def _files(parts: Sequence[PackagedTable]) -> Iterator[dict[str, Any]]:
    for part in parts:
        for file in part.files:
            yield {
                "@id": file.name,
                "@type": "File",
                "name": part.table.name,
                "description": part.table.description,
                "encodingFormat": part.media_type,
                "contentSize": str(file.size),
                "sha256": file.digest,
            }


def citation(about: Credits, extent: Extent) -> str:
    """Return ``CITATION.cff``. It is YAML, of which JSON is a part: so texts need no escapes of their own."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use these data, please cite them as below.",
        "type: dataset",
        f"title: {json.dumps(title_of(about), ensure_ascii=False)}",
        "authors:",
        *(f"  - name: {json.dumps(each, ensure_ascii=False)}" for each in about.creators),
    ]
    if about.licence and "://" in about.licence:
        lines.append(f"license-url: {json.dumps(about.licence)}")
    elif about.licence:
        lines.append(f"license: {json.dumps(about.licence)}")
    if extent.until:
        lines.append(f"date-released: {extent.until[:10]}")
    if extent.head:
        lines.append(f"commit: {extent.head}")
    return "\n".join(lines) + "\n"


_README = """\
# {title}

{summary}

{files}

`datapackage.json` describes every column, `ro-crate-metadata.json` says how the files were made, and
`SHA256SUMS` has the digest of each. Rows are in the order of their keys. Times are in UTC.

An edit was made between the capture that shows it first and the capture before, at a time that nobody saw.

{notes}The texts belong to those who published them. Say what others may do with the data before you pass
them on.
"""

_CSV_NOTE = (
    "In the CSV files, an apostrophe stands before a text that a spreadsheet would take for a formula"
    " (it begins with =, +, - or @). JSON lines and Parquet have the texts unchanged.\n\n"
)


def readme(parts: Sequence[PackagedTable], about: Credits, extent: Extent) -> str:
    """Return ``README.md`` for whoever opens the folder."""
    files = "\n".join(f"- `{part.name}`: {part.table.description}" for part in parts)
    notes = _CSV_NOTE if any(part.name.endswith(".csv") for part in parts) else ""
    return _README.format(title=title_of(about), summary=_summary(extent), files=files, notes=notes)
