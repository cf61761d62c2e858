"""What is told of a run while it goes on: one event a line, each thing once, with a time in a log."""

import json
import re
from datetime import UTC, datetime

import pytest

from harvester.cli.progress import Detail, ProgressLine, Showing, bar, lines
from harvester.harvest.events import (
    Captured,
    CapturesCaughtUp,
    Deferred,
    HostAwaited,
    Postponed,
    RequestsPlanned,
    SourceFetched,
)
from harvester.model import Capture, Outcome

NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
URL = "https://tarvel.example/river"
OLD = "https://tarvel.example/2025/stream"
OK = Capture(URL, NOON, status=200, outcome=Outcome.OK, wire_bytes=1234)
GONE = Capture(URL, NOON, status=404, outcome=Outcome.GONE, detail="The server answered 404 Not Found.")
REFUSED = Capture(
    URL,
    NOON,
    outcome=Outcome.ROBOTS_REFUSED,
    detail=f"robots.txt of https://tarvel.example disallows {URL}",
)

# What it shows: (event, from which detail on, the line).
TOLD = {
    "a new failure": (
        Captured(GONE),
        Detail.QUIET,
        f"failed    {URL}  gone: The server answered 404 Not Found.",
    ),
    "the URL stands there once": (
        Captured(REFUSED),
        Detail.QUIET,
        f"failed    {URL}  robots_refused: robots.txt of https://tarvel.example disallows it",
    ),
    "the same failure as in the run before": (
        Captured(GONE, repeats=True),
        Detail.VERBOSE,
        f"failed    {URL}  gone: The server answered 404 Not Found.",
    ),
    "a failure that rarely passes": (
        Captured(GONE, repeats=True, is_known=True),
        Detail.VERBOSE,
        f"known     {URL}  gone: The server answered 404 Not Found.",
    ),
    "a failure behind a redirect": (
        Captured(GONE, led_from=OLD),
        Detail.QUIET,
        f"failed    {OLD}  gone: The server answered 404 Not Found. (redirected to {URL})",
    ),
    "a redirect to another article": (
        Captured(OK, verdict="content", standing="gone", led_from=OLD),
        Detail.QUIET,
        f"failed    {OLD}  gone: another page came in its place (redirected to {URL})",
    ),
    "a URL that begins another one": (
        Captured(GONE, led_from=URL[:-2]),
        Detail.QUIET,
        f"failed    {URL[:-2]}  gone: The server answered 404 Not Found. (redirected to {URL})",
    ),
    "what is well behind a redirect": (
        Captured(OK, verdict="content", standing="current", led_from=OLD),
        Detail.VERBOSE,
        f"captured  {OLD}  ok, 1,234 bytes",
    ),
    "a feed that moved to a page": (
        SourceFetched(OK, problem="the page announces nothing", verdict="content", led_from=OLD),
        Detail.QUIET,
        f"failed    {OLD}  content: the page announces nothing (redirected to {URL})",
    ),
    "a dead feed": (
        SourceFetched(OK, problem="the feed announces nothing", verdict="empty"),
        Detail.QUIET,
        f"failed    {URL}  empty: the feed announces nothing",
    ),
    "what is well": (
        Captured(OK, verdict="content", standing="current"),
        Detail.VERBOSE,
        f"captured  {URL}  ok, 1,234 bytes",
    ),
    "questions that are gone": (
        CapturesCaughtUp(1, losses=((URL, 8, 1),)),
        Detail.QUIET,
        f"look at   {URL}  8 → 1 questions in the same captures: parser or site rule broken?",
    ),
    "what waits": (Deferred(URL, "429"), Detail.NORMAL, f"deferred  {URL}  429"),
    "who is waited for": (
        HostAwaited("tarvel.example", NOON),
        Detail.NORMAL,
        "waiting   tarvel.example is not to be asked before 12:00:05 UTC.",
    ),
    "what a bound left": (Postponed(12), Detail.NORMAL, "left      12 URLs for a later run"),
    "one that a bound left": (Postponed(1), Detail.NORMAL, "left      1 URL for a later run"),
    "one that comes": (RequestsPlanned("articles", 1), Detail.VERBOSE, "asking    1 article"),
    "a page that was taken down": (
        Captured(OK, standing="unreadable"),
        Detail.VERBOSE,
        f"captured  {URL}  unreadable, 1,234 bytes",
    ),
    "what comes": (RequestsPlanned("articles", 7), Detail.VERBOSE, "asking    7 articles"),
}


@pytest.mark.parametrize(("event", "detail", "text"), TOLD.values(), ids=TOLD)
def test_a_line_for_an_event(event, detail, text):
    [line] = lines(event)
    assert (line.detail, str(line)) == (detail, text)


FAILED = ProgressLine("failed", URL, "gone: 404", (("result", "gone"),))


def test_a_log_has_times(capsys):
    Showing(has_bar=False, is_log=True).say(FAILED, NOON)
    assert capsys.readouterr().err == f"2026-11-23T12:00:05Z  failed    {URL}  gone: 404\n"


def test_a_log_of_objects(capsys):
    Showing(has_bar=False, is_log=True, is_json=True).say(FAILED, NOON)
    assert json.loads(capsys.readouterr().err) == {
        "at": "2026-11-23T12:00:05.000Z",
        "event": "failed",
        "url": URL,
        "text": "gone: 404",
        "result": "gone",
    }


def test_what_is_too_much_is_not_told(capsys):
    Showing(has_bar=False, is_log=True, detail=Detail.NORMAL).say(
        ProgressLine("captured", detail=Detail.VERBOSE), NOON
    )
    assert capsys.readouterr().err == ""


class Terminal:
    """A terminal of so many columns, that keeps what was written."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
@pytest.mark.parametrize("length", [1, 13, 50_000])
def test_the_bar_fits_the_terminal(monkeypatch, columns, length):
    terminal = Terminal()
    monkeypatch.setattr("harvester.cli.progress.sys.stderr", terminal)
    monkeypatch.setattr("harvester.cli.progress._columns", lambda: columns)
    shown = bar(length, "articles")
    for _ in range(min(length, 20)):
        shown.update(1)
    shown.render_finish()
    drawn = [re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", each) for each in re.split(r"[\r\n]", terminal.text)]
    assert max(len(each.rstrip()) for each in drawn) < max(columns, 30)
    assert any("articles  [" in each for each in drawn)
