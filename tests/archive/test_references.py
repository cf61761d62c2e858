"""Every reference that is followed back has an index."""


def leading(db, table, kind):
    """The first columns of the table's indexes or references."""
    pragma = {"index": "index_list", "reference": "foreign_key_list"}[kind]
    found = db.conn.execute(f"PRAGMA {pragma}({table})").fetchall()
    if kind == "reference":
        return {row["from"] for row in found if row["seq"] == 0}
    return {db.conn.execute(f"PRAGMA index_info({row['name']})").fetchone()["name"] for row in found}


NOT_FOLLOWED = {
    ("announcement", "first_capture_id"),
    ("announcement", "last_capture_id"),
    ("article", "newest_capture_id"),
    ("capture", "headers_id"),
    ("capture", "request_headers_id"),
    ("event", "capture_id"),
    ("run", "setting_id"),
    ("source", "capture_id"),
}
"""References that nothing asks for from the other side, or that are followed for all rows at once."""


def test_every_reference_that_is_followed_back_has_an_index(db):
    """Without one, each look from the other side is a walk over the table; each costs a page a capture."""
    missing = set()
    for table in db.table_names():
        keys = leading(db, table, "reference") - leading(db, table, "index") - {*db[table].pks[:1]}
        missing |= {(table, key) for key in keys}
    assert missing == NOT_FOLLOWED
