"""Where else a question was asked, on the archive of the river Tarvel."""

from harvester.view.related import related
from harvester.view.selection import Selection

RIVER, QUAY, MILL = (f"https://tarvel.example/{name}" for name in ("river", "quay", "mill"))


def article(reader, url):
    (row,) = reader.execute(
        "SELECT article.id FROM article JOIN url ON url.id = article.url_id WHERE url.url = ?", (url,)
    ).fetchall()
    return row["id"]


def test_each_question_comes_once_the_likest_first(reader):
    found = related(reader, "When do they repair the dam of the town?")
    assert found[0].question == "When will the dam be repaired?"
    assert len({(each.article_id, each.question_id) for each in found}) == len(found)
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)


def test_the_article_that_asks_is_left_out(reader):
    own = article(reader, RIVER)
    found = related(reader, "Who owns the dam above the town?", but=own)
    assert {each.url for each in found} == {QUAY, MILL}
    assert found[0].likeness > 0.9


def test_what_went_says_until_when_it_stood(reader):
    by_url = {each.url: each for each in related(reader, "Why is the river's water low?")}
    assert by_url[RIVER].ended_at is None
    assert by_url[MILL].title == "The mill"


def test_filters_and_a_limit_hold(reader):
    chosen = Selection(articles=[article(reader, QUAY)])
    assert {each.url for each in related(reader, "Who owns the dam?", chosen)} == {QUAY}
    assert len(related(reader, "Who owns the dam?", limit=1)) == 1


def test_nothing_is_like_it(reader, empty):
    assert related(reader, "Xylophon?") == ()
    assert related(reader, '"" AND NEAR( * -') == ()
    assert related(empty, "Who owns the dam?") == ()
