"""A small press site on loopback, with bundled explainers that change from edition to edition."""

from harvester.demo.articles import ARTICLES, EDITIONS, EXPECTED, DemoArticle, Expected
from harvester.demo.server import PressSite

__all__ = ["ARTICLES", "EDITIONS", "EXPECTED", "DemoArticle", "Expected", "PressSite"]
