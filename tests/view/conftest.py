"""The archive of the river Tarvel, to read or to change, and an empty one."""

import shutil
from pathlib import Path

import pytest
from tarvel import make

from harvester.archive.connection import open_readonly
from harvester.archive.writing import open_archive


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
