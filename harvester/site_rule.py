"""The value of a site rule: apart from the model, for who only reads settings need not load that."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SiteRule:
    """CSS selectors for the pages of some hosts that the general parser misreads; ``""`` where not given.

    hosts: names in lower case, IDNA; "*.news.example" is every host below news.example, not itself.
    drop: removed first. content: what is read, nothing else. question: each is one question. answer:
    what of the text up to the next question answers it, all of it for ``""``.
    valid_until: the last day, UTC, whose captures it is for; None: no end.
    """

    hosts: tuple[str, ...]
    content: str = ""
    question: str = ""
    answer: str = ""
    drop: str = ""
    valid_until: date | None = None


def host_asked(host: str) -> str:
    """Return the host as it is asked for: "zürich.example" is "xn--zrich-kva.example".

    Raises UnicodeError where no host can have such a name.
    """
    if host.isascii():
        return host
    return ".".join(each if each.isascii() else each.encode("idna").decode() for each in host.split("."))
