"""Save Page Now of the Wayback Machine, as requests and answers. Pure.

The forms are those of the public draft of its interface (SPN2): a request gives a job, whose status says in
the end when the page was saved. It needs the keys of an account.
"""

import json
from dataclasses import dataclass
from urllib.parse import quote

from harvester.http.headers import Headers
from harvester.interop.stamps import filled
from harvester.model import Capture

SAVE_DELAY_S = 60.0 / 6
"""There are this many seconds between two pages: an account may save 6 a minute since 2023
(akamhy/waybackpy#187)."""

STATUS_DELAY_S = 5.0
"""There are this many seconds between two requests for the status of a job; a job takes some ten seconds."""

MOST_BYTES = 64 << 10
"""An answer is at most this long: the status of a page with many resources names them all."""

_IN_A_PATH = ":/?#[]@!$&'()*+,;=%~"  # RFC 3986: a URL as written; what no URL may have is encoded


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """What an answer says. job: to be asked after, ``""`` for none. problem: why the page was not saved."""

    job: str = ""
    memento: str = ""
    problem: str = ""


def saving(base: str, url: str) -> str:
    """Return the URL that has the archive save a page."""
    return f"{base}/save/{quote(url, safe=_IN_A_PATH)}"


def status_of(base: str, job: str) -> str:
    """Return the URL that says how far a job is."""
    return f"{base}/save/status/{quote(job, safe='')}"


def headers(keys: str) -> Headers:
    """Return what requests send besides. keys: "ACCESS:SECRET" of an account."""
    return (("Accept", "application/json"), ("Authorization", f"LOW {keys}"))


def read_saved(base: str, answer: Capture) -> SaveAnswer:
    """Return what an answer to either request says."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return SaveAnswer(problem=answer.detail or "The answer is not that of Save Page Now.")
    at, job = filled(str(said.get("timestamp") or "")), str(said.get("job_id") or "")
    if said.get("status") == "success" and at:
        return SaveAnswer(memento=f"{base}/web/{at}/{said.get('original_url', '')}")
    if job and said.get("status") in {None, "pending"}:
        return SaveAnswer(job=job)
    return SaveAnswer(problem=str(said.get("message") or answer.detail or "It does not say why."))
