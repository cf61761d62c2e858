"""The values that the parts pass to each other: frozen, without I/O, named in the words of the design."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """What came of an exchange: the closed list of words in ``capture.outcome``.

    The first two are successes. Only ``OK`` has a body that is worth parsing; any other body is also kept, as
    evidence.
    """

    OK = "ok"
    NOT_MODIFIED = "not_modified"  # 304, RFC 9110 15.4.5
    REDIRECTED = "redirected"  # a 3xx or a page that led on; the next capture of the chain is what it led to
    GONE = "gone"  # 404, 410
    REFUSED = "refused"  # 401, 402, 403, 407, 451
    RATE_LIMITED = "rate_limited"  # 429, and 503 with Retry-After
    SERVER_ERROR = "server_error"  # 5xx
    HTTP_ERROR = "http_error"  # any other status that is not a success
    ROBOTS_REFUSED = "robots_refused"  # RFC 9309; unreachable robots.txt means disallowed
    ADDRESS_REFUSED = "address_refused"  # not public, or not a web server's port, and not allowed
    ARCHIVING_REFUSED = (
        "archiving_refused"  # the page asks for no copy, and the settings obey; no body is kept
    )
    BAD_URL = "bad_url"
    DNS_ERROR = "dns_error"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"  # reset, closed without an answer
    TLS_ERROR = "tls_error"
    TIMEOUT = "timeout"  # the one deadline of the exchange passed
    REDIRECT_LOOP = "redirect_loop"
    BAD_REDIRECT = "bad_redirect"  # no Location, a bad one, or too many hops
    BAD_RESPONSE = "bad_response"  # not HTTP: bad headers, bad chunks, a 304 nobody asked for
    TOO_LARGE = "too_large"  # over the byte cap before or after decompression
    TRUNCATED = "truncated"  # shorter than Content-Length, or a gzip member without its trailer
    BAD_ENCODING = "bad_encoding"  # Content-Encoding that cannot be undone
    EMPTY = "empty"  # a success without a body
    FAULT = "fault"  # our own program failed; the detail says at which place


SUCCESSES = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})


class Verdict(StrEnum):
    """What a capture's body turned out to be: the closed list of words in ``reading.verdict``."""

    CONTENT = "content"  # the only one that may become a version
    BOT_WALL = "bot_wall"  # also a queue, and a page that asks for scripts or another browser
    CONSENT_WALL = "consent_wall"  # also a request to state one's age
    LOGIN_WALL = "login_wall"
    PAYWALL = "paywall"  # also the beginning of an article with an offer in place of the rest
    GEO_WALL = "geo_wall"  # refused by country, or for legal reasons
    SOFT_404 = "soft_404"
    REDIRECT_PAGE = "redirect_page"  # leads elsewhere by a meta element or a script
    PARKED_DOMAIN = "parked_domain"  # the domain was sold, expired, or has no site yet
    EMPTY = "empty"  # no text, or a source that announces nothing
    ERROR_PAGE = "error_page"  # maintenance, database error, PHP warning, answered with 200
    UNSUPPORTED = "unsupported"  # a PDF, an office document, an image: a format that is not read
    UNREADABLE = "unreadable"  # no text, not what it was declared as, or our own code failed on it
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE_MISSING = "page_missing"  # a further page of the article could not be captured
    LISTING = "listing"
    LIST = "list"  # of URLs


ANNOUNCING = frozenset({Verdict.FEED, Verdict.SITEMAP, Verdict.LISTING, Verdict.LIST})
"""Verdicts on what announces articles; the body of none of them is an article."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP exchange at one instant, whatever came of it.

    A request for a URL gives a chain of captures, as a tuple: that of the URL itself, then those of the URLs
    to which redirects led. Each capture but the last is ``REDIRECTED``.

    url: the URI-R asked for, as it was given. captured_at: when the exchange began; aware, UTC.
    status: 0 where no status line arrived. reason: of the status line, as received. http_version:
    of the response, "1.0" or "1.1". ip: the address connected to. These are ``""`` where there was none.
    headers: in the order and spelling received, secrets withheld. head: the response's head as
    received, only where status line and headers written the usual way are other bytes.
    body: content-coding removed; what arrived of it where the outcome is not ``OK``.
    coded: how the body was coded, as JSON (`harvester.http.coded.coding_note`). coded_digest: SHA-1 of
    the body as transferred, 20 bytes: transfer coding removed, content coding kept. They are ``""`` and
    ``b""`` where the body was not coded, or its coding could not be undone: it is kept as transferred.
    wire_bytes: length of the body as transferred. elapsed_ms: this exchange, without the wait for a turn.
    retry_after_s: seconds the server asked us to wait, already clamped; None when it did not.
    """

    url: str
    captured_at: datetime
    outcome: Outcome
    detail: str = ""
    status: int = 0
    reason: str = ""
    http_version: str = ""
    ip: str = ""
    request_headers: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    head: bytes = b""
    coded: str = ""
    coded_digest: bytes = b""
    body: bytes = b""
    wire_bytes: int = 0
    elapsed_ms: int = 0
    retry_after_s: float | None = None


