"""These tables hold the signs of pages that are not articles, in any language.

The signs are headers, hosts, addresses, markers and statuses. The words are in the language files, under the
keys of `harvester.languages.schema` that begin with a family.
"""

from enum import StrEnum

from harvester.model import Verdict


class Family(StrEnum):
    """These are the kinds of pages that are not articles, by their names in the language files."""

    BOT = "bot"  # the page checks for robots, or refuses the request after such a check
    QUEUE = "queue"  # the page is a waiting room
    BROWSER = "browser"  # the page asks for scripts or for another browser
    AGE = "age"
    CONSENT = "consent"
    LOGIN = "login"
    PAY = "pay"
    GEO = "geo"
    MAINTENANCE = "maintenance"
    ERROR = "error"
    MISSING = "missing"
    REDIRECT = "redirect"
    PARKED = "parked"


VERDICTS = {
    Family.BOT: Verdict.BOT_WALL,
    Family.QUEUE: Verdict.BOT_WALL,
    Family.BROWSER: Verdict.BOT_WALL,
    Family.AGE: Verdict.CONSENT_WALL,
    Family.CONSENT: Verdict.CONSENT_WALL,
    Family.LOGIN: Verdict.LOGIN_WALL,
    Family.PAY: Verdict.PAYWALL,
    Family.GEO: Verdict.GEO_WALL,
    Family.MAINTENANCE: Verdict.ERROR_PAGE,
    Family.ERROR: Verdict.ERROR_PAGE,
    Family.MISSING: Verdict.SOFT_404,
    Family.REDIRECT: Verdict.REDIRECT_PAGE,
    Family.PARKED: Verdict.PARKED_DOMAIN,
}
"""Each family has one verdict. A queue and a browser check stop programs, as a bot wall does."""

WALL_HEADERS = {
    "cf-mitigated": ("challenge", "block"),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "x-vercel-mitigated": ("challenge", "deny"),
}
"""Only a wall sets these headers. Ordinary pages have ``server: cloudflare`` and similar headers too."""

WALLS_OF_ERRORS = frozenset(
    (
        Verdict.BOT_WALL,
        Verdict.CONSENT_WALL,
        Verdict.LOGIN_WALL,
        Verdict.PAYWALL,
        Verdict.GEO_WALL,
        Verdict.PARKED_DOMAIN,
    )
)
"""A page with one of these verdicts may have an error status; the verdict then says more than the status."""

READ_HEADERS = frozenset((*WALL_HEADERS, "refresh", "link"))
"""A reading depends on these headers, on the Content-Type and on no others."""

WALL_HOSTS = {
    "validate.perfdrive.com": Family.BOT,
    "geo.captcha-delivery.com": Family.BOT,
    "queue-it.net": Family.QUEUE,
    "consent.google.com": Family.CONSENT,
    "consent.youtube.com": Family.CONSENT,
    "consent.yahoo.com": Family.CONSENT,
    "guce.advertising.com": Family.CONSENT,
    "myprivacy.dpgmedia.nl": Family.CONSENT,
    "accounts.google.com": Family.LOGIN,
    "login.microsoftonline.com": Family.LOGIN,
    "hugedomains.com": Family.PARKED,
    "dan.com": Family.PARKED,
    "sedo.com": Family.PARKED,
    "afternic.com": Family.PARKED,
}
"""A redirect to one of these hosts, or to a subdomain of one, ends at a wall."""

ADDRESSES = {
    Family.BOT: ("captcha", "challenge", "botcheck", "bot-check", "blocked", "antibot", "sorry"),
    Family.QUEUE: ("queue", "waiting-room", "waitingroom", "waitroom"),
    Family.BROWSER: (
        "unsupported",
        "browser",
        "navigateur",
        "obsolet",
        "nojs",
        "no-js",
        "noscript",
        "upgrade",
    ),
    Family.AGE: ("age-gate", "agegate", "age-check", "age-verification", "ageverif", "over18"),
    Family.CONSENT: ("consent", "privacy-gate", "privacygate", "cookiewall", "cookie-wall", "cmp."),
    Family.LOGIN: ("login", "log-in", "signin", "sign-in", "sso", "auth", "anmeld", "connexion", "account"),
    Family.PAY: ("subscribe", "paywall", "abo"),
    Family.GEO: ("geo", "unavailable", "country", "region", "gdpr", "451"),
    Family.MAINTENANCE: ("maintenance", "wartung", "mantenimiento", "offline", "down"),
    Family.ERROR: ("error", "fehler", "erreur", "exception", "50x", "500"),
    Family.MISSING: ("404", "notfound", "not-found", "not_found", "missing", "gone"),
}
"""Sites use these words in the host or path of each family's pages. Only redirect targets are compared."""

MARKERS = {
    Family.BOT: (
        b"_Incapsula_Resource",
        b"_cf_chl_opt",
        b'id="challenge-form"',
        b"/cdn-cgi/challenge-platform/h/",
        b"/_sec/cp_challenge/",
        b"captcha-delivery.com/",
        b"px-captcha",
        b"anubis_challenge",
        b"/.well-known/sgcaptcha/",
        b"AwsWafIntegration",
        b"/errors/validateCaptcha",
        b"aliyun_waf_",
        b"var arg1='",
        b"/TSPD/",
        b"__ddg",
        b"ddos-guard",
        b"checkcaptcha",
        b"KillBot",
        b"/_fs-ch-",
        b"friendlycaptcha-challenge",
    ),
    Family.QUEUE: (b"queue-it.net", b"queueit", b"data-waitingroom", b"cf-waiting-room"),
    Family.PARKED: (
        b"sedoparking",
        b"parkingcrew",
        b"bodis.com",
        b"hugedomains.com",
        b"dan.com/buy-domain",
        b"afternic.com/forsale",
        b"window.park",
        b"parklogic",
        b"above.com",
        b"/parking-lander",
        b"LANDER_SYSTEM",
        b"img.sedoparking.com",
        b"domain_parking",
        b"caf.js",
    ),
}
"""Protection services and domain traders write these bytes near the top of their pages."""

STATUSES = {
    Family.BOT: {202: 1, 403: 2, 405: 1, 429: 2, 503: 1},
    Family.QUEUE: {202: 1, 429: 2, 503: 1},
    Family.LOGIN: {401: 3, 403: 1},
    Family.PAY: {402: 3, 403: 1},
    Family.GEO: {451: 3, 403: 1},
    Family.AGE: {403: 1},
    Family.MAINTENANCE: {503: 2, 502: 1, 500: 1},
    Family.ERROR: {500: 2, 502: 2, 504: 2, 503: 1},
    Family.MISSING: {404: 2, 410: 2},
}
"""Each status has a weight from 1 to 3 as evidence of a family (RFC 9110, 15.5 and 15.6).

Walls also respond with 202 and 405.
"""

WALLS_BY_STATUS = {
    401: (Verdict.LOGIN_WALL, "who asks must sign in"),
    402: (Verdict.PAYWALL, "payment is required"),
    451: (Verdict.GEO_WALL, "unavailable for legal reasons"),
}
"""These statuses say by themselves which wall it is, whatever the page says (RFC 9110, 15.5.2; RFC 7725)."""
