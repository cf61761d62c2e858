"""Explainers in formats that are not read: a verdict of their own, no version, named in status."""

import pytest

from harvester.model import Verdict

ZEROS = bytes(range(256)) * 9

# What it shows: (Content-Type, body).
FORMATS = {
    "a PDF": ("application/pdf", b"%PDF-1.7\n%\xe2\xe3\n" + ZEROS),
    "a PDF after a blank line": ("application/pdf", b"\r\n%PDF-1.4\n%\xe2\xe3\n" + ZEROS),
    "a PDF that says it is HTML": ("text/html", b"%PDF-1.7\n%\xe2\xe3\n" + ZEROS),
    "an office document": ("application/vnd.openxmlformats-officedocument", b"PK\x03\x04" + ZEROS),
    "an image": ("image/webp", b"RIFF\0\0\0\0WEBP" + ZEROS),
}


@pytest.mark.parametrize(("content_type", "body"), FORMATS.values(), ids=FORMATS)
def test_unsupported(desk, content_type, body):
    desk.site.pages["/report"] = (200, {"Content-Type": content_type}, body)
    desk.follow("/report")
    days, _ = desk.runs(range(1, 9))
    assert desk.column("SELECT DISTINCT verdict FROM reading") == [Verdict.UNSUPPORTED]
    assert desk.column("SELECT count(*) FROM version") == [0]
    assert len(days["/report"]) < 8  # it is asked for less and less often


def test_random_bytes_are_unreadable(desk):
    desk.site.pages["/report"] = (200, {}, ZEROS)
    desk.follow("/report")
    desk.run()
    assert desk.column("SELECT verdict FROM reading") == [Verdict.UNREADABLE]