class Kind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"  # also a run of bare text in a div
    ITEM = "item"
    TERM = "term"  # dt
    DEFINITION = "definition"  # dd
    SUMMARY = "summary"  # of a details element
    BUTTON = "button"
    CELL = "cell"
    QUOTE = "quote"
    CAPTION = "caption"
    PREFORMATTED = "preformatted"


LINKS = frozenset(("link", "jump"))
"""Kinds of marks that are links."""


class Mark(NamedTuple):
    """A run of a block's text, ``text[start:end]``, that is "strong", "em", "link" or "jump".

    A jump is a link that leads to no other page: to a place on the same one, or where a script says.
    """

    kind: str
    start: int
    end: int


class Reference(NamedTuple):
    """What a block refers to besides its words: the target of a link, or an image's alternative text.

    kind: "link", for the run ``text[start:end]``, or "image", at ``start``, which equals ``end``. value: the
    href as the page writes it (`harvester.http.targets` says what it leads to), or the alternative text,
    white space folded. An image without text around it stands at the start of the next block.
    """

    kind: str
    start: int
    end: int
    value: str


class Container(NamedTuple):
    """An element on the way from the body to some block. Containers distinguish one style from another.

    parent: index in ``NormalDocument.containers``, -1 for the root. path: tag names from the body down to and
    with this element, joined by "/", up to 1,000 characters. classes, name (the id attribute), role and
    microdata (itemprop and itemtype, space-separated) as found, ``""`` where absent; styles add classes.
    hidden: the hidden attribute, aria-hidden="true" or display:none stands on it.
    """

    parent: int
    tag: str
    path: str
    classes: str = ""
    name: str = ""
    role: str = ""
    microdata: str = ""
    hidden: bool = False


class Block(NamedTuple):
    """A piece of a document that reads as one. It is a NamedTuple because a page has hundreds of them.

    text: white space folded, a line break (``<br>``) kept as a newline, never empty.
    level: 1-6 for a heading, the depth of the list for an item, the column for a cell, else 0.
    container: index in ``NormalDocument.containers`` of the element that makes the block.
    marks: its styles. references: targets of its links and alternatives of its images.
    """

    kind: Kind
    text: str
    container: int
    level: int = 0
    marks: tuple[Mark, ...] = ()
    references: tuple[Reference, ...] = ()


class WholeText(NamedTuple):
    """All that a page says. blocks: texts in page order. stated: texts of its metadata."""

    blocks: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NormalDocument:
    """A page of any format as a sequence of content blocks, with its metadata.

    encoding_source: which rule decided: "bom", "http", "meta", "nul" (UTF-16), "utf-8" or "fallback".
    published, modified: ISO 8601, as precise as the page gives it. introduction: the first paragraph where
    there is no lead. stated: title and values of its meta elements. structured: every JSON-LD value. fields,
    boxes: how many blocks stand above each field and each box to tick. cuts: what was left out, and why.
    """

    blocks: tuple[Block, ...] = ()
    containers: tuple[Container, ...] = ()
    url: str = ""
    title: str = ""
    lead: str = ""
    introduction: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    language: str = ""
    canonical_url: str = ""
    base: str = ""
    stated: tuple[str, ...] = ()
    structured: tuple[Any, ...] = ()
    fields: tuple[int, ...] = ()
    boxes: tuple[int, ...] = ()
    encoding: str = ""
    encoding_source: str = ""
    cuts: tuple[str, ...] = ()


class Link(NamedTuple):
    """The words ``answer[start:end]`` lead to ``target``.

    target: an absolute URL without tracking parameters, session ids and tokens. key: what two
    targets share if they are the same (`harvester.http.targets.LinkTarget`).
    """

    start: int
    end: int
    target: str
    key: str


class Image(NamedTuple):
    """An image before the character ``answer[at]``. alternative: its text for readers who do not see it."""

    at: int
    alternative: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with its answer; a blank line separates paragraphs of the answer.

    links, images: what the answer refers to, in the order of its text; `harvester.diff.written` writes them
    into the text. method: the strategy that found it ("labels", "headings", …). confidence: 0 to 1. stated:
    the answer in the page's structured data, where that has words that are not shown; no part of the content.
    """

    question: str
    answer: str
    method: str = ""
    confidence: float = 1.0
    stated: str = field(default="", compare=False)
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An article's content as one parser version read it.

    reason: why there are no pairs. These are no part of the content: left_out, the share of the characters
    between the first question and the last answer's end that belong to neither; surroundings, all such lines.
    """

    title: str = ""
    lead: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    language: str = ""
    pairs: tuple[Pair, ...] = ()
    reason: str = ""
    left_out: float = field(default=0.0, compare=False)
    surroundings: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A feed, sitemap, listing page or URL list announces this URL."""

    url: str
    title: str = ""
    published: str = ""  # ISO 8601, as precise as stated
    kind: str = "article"  # or "sitemap" for one in an index
    modified: str = ""  # ISO 8601: the last change
    language: str = ""  # BCP 47
