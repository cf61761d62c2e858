"""An archive as a run sees it, with a clock of the test's own."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from harvester.archive.derived import DERIVED_TABLES
from harvester.archive.writing import open_archive

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def db(tmp_path):
    with closing(open_archive(tmp_path / "tarvel.db", create=True)) as db:
        yield db


def everything_derived(db):
    """Every row of every derived table, and of the search index, ids included."""
    tables = {table: f"SELECT * FROM {table} ORDER BY 1, 2, 3" for table in DERIVED_TABLES}
    tables["wording_search"] = "SELECT rowid, question, answer FROM wording_search ORDER BY rowid"
    return {table: [tuple(row) for row in db.conn.execute(sql)] for table, sql in tables.items()}


@pytest.fixture
def derived_rows():
    return everything_derived
