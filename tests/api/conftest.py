import pytest
from tarvel import make

import harvester


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("told") / "tarvel.db"
    make(path)
    return path


@pytest.fixture
def archive(told):
    with harvester.open(told) as opened:
        yield opened
