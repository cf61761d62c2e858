"""How each site is asked, by the settings: secrets are read, and nothing is fetched if one is missing."""

from dataclasses import replace
from ssl import SSLError
from urllib.parse import urlsplit

from harvester.config import Settings, SourceSettings
from harvester.config.access import IndirectValue, SiteAccess, cookie_header, header_values
from harvester.errors import ConfigError
from harvester.fetch import OptionsOfSites, SiteOptions, certificates, site_key
from harvester.http.headers import Headers


def options_of(settings: Settings) -> OptionsOfSites:
    """Return how each site is asked.

    A source's settings hold for the site of its URL and for its ``hosts``. What is secret goes to an http
    URL only if the source's own URL is one. Raises ConfigError for a value that is not there or will not
    do, and for two sources that say different things of one site.
    """
    others = _read(settings.access, SiteOptions(), "fetch")
    sites: dict[tuple[str, str], SiteOptions] = {}
    said: dict[tuple[str, str], SourceSettings] = {}
    for number, source in enumerate(settings.sources, 1):
        if source.access == SiteAccess():
            continue
        where = f"source {number}"
        options = _read(source.access, others, where)
        for key in _keys(source):
            if key in said and said[key].access != source.access:
                raise ConfigError(
                    where, f"asks {key[1]} otherwise than the source {said[key].url} does", _ONE
                )
            said[key] = source
            secret = key[0] == urlsplit(source.url).scheme or key[0] == "https"
            sites[key] = options if secret else replace(options, headers=others.headers, cookies="")
    return OptionsOfSites(others, sites)


_ONE = "Say the same in both, or say it in one of them."


def _keys(source: SourceSettings) -> list[tuple[str, str]]:
    names = (site_key(source.url), *(host.removeprefix("www.") for host in source.access.hosts))
    return [(scheme, name) for name in names for scheme in ("http", "https")]


def _read(access: SiteAccess, others: SiteOptions, where: str) -> SiteOptions:
    """Return the options with their secrets read; those left out are the ones of all other sites."""
    headers = header_values(access.headers, f"{where}: headers")
    return SiteOptions(
        headers=(*_without(others.headers, headers), *headers),
        cookies=cookie_header(access.cookies, f"{where}: cookies"),
        proxy=others.proxy if access.proxy is None else _proxy(access.proxy, f"{where}: proxy"),
        proxy_resolves=others.proxy_resolves if access.proxy_resolves is None else access.proxy_resolves,
        conditional=others.conditional if access.conditional is None else access.conditional,
        ca_bundle=_bundle(access.ca_bundle, f"{where}: ca_bundle") if access.ca_bundle else others.ca_bundle,
        user_agent_suffix=access.user_agent_suffix or others.user_agent_suffix,
        seconds=access.timeout_s or others.seconds,
        browser=access.browser,
        browser_hosts=access.browser_hosts,
    )


def _without(headers: Headers, replaced: Headers) -> Headers:
    names = {name.lower() for name, _ in replaced}
    return tuple(each for each in headers if each[0].lower() not in names)


def _proxy(given: IndirectValue, where: str) -> str:
    proxy = given.read(where)
    try:
        parts = urlsplit(proxy)
        fits = not proxy or (parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0)
    except ValueError:
        fits = False
    if not fits:
        raise ConfigError(where, "it is not a proxy that can be used", 'Give "http://host:port".')
    return proxy


def _bundle(given: IndirectValue, where: str) -> str:
    path = given.read(where)
    try:
        certificates(path)
    except (OSError, SSLError) as error:
        why = "there is no certificate in it" if isinstance(error, SSLError) else error.strerror
        raise ConfigError(where, f"{path} cannot be used: {why}", "Give the path of a PEM file.") from error
    return path
