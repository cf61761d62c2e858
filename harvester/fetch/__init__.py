"""One bounded, polite, conditional request: URL in, Capture out. The module `fetcher` says how to use it."""

from harvester.fetch.address import BadUrl, authority, checked_url, origin
from harvester.fetch.exchange import HopRefused, fetch
from harvester.fetch.fetcher import Fetched, Fetcher, RobotsCache
from harvester.fetch.limits import DEFAULT_LIMITS, PRODUCT, Limits, user_agent
from harvester.fetch.politeness import PATIENCE_S, HostGate, HostWaits, RunStopped
from harvester.fetch.robots import RobotsRules, robots_rules, robots_url
from harvester.fetch.wire import Session

__all__ = [
    "DEFAULT_LIMITS",
    "PATIENCE_S",
    "PRODUCT",
    "BadUrl",
    "Fetched",
    "Fetcher",
    "HopRefused",
    "HostGate",
    "HostWaits",
    "Limits",
    "RobotsCache",
    "RobotsRules",
    "RunStopped",
    "Session",
    "authority",
    "checked_url",
    "fetch",
    "origin",
    "robots_rules",
    "robots_url",
    "user_agent",
]
