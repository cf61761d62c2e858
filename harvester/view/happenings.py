"""Events and decisions as sentences, with stored text as it was stored."""

from collections.abc import Mapping
from typing import Any

from harvester.view.wording import moment, shifted

_LASTING = {
    "gone": "The page is gone{detail}",
    "walled": "A wall hides the page{detail}",
    "suspect": "What comes is suspect and opens no version{detail}",
    "alternating": "The page shows several contents in turn{detail}",
    "read otherwise": "The same words are read as other questions; the publisher changed nothing{detail}",
    "unrendered": "No browser rendered the page, so what its scripts write is not known",
}
_ENDED = {
    "gone": "The page was gone{detail}",
    "walled": "A wall hid the page{detail}",
    "suspect": "What came was suspect and had to wait{detail}",
    "alternating": "The page showed several contents in turn{detail}",
    "read otherwise": "The same words are read as other questions; the publisher changed nothing{detail}",
    "unrendered": "No browser rendered the page, so what its scripts wrote is not known",
}
_AT_ONE_CAPTURE = {
    "back": "The page is back",
    "moved": "The page moved from {before} to {after}",
    "returned": "The page shows version {version} again",
    "read otherwise": "Some words are read as other questions; the publisher did not change them{detail}",
    "rewritten": "The page was rewritten{detail}",
    "surroundings edited": "The page shows other text beside its questions and answers{detail}",
    "rendered": "The page is read otherwise from here on{detail}; that is not a change by the publisher",
}
_DECIDED = {
    "follow": "{who} follows it",
    "pause": "{who} paused it",
    "resume": "{who} resumed it",
    "end": "{who} ended it",
    "accept": "{who} accepted {target}",
    "reject": "{who} rejected {target}",
    "join": "{who} joined {target} with {value}",
    "part": "{who} made {target} an article of its own",
    "retime": "{who} set the times of run {target} {value}",
    "takedown": "{who} had {target} taken down",
}


def kind_of(row: Mapping[str, Any]) -> str:
    """Return the kind of a change with its classes, "answer edited (number)"; that of an event has none."""
    return f"{row['kind']} ({', '.join(row['classes'])})" if row["classes"] else str(row["kind"])


def sentence(row: Mapping[str, Any]) -> str:
    """Return what a row of the log or of ``event_list`` says, without a full stop."""
    return _decision(row) if row["record"] == "decision" else _event(row)


def _event(row: Mapping[str, Any]) -> str:
    kind, until = row["kind"], row["until_at"]
    named = {name: row[name] for name in ("before", "after")} | {"version": row["version"]}
    detail = f": {row['detail'].replace('_', ' ')}" if row["detail"] not in {"", kind} else ""
    began = row.get("changed_at") or row.get("from_at")
    if kind in _AT_ONE_CAPTURE and (kind not in _LASTING or until == began):
        return _AT_ONE_CAPTURE[kind].format(**named, detail=detail)
    words = (_ENDED if until else _LASTING)[kind].format(detail=detail)
    if until:
        return f"{words}; until {moment(until)}"
    return f"{words}; version {row['version']} is kept" if row["version"] else words


def _decision(row: Mapping[str, Any]) -> str:
    value = shifted(float(row["detail"])) if row["kind"] == "retime" else row["detail"]
    named = {"who": row["who"], "target": row["target"], "value": value}
    words = _DECIDED[row["kind"]].format(**named)
    return f"{words}: {row['why']}" if row["why"] else words
