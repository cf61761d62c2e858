"""Normal documents to snapshots: strategies side by side over one stream of lines, one rule picks."""

from harvester.model import Kind, NormalDocument, Pair, Snapshot
from harvester.parse.choose import Verdict, choose, weigh
from harvester.parse.labels import label_reading
from harvester.parse.lines import read_lines
from harvester.parse.markup import checked, markup_reading, stated
from harvester.parse.pairing import answer_text
from harvester.parse.reading import Sheet
from harvester.parse.regions import clutter_flags
from harvester.parse.speakers import speaker_reading
from harvester.parse.styles import style_readings

PARSER_VERSION = "1"

__all__ = ["PARSER_VERSION", "parse"]


def read_sheet(document: NormalDocument) -> Sheet:
    flags = clutter_flags(document)
    lines = read_lines(document, flags)
    return Sheet(document, lines, [flags[line.container] or line.kind is Kind.CAPTION for line in lines])


def verdicts(document):
    sheet = read_sheet(document)
    questions = stated(document.structured)
    readings = style_readings(sheet)
    readings += [r for r in (label_reading(sheet), speaker_reading(sheet), markup_reading(sheet, questions)) if r]
    return sheet, sorted((weigh(sheet, r, questions) for r in readings), key=lambda v: -v.score)


def parse(document: NormalDocument) -> Snapshot:
    """Return the document's title, lead, dates and its questions with their answers."""
    sheet, found = verdicts(document)
    questions = stated(document.structured)
    pairs = tuple(
        Pair(turn.mark.text, answer_text(sheet, checked(sheet, turn, questions) if questions else turn), verdict.reading.method, min(1.0, verdict.score))
        for verdict in choose(sheet, found) for turn in verdict.turns
    )
    return Snapshot(
        document.title, document.lead, document.authors, document.published, document.modified,
        document.language, pairs, "" if pairs else "no run of questions with answers",
    )
