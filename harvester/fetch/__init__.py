"""Bounded, polite, conditional requests: URL in, a chain of captures out. The module `fetcher` says how."""

from harvester.fetch.exchange import HopRefused, fetch
from harvester.fetch.faults import faulted
from harvester.fetch.fetcher import Chain, Fetched, Fetcher, RobotsCache
from harvester.fetch.limits import DEFAULT_LIMITS, PRODUCT, Limits, user_agent
from harvester.fetch.politeness import PATIENCE_S, Clocks, HostGate, HostWaits, RunStopped
from harvester.fetch.resolving import Resolver
from harvester.fetch.robots import RobotsRules, is_unreachable, robots_rules, robots_url
from harvester.fetch.site_options import OptionsOfSites, SiteOptions, site_key
from harvester.fetch.turns import SharedTurns
from harvester.fetch.wire import Session, certificates

__all__ = [
    "DEFAULT_LIMITS",
    "PATIENCE_S",
    "PRODUCT",
    "Chain",
    "Clocks",
    "Fetched",
    "Fetcher",
    "HopRefused",
    "HostGate",
    "HostWaits",
    "Limits",
    "OptionsOfSites",
    "Resolver",
    "RobotsCache",
    "RobotsRules",
    "RunStopped",
    "Session",
    "SharedTurns",
    "SiteOptions",
    "certificates",
    "faulted",
    "fetch",
    "is_unreachable",
    "robots_rules",
    "robots_url",
    "site_key",
    "user_agent",
]
