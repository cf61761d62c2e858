"""How some sites are asked differently: more headers and cookies, a proxy, certificates, a time limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from harvester.http.headers import Headers
from harvester.http.urls import authority


@dataclass(frozen=True, slots=True, repr=False)
class SiteOptions:
    """How a site is asked. It has no repr, because some of it may be secret.

    headers: sent besides, Accept instead of ours. cookies: a Cookie header. proxy: its URL. proxy_resolves:
    names are looked up by the proxy alone. conditional: requests send validators back. ca_bundle: a PEM file
    that replaces certifi's. user_agent_suffix: follows our own. seconds: for one exchange. ``""`` and 0 stand
    for the usual. browser: a browser renders its articles. browser_hosts: further hosts that these may ask.
    """

    headers: Headers = ()
    cookies: str = ""
    proxy: str = ""
    proxy_resolves: bool = False
    conditional: bool = True
    ca_bundle: str = ""
    user_agent_suffix: str = ""
    seconds: float = 0.0
    browser: bool = False
    browser_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionsOfSites:
    """The options of each site. sites: by scheme and `site_key`. others: of every other site."""

    others: SiteOptions = field(default_factory=SiteOptions)
    sites: Mapping[tuple[str, str], SiteOptions] = field(default_factory=dict)

    def of(self, url: str) -> SiteOptions:
        """Return how the site of a checked URL is asked."""
        if not self.sites:
            return self.others
        return self.sites.get((urlsplit(url).scheme, site_key(url)), self.others)


def site_key(url: str) -> str:
    """Return what the URLs of one site share: host without ``www.``, and port where it is not the default."""
    return authority(url).removeprefix("www.")


USUAL = OptionsOfSites()
