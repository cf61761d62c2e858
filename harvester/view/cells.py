"""Cells that a spreadsheet takes for what they are: text, never a formula."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

FORMULA_STARTS = (*"=+-@\t\r", *"\uff1d\uff0b\uff0d\uff20")
"""These make a spreadsheet take a cell for a formula (OWASP, CSV Injection); Japanese and Chinese ones take
full-width signs as well. White space before the sign does not help."""


def cell(value: Any) -> Any:
    """Return what goes into a cell: a text that might be a formula gets an apostrophe in front.

    Lists and objects become JSON. Numbers stay as they are, negative ones too.
    """
    if isinstance(value, list | dict | tuple):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    text = value.replace("\x00", "\N{REPLACEMENT CHARACTER}")  # RFC 4180 has no way to write it
    begins = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if begins else text


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table as CSV (RFC 4180), no cell of which is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(cell, columns))
    writer.writerows(map(cell, row) for row in rows)
    return text.getvalue()
