"""A letter as JSON, for webhooks and commands: the structure of Standard Webhooks (version 1). Pure."""

import json
from typing import Any

from harvester.archive.read import Row
from harvester.notify.letters import ArticleNews, Letter, places
from harvester.notify.picture import picture
from harvester.notify.wording import subject, text

_OF_ROW = (
    "record", "id", "changed_at", "kind", "classes", "significance", "question_id", "question",
    "other_question_id", "before_position", "after_position", "confidence",
)  # fmt: skip


def payload(letter: Letter) -> bytes:
    """Return the letter as JSON in UTF-8: type, timestamp, and data with articles, changes and words."""
    told = {
        "type": "harvester.notice",
        "timestamp": letter.made_at,
        "data": {
            "notice": letter.notice,
            "message": letter.key,
            "subject": subject(letter),
            "text": text(letter),
            "articles": [_story(letter, each) for each in letter.stories],
            "warnings": [*letter.warnings],
        },
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _story(letter: Letter, story: ArticleNews) -> dict[str, Any]:
    named = {"id": story.article_id, "url": story.url, "title": story.title, "link": story.link or None}
    shown = {"captured_at": story.at, "changes": [*map(_row, story.rows)]}
    return named | shown | {"picture": picture(letter, story)}


def _row(row: Row) -> dict[str, Any]:
    shown = [[list(span) for span in place] for place in places(row)]
    named = {name: row[name] for name in _OF_ROW}
    if row["record"] == "event":
        return named | {"detail": row["detail"], "before": row["before"], "after": row["after"], "edits": []}
    return named | {"detail": "", "before": None, "after": None, "edits": shown}
