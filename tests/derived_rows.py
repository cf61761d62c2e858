"""All derived rows of an archive with local numbers replaced by keys, so that archives can be compared."""

from harvester.archive.tallies import miscounted

CAPTURE = "(SELECT lower(hex(key)) FROM capture WHERE id = {})"
URL = "(SELECT url FROM url WHERE id = {})"
WORDING = "(SELECT id FROM wording WHERE n = {})"
SOURCE = "(SELECT url.url FROM source JOIN url ON url.id = source.url_id WHERE source.id = {})"

LOCAL = {
    "capture_id": CAPTURE,
    "first_capture_id": CAPTURE,
    "last_capture_id": CAPTURE,
    "newest_capture_id": CAPTURE,
    "url_id": URL,
    "wording": WORDING,
    "source_id": SOURCE,
}
"""Columns that hold numbers of one file, and what they stand for."""

TABLES = (
    "snapshot", "pair", "stated", "reading", "source", "announcement", "spelled", "link", "article", "member",
    "alias", "version", "standing", "question", "placement", "change", "change_class", "event",
    "spell", "article_state",
)  # fmt: skip


def derived_rows(conn):
    """{table: its rows, sorted} of everything derived; nothing else tells two histories apart.

    Whatever made them, the tallies must agree with them.
    """
    assert [*miscounted(conn)] == []
    rows = {table: table_rows(conn, table) for table in TABLES}
    sql = "SELECT id, question, answer, links, images, coalesce(written, '') FROM wording"
    rows["wording"] = sorted(map(tuple, conn.execute(sql)))
    for index in ("wording_search", "character_search"):
        rows[index] = [conn.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()[0]]
    return rows


def table_rows(conn, table):
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    skipped = {"id"} if table == "source" else set()
    shown = [LOCAL.get(each, "{}").format(each) for each in columns if each not in skipped]
    return sorted(map(repr, map(tuple, conn.execute(f"SELECT {', '.join(shown)} FROM {table}"))))
