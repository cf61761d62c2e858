"""All pages and their addresses (`harvester.web.links` makes these)."""

from collections.abc import Mapping

from harvester.interop.memento import FORMS
from harvester.web.answers import Answering
from harvester.web.pages import (
    articles,
    changes,
    cite,
    comparing,
    memento,
    plots,
    questions,
    searching,
    sources,
    sql,
    start,
    versions,
)
from harvester.web.reading import KEPT_BUDGET_S

PAGES: Mapping[str, Answering] = {
    "/": start.start,
    "/changes": changes.page,
    "/changes.atom": changes.feed,
    "/changes.csv": changes.as_csv,
    "/changes.json": changes.as_json,
    "/data": start.tables,
    "/favicon.ico": start.icon,
    "/search": searching.results,
    "/plots": plots.everything,
    "/plots/{plot}.svg": plots.picture,
    "/plots/{plot}.csv": plots.as_csv,
    "/plots/{plot}.json": plots.as_json,
    "/plots/{plot}": plots.one,
    "/articles": articles.listed,
    **sql.answering(is_open=False),
    "/sources": sources.all_sources,
    "/source": sources.one_source,
    "/runs": sources.all_runs,
    "/run/{run}": sources.one_run,
    "/health": sources.health,
    "/capture/{capture}": sources.capture,
    "/capture/{capture}/body": sources.body,
    "/capture/{capture}/cite": cite.of_capture,
    "/capture/{capture}/cite.{form}": cite.of_capture,
    "/article/{article}": articles.article,
    "/article/{article}/cite": cite.article,
    "/article/{article}/at/{moment}/cite": cite.of_version,
    "/article/{article}/at/{moment}/cite.{form}": cite.of_version,
    "/article/{article}/question/{question}/cite": cite.question,
    "/article/{article}/question/{question}/at/{moment}/cite": cite.of_question,
    "/article/{article}/question/{question}/at/{moment}/cite.{form}": cite.of_question,
    "/article/{article}/at/{moment}": versions.at,
    "/article/{article}/v/{number}": versions.numbered,
    "/article/{article}/v/{number}/changes": comparing.of_version,
    "/article/{article}/compare": comparing.chosen,
    "/article/{article}/question/{question}": questions.question,
    "/article/{article}/question/{question}/alike": questions.alike,
    "/article/{article}/question/{question}/answer/{moment}": questions.whole,
    "/article/{article}/from/{older}/to/{newer}": comparing.between_times,
    "/timegate/{url:path}": memento.timegate,
    **{f"/timemap/{form}/{{url:path}}": memento.timemaps(form) for form in FORMS},
    "/web/{stamp}/{url:path}": memento.replayed,
}

BUDGETS: Mapping[str, float] = {path: KEPT_BUDGET_S for path in PAGES if path.startswith("/plots/")}
"""The queries of these pages may take this many seconds, longer than others."""
