"""URLs and settings as rows: each text is kept once, under a number that is local to the file."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from harvester.archive.columns import storable
from harvester.archive.connection import select, sqlite3
from harvester.http.surt import surt
from harvester.text import digest_key


def url_id(conn: sqlite3.Connection, url: str) -> int:
    """Return the number of the URL as written, new where it was never seen; in the caller's transaction."""
    url = storable(url)
    row = conn.execute("SELECT id FROM url WHERE url = ?", (url,)).fetchone()
    if row is None:
        cursor = conn.execute("INSERT INTO url (url, surt) VALUES (?, ?)", (url, surt(url)))
        return int(cursor.lastrowid or 0)
    return int(row[0])


def url_ids(conn: sqlite3.Connection, urls: Iterable[str]) -> dict[str, int]:
    """Return the number of each URL, new ones where they were never seen; in the caller's transaction.

    Two statements serve all of them: a sitemap has 50,000.
    """
    wanted = list(dict.fromkeys(urls))
    conn.executemany(
        "INSERT INTO url (url, surt) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM url WHERE url = ?1)",
        ((storable(url), surt(url)) for url in wanted if not _known(conn, storable(url))),
    )
    return {url: _known(conn, storable(url)) for url in wanted}


def _known(conn: sqlite3.Connection, url: str) -> int:
    row = conn.execute("SELECT id FROM url WHERE url = ?", (url,)).fetchone()
    return int(row[0]) if row else 0


def url_of(conn: sqlite3.Connection, number: int) -> str:
    """Return the URL with that number."""
    return str(select(conn, "SELECT url FROM url WHERE id = ?", (number,))[0][0])


def setting_id(conn: sqlite3.Connection, setting: Mapping[str, Any]) -> int:
    """Return the number of a setting, kept once by the digest of its JSON; in the caller's transaction."""
    text = storable(json.dumps(setting, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    digest = digest_key(text)
    row = conn.execute("SELECT id FROM setting WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        cursor = conn.execute("INSERT INTO setting (digest, text) VALUES (?, ?)", (digest, text))
        return int(cursor.lastrowid or 0)
    return int(row[0])
