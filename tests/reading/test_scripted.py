"""A browser renders pages that need their scripts, and none that refuses."""

from datetime import UTC, datetime

import pytest

from harvester.model import Outcome
from harvester.reading import Received
from harvester.reading.scripted import may_be_rendered

STORY = "<h1>Ferries</h1><p>" + "The harbour council voted on the new timetable late on Tuesday. " * 12
APP = "<title>Ferries</title><div id=root></div><script src=/app.js></script>"
CONSENT = (
    "<title>Before you continue</title><h1>Before you continue</h1><p>We use cookies. Accept all?</p>"
    "<button>Accept all</button><button>Reject all</button>"
)

# What it shows: (body, status, further headers, whether it may).
CASES = {
    "an article": (STORY, 200, (), True),
    "a shell": (APP, 200, (), True),
    "a shell that asks for scripts": (
        f"{APP}<noscript>You need to enable JavaScript to run this app.</noscript>", 200, (), True,
    ),
    "a challenge": (
        "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>", 200, (), False,
    ),
    "a challenge by its header": (STORY, 200, (("cf-mitigated", "challenge"),), False),
    "a shell of a protection service": (f"{APP}<script>window._cf_chl_opt={{}}</script>", 200, (), False),
    "a login": ("<title>Log in</title><h1>Log in</h1><p>Please log in to continue.</p>", 200, (), False),
    "a consent wall": (CONSENT, 200, (), False),
    "a refusal": (APP, 403, (), False),
    "too many requests": (APP, 429, (), False),
    "an unauthorised request": (APP, 401, (), False),
    "an accepted request": (APP, 202, (), False),
    "a page that leads on": ('<meta http-equiv=refresh content="0; url=/login">', 200, (), False),
    "a file": ("%PDF-1.7", 200, (("Content-Type", "application/pdf"),), False),
}  # fmt: skip


@pytest.mark.parametrize(("body", "status", "headers", "may"), CASES.values(), ids=CASES)
def test_may_be_rendered(body, status, headers, may):
    kind = () if any(name == "Content-Type" for name, _ in headers) else (("Content-Type", "text/html"),)
    page = Received(
        url="https://lantern.example/2031/ferries",
        captured_at=datetime(2031, 5, 1, tzinfo=UTC),
        body=f"<html lang=en>{body}".encode() if kind else body.encode(),
        status=status,
        headers=(*kind, *headers),
        outcome=Outcome.OK,
    )
    assert may_be_rendered(page) is may
