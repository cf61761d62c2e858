"""TimeMaps as Harvester writes them: link format (RFC 7089, 5), JSON, and CDXJ as MemGator has it. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from harvester.interop.memento import (
    FORMS,
    Addresses,
    Memento,
    http_date,
    link,
    spelt,
)
from harvester.interop.stamps import moment_of


class Listing(NamedTuple):
    """A TimeMap, or a part of one.

    url: the original resource. mementos: those of this part, oldest first. first, last: of all. since: the
    stamp with which this part was asked for, ``""`` for the beginning. following: that of the next part.
    """

    url: str
    mementos: tuple[Memento, ...]
    first: Memento
    last: Memento
    since: str = ""
    following: str = ""


def timemap(form: str, addresses: Addresses, listing: Listing) -> bytes:
    """Return a TimeMap in one of `FORMS`."""
    return _WRITERS[form](addresses, listing).encode()


def _link_format(addresses: Addresses, listing: Listing) -> str:
    """Return the form that the RFC asks for; each part names the next one (RFC 7089, 5.1.1)."""
    return ",\n".join(_links(addresses, listing)) + "\n"


def _links(addresses: Addresses, listing: Listing) -> Iterator[str]:
    url, mementos = listing.url, listing.mementos
    yield link(spelt(url), "original")
    yield link(addresses.timegate(url), "timegate")
    period = {"from": http_date(mementos[0].stamp), "until": http_date(mementos[-1].stamp)}
    here = addresses.timemap(url, "link", listing.since)
    yield link(here, "self", type=FORMS["link"], **period)
    for memento in mementos:
        said = http_date(memento.stamp)
        yield link(addresses.memento(memento), _rel(memento, listing), datetime=said)
    if listing.following:
        period = {"from": http_date(listing.following), "until": http_date(listing.last.stamp)}
        there = addresses.timemap(url, "link", listing.following)
        yield link(there, "timemap", type=FORMS["link"], **period)


def _rel(memento: Memento, listing: Listing) -> str:
    words = (("first", listing.first), ("last", listing.last))
    return " ".join([*(word for word, named in words if named == memento), "memento"])


def _json(addresses: Addresses, listing: Listing) -> str:
    """Return the form of the Time Travel service: the same as an object."""
    first, last = listing.first, listing.last
    told: dict[str, Any] = {
        "original_uri": spelt(listing.url),
        "self": addresses.timemap(listing.url, "json", listing.since),
        "timegate_uri": addresses.timegate(listing.url),
        "timemap_uri": _timemaps(addresses, listing.url),
        "mementos": {
            "first": _told(addresses, first),
            "last": _told(addresses, last),
            "list": [_told(addresses, each) for each in listing.mementos],
        },
    }
    if listing.following:
        told["pages"] = {"next": {"uri": addresses.timemap(listing.url, "json", listing.following)}}
    return json.dumps(told) + "\n"


def _told(addresses: Addresses, memento: Memento) -> dict[str, str]:
    return {
        "datetime": f"{moment_of(memento.stamp):%Y-%m-%dT%H:%M:%SZ}",
        "uri": addresses.memento(memento),
    }


def _timemaps(addresses: Addresses, url: str) -> dict[str, str]:
    return {f"{form}_format": addresses.timemap(url, form) for form in FORMS}


def _cdxj(addresses: Addresses, listing: Listing) -> str:
    """Return a line of JSON for each memento, behind its stamp; lines with ``@`` are about the whole."""
    about: list[tuple[str, object]] = [
        ("@context", ["https://www.rfc-editor.org/rfc/rfc7089"]),
        ("@id", {"uri": addresses.timemap(listing.url, "cdxj", listing.since)}),
        ("@keys", ["memento_datetime_YYYYMMDDhhmmss"]),
        ("@meta", {"original_uri": spelt(listing.url)}),
        ("@meta", {"timegate_uri": addresses.timegate(listing.url)}),
        ("@meta", {"timemap_uri": _timemaps(addresses, listing.url)}),
    ]
    if listing.following:
        there = addresses.timemap(listing.url, "cdxj", listing.following)
        about.append(("@meta", {"next": {"uri": there}}))
    for memento in listing.mementos:
        said = {"uri": addresses.memento(memento), "rel": _rel(memento, listing)}
        about.append((memento.stamp, said | {"datetime": http_date(memento.stamp)}))
    return "".join(f"{key} {json.dumps(value)}\n" for key, value in about)


_WRITERS: Mapping[str, Callable[[Addresses, Listing], str]] = {
    "link": _link_format,
    "json": _json,
    "cdxj": _cdxj,
}
