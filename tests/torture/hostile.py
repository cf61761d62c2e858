"""Archives as somebody would make them who wants to run code in ours, to hang it or to confuse it.

``SCHEMAS`` are statements that add to the schema of an archive, or change it. ``odd_rows`` names strange
values for each column of each table, of a type that the table allows.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ENDLESS = "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"
"""A query that never ends."""

SCHEMAS = {
    "a trigger on a table of ours": "CREATE TRIGGER evil AFTER INSERT ON run BEGIN DELETE FROM host; END",
    "a trigger that never ends": f"""
        CREATE TRIGGER evil BEFORE INSERT ON run
        BEGIN SELECT raise(IGNORE) WHERE 0 < (SELECT max(n) FROM ({ENDLESS})); END""",
    "a trigger on a view of ours": """
        CREATE TRIGGER evil INSTEAD OF INSERT ON article_list BEGIN DELETE FROM host; END""",
    "a view that never ends in place of a table": f"DROP TABLE article; CREATE VIEW article AS {ENDLESS}",
    "a view in place of a table of the index": """
        DROP TABLE wording_search_data; CREATE VIEW wording_search_data AS SELECT 1""",
    "a view of somebody's": f"CREATE VIEW evil AS {ENDLESS}",
    "a virtual table": "CREATE VIRTUAL TABLE evil USING fts5 (words)",
    "a virtual table in place of a table": "DROP TABLE host; CREATE VIRTUAL TABLE host USING fts5 (words)",
    "a generated column": "CREATE TABLE evil (a, b AS (hex(zeroblob(100000000))) VIRTUAL)",
    "a check that takes for ever": "CREATE TABLE evil (a CHECK (length(hex(zeroblob(300000000))) > 0))",
    "a table that holds on to ours": "CREATE TABLE evil (a REFERENCES article (id))",
    "a promise that no row keeps": "CREATE UNIQUE INDEX evil ON capture (url_id, captured_at)",
    "an index of expressions": "CREATE INDEX evil ON run (hex(zeroblob(length(command))))",
    "an index with a condition": "CREATE INDEX evil ON run (key) WHERE length(hex(zeroblob(5))) > 0",
    "a table less": "DROP TABLE event",
    "an index less": "DROP INDEX capture_by_url",
    "evidence without its guard": "DROP TRIGGER capture_no_delete",
    "a guard that guards nothing": """
        DROP TRIGGER capture_no_delete;
        CREATE TRIGGER capture_no_delete BEFORE DELETE ON capture BEGIN SELECT 1; END""",
    "a table with another column": "ALTER TABLE loss ADD COLUMN evil TEXT DEFAULT (hex(zeroblob(5)))",
    "a name with an escape sequence": 'CREATE VIEW "evil\x1b[2J\u202e" AS SELECT 1',
    "a table with the name of a view": "DROP VIEW article_list; CREATE TABLE article_list (a)",
}
"""What it shows: statements. Every archive that they were run on is refused."""

HARMLESS = {
    "a table of a researcher's": "CREATE TABLE note (url TEXT); INSERT INTO note VALUES ('a')",
    "an index of a researcher's": "CREATE INDEX by_ip ON capture (ip, captured_at)",
    "statistics": "ANALYZE",
    "a view that never ends in place of one of ours": f"""
        DROP VIEW article_list; CREATE VIEW article_list AS {ENDLESS}""",
    "a view less": "DROP VIEW article_list",
}
"""What does nothing by itself, or is not used. Such archives are read as if it were not there."""

TEXTS = (
    "", "\u202e\x1b[2J\x07", "{", "null", "[]", '{"0": 1}', "[[1, 2, 3, 4, 5, 6, 7, 8]]", "[" * 100_000,
    "9" * 5_000, "9999-12-31T23:59:59.999Z", "1970-01-01", "http://[", "javascript:alert(1)", "=1+1",
    "x" * 1_000_000, b"\xff\xfe",
)  # fmt: skip
NUMBERS = (0, -1, 1 << 62, -(1 << 63))
BLOBS = (b"", b"\x28\xb5\x2f\xfd" + b"\xff" * 20, b"\x00" * 16, b"x" * 1_000_000)


def columns(path: Path) -> list[tuple[str, str, str]]:
    """Return (table, column, type) for every column of every table of ours."""
    sql = """
        SELECT m.name, c.name, c.type FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
        WHERE m.type = 'table' AND m.sql LIKE '%STRICT%' ORDER BY 1, 2"""
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchall()


def values(kind: str) -> tuple[object, ...]:
    """Return strange values that a column of that type may have."""
    return {"TEXT": TEXTS, "INTEGER": NUMBERS, "REAL": (float("inf"), -1.0), "BLOB": BLOBS}[kind]


def spoil_schema(path: Path, statements: str) -> None:
    """Run the statements on the archive, as nobody should."""
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(statements)


def put(path: Path, table: str, column: str, value: object) -> int:
    """Put the value into that column of every row, or else of one; return how many rows have it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        guards = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            conn.execute(f"DROP TRIGGER {name}")
        given = "CAST(? AS TEXT)" if isinstance(value, bytes) and value[:1] == b"\xff" else "?"
        for rows in ("1", "rowid = (SELECT max(rowid) FROM {table})", "1 LIMIT 1"):
            try:
                where = rows.format(table=table)
                found = conn.execute(
                    f"UPDATE {table} SET {column} = {given} WHERE {where}", (value,)
                ).rowcount
                break
            except sqlite3.Error:
                found = 0
        for _, sql in guards:
            conn.execute(sql)
        return found


def odd_rows(path: Path) -> Iterator[tuple[str, str, object]]:
    """Yield every table and column with every strange value that it may have."""
    for table, column, kind in columns(path):
        for value in values(kind):
            yield table, column, value
