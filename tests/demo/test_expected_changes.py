"""Between two editions of the site, parser and diff find the changes that its table names and no other."""

from datetime import UTC, datetime

import pytest

from harvester.change import ChangeKind
from harvester.demo import ARTICLES, EDITIONS, EXPECTED
from harvester.demo.articles import GONE, WALL
from harvester.demo.pages import Visit, page_at
from harvester.diff import compare
from harvester.model import Verdict
from harvester.normalise import normalise
from harvester.parse import parse
from harvester.reading import Received, read

SITE = "http://127.0.0.1:8000"
FOLLOWED = {article.key: article for article in ARTICLES if not article.path.startswith("/members/")}


def snapshot(article, edition):
    page = page_at(article.path, Visit(SITE, edition, number=edition))
    return parse(normalise(page.body, content_type=page.content_type, url=SITE + article.path))


def snapshots_shown(article, up_to):
    """What was to be seen of the article, up to an edition: what is gone or behind a wall shows nothing."""
    shown = (edition for edition in EDITIONS[:up_to] if article.shows[edition - 1] not in {GONE, WALL})
    return [snapshot(article, edition) for edition in shown]


def dropped_before(snapshots):
    """The pairs of earlier snapshots whose question the last but one does not ask."""
    asked = {pair.question for pair in snapshots[-2].pairs}
    return [pair for each in snapshots[:-2] for pair in each.pairs if pair.question not in asked]


def question_of(change, old, new):
    if change.kind in {ChangeKind.TITLE_EDITED, ChangeKind.LEAD_EDITED}:
        return ""
    return new.pairs[change.after].question if change.after >= 0 else old.pairs[change.before].question


@pytest.mark.parametrize("key", FOLLOWED)
def test_every_article_reads_as_questions_and_answers(key):
    read = snapshot(FOLLOWED[key], 1)
    assert 4 <= len(read.pairs) <= 6
    assert read.language == FOLLOWED[key].language
    assert all((read.title, read.lead, read.authors, read.published, read.modified))


@pytest.mark.parametrize("edition", EDITIONS[1:])
@pytest.mark.parametrize("key", FOLLOWED)
def test_the_changes_of_an_edition(key, edition):
    article = FOLLOWED[key]
    expected = [change for change in EXPECTED[edition] if change.path == article.path]
    snapshots = snapshots_shown(article, edition)
    if article.shows[edition - 1] in {GONE, WALL}:
        assert not expected
        return
    old, new = snapshots[-2:]
    found = compare(old, new, dropped_before(snapshots)).changes
    assert sorted((change.kind, question_of(change, old, new)) for change in found) == sorted(
        (change.kind, change.question) for change in expected
    )
    for wanted in (change for change in expected if change.before or change.after):
        hunks = [
            hunk
            for change in found
            if (change.kind, question_of(change, old, new)) == (wanted.kind, wanted.question)
            for hunk in change.hunks
        ]
        assert any(wanted.before in hunk.before and wanted.after in hunk.after for hunk in hunks), hunks


def test_boilerplate_is_in_no_answer():
    furniture = (
        "Advertisement",
        "Anzeige",
        "Lire aussi",
        "Lesen Sie auch",
        "Read more",
        "Photo :",
        "connecté",
    )
    for article in FOLLOWED.values():
        text = " ".join(pair.answer for pair in snapshot(article, 1).pairs)
        assert not [words for words in furniture if words in text]


def judged(article, edition, *, headers=True):
    page = page_at(article.path, Visit(SITE, edition, number=edition))
    url = SITE + article.path
    sent = (("Content-Type", page.content_type), *(page.headers if headers else ()))
    return read(Received(url, datetime(2025, 8, 26, tzinfo=UTC), page.body, headers=sent)).verdict


@pytest.mark.parametrize("headers", [True, False], ids=["by its header", "by its words"])
def test_the_bot_wall_is_taken_for_one(headers):
    assert judged(FOLLOWED["watashi"], 2, headers=headers) is Verdict.BOT_WALL


@pytest.mark.parametrize("key", FOLLOWED)
def test_an_article_is_taken_for_no_wall(key):
    assert judged(FOLLOWED[key], 1) is Verdict.CONTENT
