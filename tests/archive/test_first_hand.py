"""What counts as first hand is said in one module; queries in files have the same words."""

import re

import pytest

from harvester.archive.first_hand import FIRST_HAND
from harvester.sql import scripts

QUERIES = {name: sql for name, sql in scripts("queries").items() if "NOT EXISTS (SELECT 1 FROM origin" in sql}


def test_there_are_such_queries():
    assert {"requests", "together"} <= {*QUERIES}


@pytest.mark.parametrize("sql", QUERIES.values(), ids=QUERIES)
def test_a_query_says_first_hand_as_the_module_does(sql):
    """The capture may have another name there."""
    wanted = re.escape(FIRST_HAND).replace(r"capture\.id", r"(capture\.id|\w+\.capture_id)")
    assert len(re.findall(wanted, sql)) == sql.count("NOT EXISTS (SELECT 1 FROM origin")
