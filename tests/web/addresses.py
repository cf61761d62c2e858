"""Every kind of page with an address of it, for tests that walk all of them."""

import re
from contextlib import closing

from harvester.archive.connection import open_readonly
from harvester.web.routes import PAGES

ARGUMENTS = {
    "/source": "?url={source}",
    "/search": "?q={word}",
    **dict.fromkeys(("/sql", "/sql.csv", "/sql.json"), "?query=most_edited_articles"),
}


def addresses(archive, like="%"):
    """Return {pattern of a route: an address of it}; those that the archive cannot fill are missing.

    like: what the URL of the article is like.
    """
    with closing(open_readonly(archive)) as conn:
        filled = _values(conn, like)
    patterns = ((pattern, pattern.replace(":path", "") + ARGUMENTS.get(pattern, "")) for pattern in PAGES)
    return {pattern: whole.format(**filled) for pattern, whole in patterns if _fits(whole, filled)}


def _fits(pattern, filled):
    try:
        pattern.format(**filled)
    except KeyError:
        return False
    return True


def _values(conn, like):
    """The parts of addresses: of the article with most versions and changes, from its first to its last."""
    rows = conn.execute(
        "SELECT article_id, min(first_seen_at), max(first_seen_at), max(version_list.version)"
        " FROM version_list JOIN article_state USING (article_id) WHERE url LIKE ?"
        " GROUP BY article_id ORDER BY count(*) DESC, changes DESC, article_id LIMIT 1",
        (like,),
    ).fetchall()
    filled = {"plot": "survival", "form": "bib", "word": "dam"}
    for article, first, last, number in rows:
        filled |= {"article": article, "moment": last, "older": first, "newer": last, "number": number}
        found = conn.execute(
            "SELECT id, question FROM question WHERE article_id = ? ORDER BY last_version DESC, id",
            (article,),
        ).fetchone()
        if found:
            filled |= {"question": found[0], "word": max(re.findall(r"\w+", found[1]), key=len)}
    for name, sql in {
        "capture": "SELECT lower(hex(key)) FROM capture WHERE payload_id IS NOT NULL"
        " ORDER BY role <> 'article', id",
        "source": "SELECT url.url FROM source JOIN url ON url.id = source.url_id ORDER BY source.id",
        "run": "SELECT lower(hex(key)) FROM run ORDER BY id",
    }.items():
        if found := conn.execute(sql).fetchone():
            filled[name] = found[0]
    found = conn.execute(
        "SELECT url.url, capture.captured_at FROM capture JOIN url ON url.id = capture.url_id"
        " WHERE capture.payload_id IS NOT NULL AND capture.outcome = 'ok' ORDER BY capture.id"
    ).fetchone()
    if found:
        filled |= {"url": found[0], "stamp": re.sub(r"\D", "", found[1])[:14] + "id_"}
    return filled
