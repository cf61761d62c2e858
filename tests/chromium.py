"""Where tests find a real browser. Without one they are skipped with the reason, but where CI=true."""

import os
import shutil

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def missing(what):
    """Skip with the reason, or fail where the machine ought to have it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"no {what}, which CI must have")
    pytest.skip(f"no {what}")


def chromium_path():
    """The path of the browser, for which there is a library."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        missing("chromium")
    pytest.importorskip("playwright.async_api")
    return found
