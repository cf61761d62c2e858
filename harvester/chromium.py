"""Which Chromium renders pages, and what is said where it, or the library that drives it, is missing."""

import os
import shutil
from typing import NamedTuple

from harvester.errors import ConfigError, HarvesterError
from harvester.extras import library

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The browser has one of these names on the path, if no setting names it."""

_ADVICE = (
    "As root, Chromium has no sandbox: run Harvester as another user, or set chromium_sandbox = false under"
    " [fetch] in a container that holds nothing else."
)


class BrowserEngine(NamedTuple):
    """Which browser is used. program: its path, ``""`` for the usual names. has_sandbox: whether it is on."""

    program: str = ""
    has_sandbox: bool = True


class NoEngine(HarvesterError):
    """The browser is not there or does not start; the words are a sentence that says what to do."""


def program_of(engine: BrowserEngine) -> str:
    """Return the path of the browser; raises NoEngine if it or its library is missing."""
    try:
        library("browser", "playwright.async_api")
    except ConfigError as error:
        raise NoEngine(str(error)) from error
    names = (engine.program,) if engine.program else PROGRAMS
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        where = f"There is no {engine.program}" if engine.program else "No Chromium is on the path"
        raise NoEngine(f"{where}. Install it, or name its path as chromium under [fetch].")
    if engine.has_sandbox and hasattr(os, "geteuid") and os.geteuid() == 0:
        raise NoEngine(_ADVICE)
    return found
