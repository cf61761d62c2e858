"""What a file claims of a rendering is taken only as Harvester writes it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.interop.renderings import ExportedRendering, RenderedCapture, conversion, rendering_of, said_of
from harvester.interop.warc.record import WarcRecord
from harvester.rendering import HostRequests, Rendered, Rendering

BODY = b"<p>Written by a script."
AT = datetime(2031, 3, 4, 12, tzinfo=UTC)
WHOLE = Rendering(
    AT,
    Rendered.OK,
    "",
    "Chromium 150.0",
    "1280x1024",
    900,
    (HostRequests("norra.example", "asked", 2),),
    BODY,
)
FAILED = replace(WHOLE, outcome=Rendered.CRASHED, detail="The renderer ended.", body=b"")


def record(body=BODY):
    of_file = {"file": "a.warc", "offset": 0, "length": 0, "alone": True, "version": "WARC/1.1"}
    of_record = {"type": "conversion", "record_id": "", "uri": "", "date": "", "fields": ()}
    return WarcRecord(**of_file, **of_record, block=body, said=len(body), found=len(body))


def said(rendering=WHOLE, **otherwise):
    digest = sha256(rendering.body).hexdigest() if rendering.body else ""
    return json.dumps(json.loads(said_of(ExportedRendering(rendering, AT.isoformat(), digest))) | otherwise)


@pytest.mark.parametrize("rendering", [WHOLE, FAILED], ids=["whole", "failed"])
def test_it_comes_back(rendering):
    assert rendering_of(said(rendering), record()) == rendering


def test_the_document_refers_to_its_answer():
    about = RenderedCapture("ab", "https://norra.example/", "cd", "<urn:uuid:1>")
    draft = conversion(ExportedRendering(WHOLE, AT.isoformat()), about)
    fields = dict(draft.fields)
    assert (draft.type, draft.block) == ("conversion", BODY)
    assert (fields["WARC-Refers-To"], fields["Content-Type"]) == ("<urn:uuid:1>", "text/html; charset=utf-8")


# What it shows: (what the metadata says, the document).
ODD = {
    "nothing": ("", record()),
    "no JSON": ("{", record()),
    "a list": ("[]", record()),
    "deep JSON": ("[" * 100_000, record()),
    "no document": (said(), None),
    "another document": (said(), record(b"<p>Another.")),
    "an empty document": (said(payload=sha256(b"").hexdigest()), record(b"")),
    "an unknown outcome": (said(outcome="fine"), record()),
    "a time without a zone": (said(rendered_at="2031-03-04T12:00:00"), record()),
    "no time": (said(rendered_at=1), record()),
    "a long text": (said(engine="x" * 20_000), record()),
    "a negative number": (said(elapsed_ms=-1), record()),
    "a number that is none": (said(elapsed_ms=True), record()),
    "requests of another form": (said(requests=[["a", 1]]), record()),
    "requests that are none": (said(requests=7), record()),
}


@pytest.mark.parametrize(("text", "document"), ODD.values(), ids=ODD)
def test_odd_claims_are_not_taken(text, document):
    assert rendering_of(text, document) is None


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)


@given(VALUES, st.sampled_from(sorted(json.loads(said()))))
def test_no_value_raises(value, name):
    rendering_of(said(**{name: value}), record())
