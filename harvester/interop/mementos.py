"""What the answer of a Memento archive means (RFC 7089): what was archived, or the archive itself. Pure.

An archived answer has ``Memento-Datetime``, whatever its status: an archived 429 asks nobody to wait, and an
archived 404 says that the page was gone by then. Without it the archive speaks for itself.
"""

import re
from dataclasses import replace
from urllib.parse import urljoin

from harvester.http.headers import Headers, header, withheld
from harvester.http.links import written_links
from harvester.http.status import REDIRECTS, outcome_of_status
from harvester.http.surt import surt
from harvester.http.urls import BadUrl, checked_url, resolved
from harvester.interop.listed import ListedMemento, MementoFate, MementoResponse
from harvester.interop.stamps import filled, moment_of, read_date, stamp_at
from harvester.interop.warc.digests import sha1_name, sha1_of
from harvester.model import Capture, Outcome

ORIGINAL = "x-archive-orig-"
"""The Wayback Machine and pywb put this before the names of the headers of the archived answer."""

_AS_THEY_CAME = frozenset({"content-type", "location"})
"""These headers of the archived answer come without that prefix; archives rewrite Location."""

_ARCHIVED = re.compile(r"/(\d{4,14})(?:[a-z]{2}_)?/(?=https?:)")
_HTTP = re.compile(r"(https?):/{1,2}(?!/)")

PASSING = frozenset(
    {Outcome.TIMEOUT, Outcome.TRUNCATED, Outcome.DNS_ERROR, Outcome.CONNECTION_LOST, Outcome.TLS_ERROR}
    | {Outcome.CONNECTION_REFUSED, Outcome.RATE_LIMITED, Outcome.SERVER_ERROR, Outcome.FAULT}
)
"""These outcomes may be temporary: they are about the archive or the way to it."""

ALONE = "Where it leads was not captured with it."
"""An archived redirect that is kept without its target has this detail."""

_REFUSING = frozenset({401, 403, 451})
_NOT_THERE = frozenset({404, 410})


def memento_at(answer: Capture) -> str:
    """Return when an answer was archived, 14 digits; ``""`` if it is not an archived answer."""
    found = read_date(header(answer.headers, "Memento-Datetime"))
    return stamp_at(found) if found else ""


def is_memento(answer: Capture) -> bool:
    """Return whether an answer is an archived one."""
    return bool(header(answer.headers, "Memento-Datetime"))


def read_memento(listed: ListedMemento, answer: Capture) -> MementoResponse:
    """Return what an archive answered when it was asked for the memento."""
    if answer.outcome in PASSING and not (is_memento(answer) and _is_whole(answer)):
        return MementoResponse(MementoFate.WAITS, answer.detail or "No answer came.")
    if not is_memento(answer):
        return _said_by_the_archive(answer)
    if memento_at(answer) != listed.at or not _is_of(listed, answer):
        why = "The archive gave another memento than the one it was asked for."
        return MementoResponse(MementoFate.ELSEWHERE, why, instead_at=memento_at(answer))
    return _archived(listed, answer)


def _is_whole(answer: Capture) -> bool:
    return answer.outcome in {Outcome.RATE_LIMITED, Outcome.SERVER_ERROR}


def _said_by_the_archive(answer: Capture) -> MementoResponse:
    status = answer.status
    if status in _REFUSING:
        reason = header(answer.headers, "X-Archive-Wayback-Runtime-Error")
        return MementoResponse(MementoFate.REFUSED, f"The archive does not give it: {reason or status}.")
    if status in REDIRECTS:
        reason = header(answer.headers, "X-Archive-Redirect-Reason") or "it leads to another capture"
        instead = _ARCHIVED.search(header(answer.headers, "Location"))
        at = filled(instead[1]) if instead else ""
        return MementoResponse(
            MementoFate.ELSEWHERE, f"The archive has another in its place: {reason}.", instead_at=at
        )
    if status in _NOT_THERE:
        return MementoResponse(MementoFate.ABSENT, "The archive does not have it.")
    return MementoResponse(MementoFate.UNFIT, f"The answer is no memento. {answer.detail}".strip())


