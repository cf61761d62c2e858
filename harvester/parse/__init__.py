"""Normal documents to snapshots: strategies side by side over one stream of lines, one rule picks."""

from harvester.model import Kind, NormalDocument, Pair, Snapshot
from harvester.parse.lines import read_lines
from harvester.parse.pairing import answer_text, turns
from harvester.parse.reading import Sheet
from harvester.parse.regions import clutter_flags
from harvester.parse.styles import style_readings

PARSER_VERSION = "1"

__all__ = ["PARSER_VERSION", "parse"]


def read_sheet(document: NormalDocument) -> Sheet:
    lines = read_lines(document)
    flags = clutter_flags(document)
    return Sheet(document, lines, [flags[line.container] or line.kind is Kind.CAPTION for line in lines])


def parse(document: NormalDocument) -> Snapshot:
    """Return the document's title, lead, dates and its questions with their answers."""
    sheet = read_sheet(document)
    readings = style_readings(sheet)
    best = max(readings, key=lambda r: r.score, default=None)
    pairs = ()
    if best is not None and best.score > 0.6:
        pairs = tuple(
            Pair(turn.mark.text, answer_text(sheet, turn), best.method, min(1.0, best.score))
            for turn in turns(sheet, best.marks)
        )
    return Snapshot(
        document.title, document.lead, document.authors, document.published, document.modified,
        document.language, pairs, "" if pairs else "no run of questions with answers",
    )
