"""The archive of the river Tarvel, to read or to change, an empty one, and one in scripts without spaces."""

# ruff: noqa: RUF001  texts in many scripts

import shutil
from pathlib import Path

import pytest
from tarvel import LEAK, Story, make, page

from harvester.archive.connection import open_readonly
from harvester.archive.writing import open_archive

RIVER = ("为什么河水这么低？", "市政府说，从六月到十月没有下雨，GDP下降了3%。")
THAI = ("ทำไมน้ำในแม่น้ำจึงลดลง?", "ไม่มีฝนตกตั้งแต่เดือนมิถุนายน สำนักงานกล่าวเมื่อวันจันทร์ และจะมีรายงานอีกครั้งในเดือนตุลาคมนี้")


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The file of an archive in which that happened."""
    path = tmp_path_factory.mktemp("told") / "tarvel.db"
    make(path)
    return path


@pytest.fixture
def path(tmp_path, told):
    return Path(shutil.copy(told, tmp_path))


@pytest.fixture
def db(path):
    database = open_archive(path)
    yield database
    database.close()


@pytest.fixture
def reader(path):
    connection = open_readonly(path)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_archive(path, create=True).close()
    connection = open_readonly(path)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def mixed(tmp_path_factory):
    """An archive with questions in Chinese, Thai and English."""
    path = tmp_path_factory.mktemp("mixed") / "a.db"
    db = open_archive(path, create=True)
    story = Story(db)
    story.follow("/river", "/nam", "/dam")
    story.capture(0, ("/river", 200, page("河", RIVER, ("谁拥有大坝？", "塔维尔市自一九三一年以来拥有它。"))))
    story.capture(
        0,
        (
            "/nam",
            200,
            page(
                "น้ำ", THAI, ("ใครเป็นเจ้าของเขื่อน?", "เมืองเป็นเจ้าของเขื่อน ตั้งแต่ปีที่แล้ว และไม่มีใครคัดค้านเรื่องนี้ จนถึงวันนี้")
            ),
        ),
    )
    story.capture(0, ("/dam", 200, page("The dam", LEAK, ("What is GDP?", "A sum of 3 things."))))
    db.close()
    conn = open_readonly(path)
    yield conn
    conn.close()
