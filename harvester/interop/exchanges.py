"""Records that are about one exchange, brought together: what was answered, asked, and noted of both. Pure.

Writers put the records of an exchange next to each other, in any order. So a file is read forwards, and only
the records of one exchange are held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from harvester.interop.renderings import NAME, is_of
from harvester.interop.warc.reading import ByteRange
from harvester.interop.warc.record import Item, WarcRecord

ANSWERS = frozenset({"response", "revisit"})
"""Records of these types hold what a server answered (WARC/1.1, 6.3 and 6.7)."""

PAGES = frozenset({"resource", "conversion"})
"""Records of these types hold a page without an answer of a server (WARC/1.1, 6.4 and 6.8)."""

_RENDERING = "rendering"
_TELLS = NAME.encode()
_COMPANIONS = frozenset({"request", "metadata"})
_LINKS = ("WARC-Concurrent-To", "WARC-Refers-To")  # WARC/1.1, 5.7 and 5.11


class RecordedExchange(NamedTuple):
    """The records of one exchange. number: that of the answer among all items of its file, from 1 on.

    answer: a response, revisit, resource or conversion; a metadata record that stands alone, too. request,
    metadata: None where there is none. rendering: the document that a browser made of the answer.
    """

    number: int
    answer: WarcRecord
    request: WarcRecord | None = None
    metadata: WarcRecord | None = None
    rendering: WarcRecord | None = None

    @property
    def span(self) -> ByteRange | None:
        """Return where its records stand in the file; None if they cannot be read by themselves.

        The end of a record that is cut is known by the record behind it only.
        """
        found = [each for each in (self.answer, self.request, self.metadata, self.rendering) if each]
        if any(each.is_cut or not each.alone for each in found):
            return None
        start = min(each.offset for each in found)
        return ByteRange(self.answer.file, start, max(each.offset + each.length for each in found))


def exchanges(items: Iterable[Item]) -> Iterator[RecordedExchange | Item]:
    """Yield what the items hold, in their order: exchanges, and whatever belongs to none as it is."""
    group = _Group()
    for number, item in enumerate(items, 1):
        if not isinstance(item, WarcRecord) or item.type not in ANSWERS | PAGES | _COMPANIONS:
            yield from group.ended()
            group = _Group()
            yield item
            continue
        if not group.takes(item):
            yield from group.ended()
            group = _Group()
        group.add(number, item)
    yield from group.ended()


@dataclass(slots=True)
class _Group:
    """Records that are about one exchange, as far as they were read."""

    records: list[tuple[int, WarcRecord]] = field(default_factory=list)

    def takes(self, record: WarcRecord) -> bool:
        """Return whether the record is about the exchange, and there is room for one of its kind."""
        kind = self._kind(record)
        if any(self._kind(each) == kind for _, each in self.records):
            return False
        return kind == _RENDERING or all(_belongs(record, each) for _, each in self.records[:1])

    def add(self, number: int, record: WarcRecord) -> None:
        self.records.append((number, record))

    def ended(self) -> Iterator[RecordedExchange | Item]:
        """Yield the exchange; records that are about none, one by one."""
        by_kind = {self._kind(record): (number, record) for number, record in self.records}
        number, answer = by_kind.get("answer", by_kind.get("metadata", (0, None)))
        if answer is None:
            yield from (record for _, record in self.records)
            return
        _, request = by_kind.get("request", (0, None))
        _, metadata = by_kind.get("metadata", (0, None))
        _, rendering = by_kind.get(_RENDERING, (0, None))
        yield RecordedExchange(number, answer, request, metadata, rendering)

    def _kind(self, record: WarcRecord) -> str:
        """Return what a record is to the exchange."""
        if record.type in _COMPANIONS:
            return record.type
        answers = frozenset(each.record_id for _, each in self.records if each.type in ANSWERS)
        tells = any(_TELLS in each.block for _, each in self.records if each.type == "metadata")
        return _RENDERING if tells and is_of(record, answers) else "answer"


def _belongs(record: WarcRecord, other: WarcRecord) -> bool:
    """Return whether two records are about one exchange: one names the other, or URL and date agree."""
    if record.uri and (record.uri, record.date) == (other.uri, other.date):
        return True
    return _names(record, other) or _names(other, record)


def _names(record: WarcRecord, other: WarcRecord) -> bool:
    return bool(other.record_id) and any(other.record_id in record.references(each) for each in _LINKS)
