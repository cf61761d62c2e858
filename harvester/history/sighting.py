"""What one chain of exchanges showed. Histories are made of sightings and decisions only."""

from typing import NamedTuple


class Hop(NamedTuple):
    """One exchange of a chain.

    url: as asked for. status: 0 if no answer came; 301 and 308 are permanent redirects, 302, 303 and
    307 temporary ones. A page that led on by itself has the status of the redirect that it stands for.
    """

    url: str
    status: int


class Sighting(NamedTuple):
    """What one chain of exchanges, from the URL asked for through its redirects to its end, showed.

    key: key of the capture at the end of the chain. at: time of that capture, as the archive writes it. hops:
    never empty; the first was asked for, the last is the end. outcome: a word of `model.Outcome`. verdict:
    that of the end's reading; for a 304, that of the capture which it confirms; ``""`` if nothing was read.
    snapshot: id of the content, for a 304 of the content that it confirms; ``""`` for none. canonical:
    rel=canonical as an absolute URL. text: digest of the whole document's text. questions: match keys of the
    snapshot's questions. language: that of the reading. pages: how many pages of the article were read.
    is_cut: a further page is known and was not captured. is_rendered: the document that a browser made was
    read. is_unrendered: a browser was to render the page, and no document came of it. surroundings: id of
    what the page shows beside its pairs, ``""`` if there are no pairs.
    """

    key: str
    at: str
    hops: tuple[Hop, ...]
    outcome: str
    verdict: str = ""
    snapshot: str = ""
    canonical: str = ""
    text: str = ""
    questions: frozenset[str] = frozenset()
    language: str = ""
    pages: int = 1
    is_cut: bool = False
    is_rendered: bool = False
    is_unrendered: bool = False
    surroundings: str = ""
