import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for fault_server, which is no test

from fault_server import FaultServer
from loopback import resolver

from harvester.fetch import Session


@pytest.fixture
def server():
    server = FaultServer()
    yield server
    server.close()


@pytest.fixture
def session():
    with Session("harvester tests", resolver=resolver()) as session:
        yield session
