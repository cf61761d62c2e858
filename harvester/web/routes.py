"""All pages and their addresses (`harvester.web.links` makes these)."""

from collections.abc import Mapping

from harvester.web.answers import Answering
from harvester.web.pages import articles, comparing, start, versions

PAGES: Mapping[str, Answering] = {
    "/": start.start,
    "/article/{article}": articles.article,
    "/article/{article}/at/{moment}": versions.at,
    "/article/{article}/v/{number}": versions.numbered,
    "/article/{article}/v/{number}/changes": comparing.of_version,
    "/article/{article}/compare": comparing.chosen,
    "/article/{article}/from/{older}/to/{newer}": comparing.between_times,
}
