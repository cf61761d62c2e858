"""Rows on stdout in the form that was asked for; only the form for a person differs from verb to verb."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from harvester.view.cells import cell

Row = Mapping[str, Any]

ROW_FORMATS = ("text", "json", "jsonl", "csv")


def print_rows(rows: Iterable[Row], form: str, text: Callable[[Row], str]) -> None:
    """Print each row as ``form`` says; ``text`` turns a row into lines for a person."""
    printers[form](rows, text)


def _text(rows: Iterable[Row], text: Callable[[Row], str]) -> None:
    for row in rows:
        click.echo(text(row))


def _json(rows: Iterable[Row], text: Callable[[Row], str]) -> None:
    del text
    click.echo(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))


def _jsonl(rows: Iterable[Row], text: Callable[[Row], str]) -> None:
    del text
    for row in rows:
        click.echo(json.dumps(dict(row), ensure_ascii=False))


def _csv(rows: Iterable[Row], text: Callable[[Row], str]) -> None:
    del text
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: cell(value) for key, value in row.items()})


printers: Mapping[str, Callable[[Iterable[Row], Callable[[Row], str]], None]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}
