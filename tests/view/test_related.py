"""Where else a question was asked, on the archive of the river Tarvel."""

# ruff: noqa: RUF001  texts in many scripts

import json

import pytest

from harvester.errors import ConfigError
from harvester.view import related as module
from harvester.view.meaning import meanings
from harvester.view.related import RelatedQuery, related
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
    found = related(reader, "Who owns the dam above the town?", wanted=RelatedQuery(but=own))
    assert {each.url for each in found} == {QUAY, MILL}
    assert found[0].likeness > 0.9


def test_what_went_says_until_when_it_stood(reader):
    by_url = {each.url: each for each in related(reader, "Why is the river's water low?")}
    assert by_url[RIVER].ended_at is None
    assert by_url[MILL].title == "The mill"


def test_filters_and_a_limit_hold(reader):
    chosen = Selection(articles=[article(reader, QUAY)])
    assert {each.url for each in related(reader, "Who owns the dam?", chosen)} == {QUAY}
    assert len(related(reader, "Who owns the dam?", wanted=RelatedQuery(limit=1))) == 1


# What it shows: (question, the beginning of the likest one).
SCRIPTS = {
    "characters": ("河水为什么低？", "为什么"),
    "Thai": ("น้ำในแม่น้ำลดลงไหม?", "ทำไมน้ำ"),
    "words": ("Why are there leaks?", "Why is"),
}


@pytest.mark.parametrize(("asked", "start"), SCRIPTS.values(), ids=SCRIPTS)
def test_each_script_is_looked_for_in_its_index(mixed, monkeypatch, asked, start):
    monkeypatch.setattr(module, "CANDIDATES", 1)  # in a small archive, all questions are candidates
    assert related(mixed, asked)[0].question.startswith(start)


def test_nothing_is_like_it(reader, empty):
    assert related(reader, "Xylophon?") == ()
    assert related(reader, '"" AND NEAR( * -') == ()
    assert related(empty, "Who owns the dam?") == ()


@pytest.fixture
def model(tmp_path):
    """A model that knows eight words, of which "barrage" means what "dam" does."""
    numpy = pytest.importorskip("numpy")
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    words = ["[UNK]", "dam", "barrage", "owns", "town", "water", "low", "repaired"]
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = numpy.eye(len(words), 4, dtype="float32") + 0.01
    vectors[1] = vectors[2] = vectors[7] = [0, 0, 0, 1]
    model2vec.StaticModel(vectors, tokenizer, normalize=True).save_pretrained(tmp_path / "model")
    return tmp_path / "model"


def test_a_model_ranks_meanings(reader, model):
    near = meanings(model)
    dam, water = near("Who repaired the barrage?", ["the dam", "the water"])
    assert dam > water
    found = related(reader, "the water of the barrage", wanted=RelatedQuery(meanings=near))
    assert found


def test_a_model_that_is_not_there(tmp_path):
    pytest.importorskip("model2vec")
    with pytest.raises(ConfigError, match="has no model"):
        meanings(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "odd"}))
    with pytest.raises(ConfigError, match="cannot be read"):
        meanings(tmp_path)