def _is_of(listed: ListedMemento, answer: Capture) -> bool:
    """Return whether the memento is of the URL that the index says, as far as the answer tells."""
    links = written_links(header(answer.headers, "Link"))
    said = next((each.target for each in links if "original" in each.rels), listed.url)
    return surt(_with_slashes(said)) == surt(listed.url)


def _archived(listed: ListedMemento, answer: Capture) -> MementoResponse:
    url = checked(listed.url)
    status, headers = answer.status, originals(answer, url)
    location = header(headers, "Location").strip() if status in REDIRECTS else ""
    outcome, detail = answer.outcome, answer.detail
    if location:
        outcome, detail = Outcome.BAD_REDIRECT, ALONE
    elif outcome in {Outcome.RATE_LIMITED, Outcome.SERVER_ERROR}:
        asks = bool(header(headers, "Retry-After"))
        outcome = outcome_of_status(status, asks_to_wait=asks, conditional=False)
    capture = Capture(
        url=url,
        captured_at=moment_of(listed.at),
        outcome=outcome,
        detail=detail,
        status=status,
        headers=withheld(headers),
        body=answer.body,
    )
    return MementoResponse(
        MementoFate.KEPT, "", capture, _led(location, url), has_digest(answer, listed.digest)
    )


def checked(url: str) -> str:
    """Return the URL as it is asked for; an index may have others, which stay as they are."""
    try:
        return checked_url(_with_slashes(url))
    except BadUrl:
        return url


def _led(location: str, url: str) -> str:
    try:
        return resolved(location, url) if location else ""
    except BadUrl:
        return ""


def originals(answer: Capture, url: str) -> Headers:
    """Return the headers of the archived answer in an answer of the archive; url: of the memento.

    As in a live capture, those about its coding are those that came, though the body is decoded.
    """
    return tuple(_original(name, value, url) for name, value in answer.headers if _is_original(name))


def _is_original(name: str) -> bool:
    return name.lower().startswith(ORIGINAL) or name.lower() in _AS_THEY_CAME


def _original(name: str, value: str, url: str) -> tuple[str, str]:
    plain = name[len(ORIGINAL) :] if name.lower().startswith(ORIGINAL) else name
    return plain, mapped_back(value, url) if plain.lower() == "location" else value


def mapped_back(location: str, url: str) -> str:
    """Return where an archived redirect led before the archive wrote its Location anew.

    A Location that does not point into the archive is the original one; url: of the memento.
    """
    found = _ARCHIVED.search(location)
    if found is None:
        return urljoin(url, location) if "://" not in location else location
    return _with_slashes(location[found.end() :])


def _with_slashes(url: str) -> str:
    """Return the URL with both slashes behind its scheme: some proxies take one away inside a path."""
    return _HTTP.sub(r"\1://", url, count=1) if _HTTP.match(url) else url


def has_digest(answer: Capture, claimed: str) -> bool | None:
    """Return whether the body has that digest, as it came or decoded; None for no claim.

    Indexes have the digest of the body as it was stored, mostly with its content coding.
    """
    if not claimed:
        return None
    return claimed in {sha1_of(answer.body), sha1_name(answer.coded_digest)}


def said_by_index(listed: ListedMemento, archive: str, *, same: bool) -> Capture:
    """Return the capture of a memento that was not asked for, by what the index says of it.

    same: its body is that of a memento that is here, by its digest. Else the index says that it is an error
    like the one before it. There are no headers and no body: nobody saw them.
    """
    if same:
        detail = f"The index of {archive} says that the body is the same; it was not asked for."
        return Capture(checked(listed.url), moment_of(listed.at), Outcome.NOT_MODIFIED, detail)
    outcome = outcome_of_status(listed.status, asks_to_wait=False, conditional=False)
    detail = f"The index of {archive} says so, as of the one before; it was not asked for."
    return Capture(checked(listed.url), moment_of(listed.at), outcome, detail, listed.status)


def led_from(redirect: Capture) -> Capture:
    """Return a redirect whose target follows it in the chain."""
    return replace(redirect, outcome=Outcome.REDIRECTED, detail="")
