"""The numbers of ``harvester status`` for Prometheus, and for the textfile collector of its node_exporter."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from harvester.errors import ConfigError
from harvester.extras import library
from harvester.view.warning import WARNINGS

_NUMBERS = {
    "articles": "Articles, whether they are followed or not.",
    "versions": "Versions of articles.",
    "questions": "Questions, whether an article shows them still or not.",
    "changes": "Changes of articles.",
    "exchanges": "Captures of any kind, redirects and robots.txt included.",
    "unread_captures": "Captures that the next run reads.",
    "stopped_captures": "Captures that stopped the program when they were read.",
}


def exposition(state: Mapping[str, Any]) -> str:
    """Return the numbers in the text format of Prometheus. Raises ConfigError if its library is missing."""
    client = library("metrics", "prometheus_client")
    return str(client.generate_latest(_registry(client, state)).decode())


def write(state: Mapping[str, Any], path: Path) -> None:
    """Write the numbers to a file, which is replaced as a whole. Raises ConfigError as `exposition` does."""
    client = library("metrics", "prometheus_client")
    try:
        client.write_to_textfile(str(path), _registry(client, state))
    except OSError as error:
        raise ConfigError(str(path), f"cannot be written: {error.strerror}") from error


def _registry(client: Any, state: Mapping[str, Any]) -> Any:
    registry = client.CollectorRegistry()

    def gauge(name: str, about: str, *labels: str) -> Any:
        return client.Gauge(f"harvester_{name}", about, labels, registry=registry)

    for name, about in _NUMBERS.items():
        gauge(name, about).set(state["archive"][name])
    warnings = gauge("warning", "Things that this warning is about; 0 if it does not stand.", "word")
    numbers = Counter(dict.fromkeys(WARNINGS, 0))
    for each in state["warnings"]:
        numbers[each["word"]] += each["number"]
    for word, number in numbers.items():
        warnings.labels(word).set(number)
    sources = gauge("sources", "Sources by kind, state and trouble.", "kind", "state", "trouble")
    for row in state["sources"]:
        sources.labels(row["kind"], row["state"], row["trouble"]).inc()
    _last_run(gauge, state["last_run"])
    return registry


def _last_run(gauge: Any, run: Mapping[str, Any] | None) -> None:
    if run is None:
        return
    began = gauge("last_run_start_timestamp_seconds", "When the last run began, in seconds since 1970.")
    began.set(datetime.fromisoformat(run["started_at"]).timestamp())
    if run["seconds"] is not None:
        gauge("last_run_duration_seconds", "How long the last run took.").set(run["seconds"])
    results = gauge("last_run_captures", "Captures of the last run by what they came to.", "role", "result")
    for role, key in (("article", "results"), ("source", "sources")):
        for result, number in run[key].items():
            results.labels(role, result).set(number)
