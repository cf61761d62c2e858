"""What a URL carries that never says which page is meant: tracking parameters and session ids.

This is the one list of them. `harvester.history.spelling` uses it for the identity of articles, and
`harvester.http.targets` for the targets of links.
"""

import re

from detrack import DEFAULT_PATTERNS, PREFIXES

DOUBTFUL = frozenset(
    (
        *("_", "_t", "cache", "cb", "nocache", "r", "rand", "random", "timestamp", "ts"),
        *("context", "continue", "next", "origin", "redirect_to", "ref", "return_to", "source"),
        *("email", "nd", "newsletter", "recipient", "si", "sns", "social"),
        *("pid", "session_id", "sid", "view_id", "visit_id"),
    )
)
"""The library lists these names, but sites also use them to say which page is meant (``?pid=12``)."""

FURTHER = frozenset(
    (
        *("cmpid", "cmp_id", "cmpgn", "ncampid", "ncid", "nx_source", "tracking_source", "trkcampaign"),
        *("__twitter_impression", "srsltid", "spm", "echobox", "otm_campaign", "xing_share", "sr_share"),
        *("elqtrack", "_bta_tid", "matomo_campaign", "wtmc", "wt_zmc", "wt.mc", "wt.mc_id", "wtrid", "xtref"),
        *("dicbo", "oborigurl", "outbrainclickid", "tblci", "tbl_click_id", "dt_dapp", "pnespid"),
        *("ocid", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "at_format"),
        *("at_custom1", "at_custom2", "at_custom3", "at_custom4", "at_bbc_team"),
        *("srnd", "smid", "smtyp", "wpisrc", "wpmm", "intcid", "cndid", "ftcamp", "dg_campaign"),
        *("soc_src", "soc_trk", "ref_src", "ref_url"),
    )
)
"""The library lacks these names. They are on the lists that AdGuard and ClearURLs have for every site, or
publishers and the networks that spread their articles put them into feeds, letters and posts."""

FURTHER_DOUBTFUL = frozenset(
    (
        *("campaign", "chan", "cid", "cmp", "emc", "esrc", "feed", "feedname", "feedtype", "from", "fr"),
        *("ito", "itid", "partner", "rss", "share", "shared", "sref", "tsrc", "via", "xts"),
    )
)
"""The same, but sites also use them to say which page is meant."""

DOUBTFUL_PREFIXES = ("af_", "at_", "cm_", "eml_", "fb_", "hs_", "ir_", "mt_", "nb_", "sms_")
"""The library lists these prefixes, but ordinary words begin with them in some language (``nb_pages``)."""

_LISTED = frozenset(name.lower() for name in DEFAULT_PATTERNS)
_TRACKING = (_LISTED - DOUBTFUL) | FURTHER
_POSSIBLE = _LISTED | FURTHER | FURTHER_DOUBTFUL
_TRACKING_PREFIXES = tuple(prefix for prefix in PREFIXES if prefix not in DOUBTFUL_PREFIXES)

# Session ids: the forms that the canonicalizer of the Wayback Machine removes (IAURLCanonicalizer), and the
# path parameter of the Servlet specification (Jakarta Servlet 6.0, 7.1.3).
_SESSION_FIELD = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid[a-z]{8}|cfid|cftoken)=.*|sid=[0-9a-z]{32}", re.IGNORECASE
)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_SESSION_SEGMENT = re.compile(
    r"/(?:\(|%28)(?:[a-z](?:\(|%28))?[0-9a-z]{24}(?:\)|%29){1,2}(?=/)", re.IGNORECASE
)


def is_session(field: str) -> bool:
    """Return whether a field of a query, ``name=value``, is a session id."""
    return _SESSION_FIELD.fullmatch(field) is not None


def is_tracking(field: str) -> bool:
    """Return whether a field of a query is a tracking parameter, on every site."""
    name = field.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def is_listed(field: str) -> bool:
    """Return whether a field of a query is a tracking parameter, or is one on some sites only."""
    name = field.partition("=")[0].lower()
    return name in _POSSIBLE or name.startswith(PREFIXES)


def without_session(path: str) -> str:
    """Return the path of a URL without the session ids in it."""
    return _SESSION_SEGMENT.sub("", _SESSION_PATH.sub("", path))
