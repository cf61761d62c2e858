"""docs/schema.md and db/metadata.json are what the comments in db/ say."""

import json
from pathlib import Path

import pytest
from scripts import loaded

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def schema():
    return loaded(DOCS / "schema.py")


def test_the_page_is_up_to_date(schema):
    assert schema.PAGE.read_text("utf-8") == schema.page(), "run python docs/schema.py"


def test_the_metadata_is_up_to_date(schema):
    assert schema.METADATA.read_text("utf-8") == schema.metadata(), "run python docs/schema.py"


def test_every_table_and_view_says_what_a_row_is(schema):
    silent = {each.name for each in (*schema.tables().values(), *schema.views()) if not each.meaning}
    assert not silent


def test_tables_have_their_columns(schema):
    tables = schema.tables()
    names = {name: [each.name for each in table.columns] for name, table in tables.items()}
    assert names["spell"][:4] == ["article_id", "question_id", "first_version", "last_version"]
    assert names["wording_search"] == ["question", "answer"]
    assert "began_at" in names["version"]
    columns = {(name, each.name): each for name, table in tables.items() for each in table.columns}
    assert columns["change", "source_id"].kind == "integer, to source"
    assert columns["wording", "links"].meaning.endswith("tracking and session}, ...]")


def test_datasette_finds_the_search_and_the_queries(schema):
    told = json.loads(schema.metadata())["databases"]["harvester"]
    assert told["tables"]["wording"]["fts_table"] == "wording_search"
    assert told["queries"]["corrections"]["title"] == "Corrections"
    assert told["tables"]["character_search"] == {"hidden": True}
