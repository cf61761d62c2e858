"""What a web archive file holds, as values: a record, what is refused of a file, and what is worth a word."""

from dataclasses import dataclass

from harvester.http.headers import Headers, header


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record of a WARC or ARC file, as it stands there.

    file: the name by which the file is told. offset, length: where the record stands in the file as stored,
    in bytes, from its first byte to the next record's; where `alone` is false, in the unpacked file.
    alone: whether these bytes can be read by themselves. They cannot where records share one gzip member.

    version: ``"WARC/1.1"`` and so on, ``"ARC/1.0"`` for all of ARC. type: in lower case; ``"response"`` in
    ARC, ``"warcinfo"`` for the line that an ARC file begins with. record_id: without ``<>``; ``""`` in ARC.
    uri: WARC-Target-URI, without the ``<>`` that wget 1.19 writes. date: as written; an ARC has 14 or 12
    digits. fields: all, in order; those of ARC have the names of its columns.

    block: what follows the head, as far as it is kept. said: its length as the head says, in bytes.
    found: how many were there.
    """

    file: str
    offset: int
    length: int
    alone: bool
    version: str
    type: str
    record_id: str
    uri: str
    date: str
    fields: Headers
    block: bytes
    said: int
    found: int

    @property
    def is_cut(self) -> bool:
        """Whether the file ends, or another record begins, before the length that the head says."""
        return self.found < self.said

    @property
    def is_longer(self) -> bool:
        """Whether there was more of the block than is kept."""
        return self.found > len(self.block)

    def field(self, name: str) -> str:
        """Return the first field of that name, whatever its case; ``""`` where there is none."""
        return header(self.fields, name)

    def references(self, name: str) -> tuple[str, ...]:
        """Return the record ids that the fields of that name hold, without ``<>`` (WARC/1.1, 5.2)."""
        name = name.lower()
        return tuple(bare(value) for key, value in self.fields if key.lower() == name)


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A part of a file that is not a record that can be read; the reading goes on behind it.

    offset, length: where the part stands and how many bytes were passed over, counted as those of a
    `WarcRecord`. record_id: that of the record, ``""`` where it is not known. reason: a sentence.
    """

    file: str
    offset: int
    length: int
    record_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a file that its owner may want to know; nothing is refused. text: a sentence."""

    file: str
    text: str


Item = WarcRecord | RefusedRecord | Note


def bare(value: str) -> str:
    """Return a URI without the ``<>`` around it (WARC/1.1, 4: the named field ``uri``)."""
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value
