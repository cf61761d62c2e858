"""What tells of a page that is no article and belongs to no language: headers, hosts, addresses, markers.

Words are in the language files, under the keys of `harvester.languages.schema` that begin with a family.
"""

from enum import StrEnum

from harvester.model import Verdict


class Family(StrEnum):
    """Kinds of pages that are no article, as the language files name them."""

    BOT = "bot"  # a check against robots, or a refusal because of one
    QUEUE = "queue"  # a waiting room
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
"""What a page of each family is. A queue and a check of the browser hold back programs as a bot wall does."""

WALL_HEADERS = {
    "cf-mitigated": ("challenge", "block"),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "x-vercel-mitigated": ("challenge", "deny"),
}
"""A wall itself sets these headers. ``server: cloudflare`` and the like stand on every ordinary page."""

WALLS = frozenset(
    (
        Verdict.BOT_WALL,
        Verdict.CONSENT_WALL,
        Verdict.LOGIN_WALL,
        Verdict.PAYWALL,
        Verdict.GEO_WALL,
        Verdict.PARKED_DOMAIN,
    )
)
"""What may also come with an error's status, and says more than the status."""

READ_HEADERS = frozenset((*WALL_HEADERS, "refresh"))
"""Headers that a verdict depends on."""

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
"""Redirects to these hosts, or to hosts below them, end at a wall."""

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
"""Parts of the host or path to which a redirect led, as sites name the pages of each family."""

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
"""What protection services and traders in domains write into their pages, near the top."""

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
"""How much a status speaks for a family, RFC 9110, 15.5 and 15.6; walls answer 202 and 405 too."""
