"""No test takes the pictures of the documentation, which takes minutes. These see that it can be done."""

import importlib

import pytest

from harvester.web.routes import PAGES

pytest.importorskip("PIL.Image")
pytest.importorskip("playwright.sync_api")
pictures = importlib.import_module("pictures")


@pytest.mark.parametrize("name", pictures.KEPT)
def test_what_is_pictured_is_there(name):
    archive, pattern, look, height = pictures.KEPT[name]
    assert archive in pictures.LANGUAGE
    assert pattern in PAGES
    assert look in pictures.LOOKS
    assert height < pictures.MOST_HEIGHT


def test_each_picture_of_the_documentation_is_taken():
    folder = pictures.ROOT / "docs" / "pictures"
    assert {path.stem for path in folder.glob("*.png")} == {*pictures.KEPT}
