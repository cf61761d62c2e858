"""The settings as one frozen value, with the defaults."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from harvester.config.access import SiteAccess
from harvester.config.archives import Archives
from harvester.config.notices import Notice, Notify
from harvester.http.addresses import Network
from harvester.scope import MAX_DEPTH, Scope
from harvester.site_rule import SiteRule

ARCHIVE_NAME = "harvester.db"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One ``[[source]]``. kind: ``""`` if it is to be guessed from the URL. every_s: 0 for every run.

    access: how its site is asked.
    """

    url: str
    kind: str = ""
    name: str = ""
    every_s: int = 0
    links: str = ""
    access: SiteAccess = field(default_factory=SiteAccess)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: str = ""
    depth: int = MAX_DEPTH
    language: str = ""

    @property
    def scope(self) -> Scope:
        """Return what of the source is followed."""
        return Scope(self.include, self.exclude, self.since, self.depth, self.language)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file, defaults filled in.

    archive, timestamp_root: resolved against the file's own folder. is_declared: whether there is a file.
    per_host, per_run: one run asks at most this often, of one host and of all; 0: any number.
    obey_noarchive: nothing is kept of a page that asks for no copy.
    allow_net: networks that may be asked besides public addresses. access: how all sites are asked.
    chromium: path of the browser, ``""`` for that on the path. chromium_sandbox: whether its sandbox is on.
    timestamp: URL of the authority that stamps the head of each run, ``""`` for none. archives: where web
    archives are asked. notices: who is notified of what. notify: how.
    """

    archive: Path = Path(ARCHIVE_NAME)
    is_declared: bool = False
    contact: str = ""
    delay_s: float = 1.0
    timeout_s: float = 60.0
    max_body_mib: int = 32
    workers: int = 8
    per_host: int = 0
    per_run: int = 0
    obey_noarchive: bool = False
    allow_net: tuple[Network, ...] = ()
    chromium: str = ""
    chromium_sandbox: bool = True
    access: SiteAccess = field(default_factory=SiteAccess)
    timestamp: str = ""
    timestamp_root: Path = Path()
    archives: Archives = field(default_factory=Archives)
    sources: tuple[SourceSettings, ...] = ()
    rules: tuple[SiteRule, ...] = ()
    notices: tuple[Notice, ...] = ()
    notify: Notify = field(default_factory=Notify)


def as_setting(settings: Settings) -> dict[str, Any]:
    """Return the settings as evidence keeps them: what was asked for, how, and how it was read."""
    return {
        "delay_s": settings.delay_s,
        "timeout_s": settings.timeout_s,
        "max_body_mib": settings.max_body_mib,
        "workers": settings.workers,
        "per_host": settings.per_host,
        "per_run": settings.per_run,
        "obey_noarchive": settings.obey_noarchive,
        "allow_net": [str(each) for each in settings.allow_net],
        "chromium_sandbox": settings.chromium_sandbox,
        "access": settings.access.as_setting(),
        "sources": [asdict(each) | {"access": each.access.as_setting()} for each in settings.sources],
        "rules": [asdict(each) | {"valid_until": str(each.valid_until or "")} for each in settings.rules],
    }
