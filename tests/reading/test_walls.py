"""Walls that others wrote are told from articles that others wrote: recall and precision have a floor."""

import importlib

import pytest

RECALL = 0.95

walls = importlib.import_module("benchmarks.walls")


@pytest.fixture(scope="module")
def found():
    return [walls.judged(page) for page in walls.pages()]


def test_no_article_is_taken_for_a_wall(found):
    articles = [each for each in found if each.kind == "article"]
    assert len(articles) >= 200
    assert [(each.name, each.reason) for each in articles if not each.is_right] == []


def test_walls_are_recognised(found):
    right = [each.is_right for each in found if each.kind != "article"]
    assert len(right) >= 120
    assert sum(right) >= RECALL * len(right)


def test_walls_of_many_languages(found):
    assert len({each.language for each in found if each.kind != "article"}) >= 15


def test_no_kind_of_wall_goes_unnoticed(found):
    kinds = {each.kind for each in found if each.kind != "article"}
    assert kinds == {each.kind for each in found if each.kind != "article" and each.is_right}
