"""Saved pages of an invented town, an archive made of them, and what it tells by keys."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harvester.archive.decisions import DecisionKind, Terms, Voice, decide
from harvester.harvest.catching_up import catch_up
from harvester.harvest.deciding import join, judge_article, retime
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.importing import import_saved
from harvester.harvest.merging import merge
from harvester.harvest.takedown import article_target, take_down
from harvester.interop.saved import SavedPage
from harvester.sql import scripts

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
PIER, OLD_PIER, CRANE = (f"https://norra.example/{name}" for name in ("pier", "2030/pier", "crane"))
THINGS = ("ferry", "dredger", "lighthouse", "boatyard", "lifeboat", "sluice", "chandlery", "weir")
ME = Voice("ada", NOON, "somebody asked for it")


def edition(things, year=2031, title="The harbour"):
    """A page with a question about each of the things, in that order."""
    pairs = "".join(
        f"<h2>What happens to the {thing}?</h2><p>The town repairs the {thing} until May {year}. It pays for"
        f" that from the fund of the {thing}, which has {len(thing) * 7} thousand crowns.</p>"
        for thing in things
    )
    stated = stating(next(iter(things)), year)
    return f"<html lang=en><body><main><h1>{title}</h1>{pairs}</main>{stated}</body></html>".encode()


def stating(thing, year):
    """What structured data says of the thing: the year before, so that it is no echo of the page."""
    question = f'"@type": "Question", "name": "What happens to the {thing}?"'
    answer = f'"@type": "Answer", "text": "The town repairs the {thing} until May {year - 1}."'
    data = f'{{"@type": "FAQPage", "mainEntity": [{{{question}, "acceptedAnswer": {{{answer}}}}}]}}'
    return f'<script type="application/ld+json">{data}</script>'


PROSE = (
    b"<html lang=en><body><main><h1>The harbour</h1><p>The town built the harbour when the river moved away."
    b" It has been open ever since, and nobody has counted the boats.</p></main></body></html>"
)

# (URL, hours after noon, body): the pier's page loses a question, gets it back, and then loses all of them.
HISTORY = (
    (PIER, 0, edition(THINGS[:5])),
    (PIER, 24, edition(THINGS[:4])),
    (PIER, 48, edition(THINGS[:5], 2032)),
    (PIER, 72, PROSE),
    (OLD_PIER, -24, edition(THINGS[:3], 2030)),
    (CRANE, 24, edition(THINGS[2:7], title="The crane")),
)


def written(folder, history=HISTORY):
    """Write the pages into the folder; return them as they are imported."""
    pages = []
    for number, (url, hours, body) in enumerate(history):
        file = Path(folder) / f"{number}.html"
        file.write_bytes(body)
        pages.append(SavedPage(f"page {number}", file, url, NOON + timedelta(hours=hours)))
    return pages


def deriving(db):
    return Deriving(db, (), lambda: NOON + timedelta(days=30))


def next_run(db):
    """Do what a run does about what earlier programs left."""
    enact(db)
    discover(deriving(db))
    for _ in catch_up(deriving(db)):
        pass


def article_of(db, url):
    """The id of the article that has the URL now."""
    sql = "SELECT article_id FROM member JOIN url ON url.id = url_id WHERE url.url = ? AND until = ''"
    return db.conn.execute(sql, (url,)).fetchone()[0]


def numbers(db):
    """What stands for the numbers that are local to the file: {column's end: {number: name}}."""
    names = {
        "capture_id": "SELECT id, lower(hex(key)) FROM capture",
        "url_id": "SELECT id, url FROM url",
        "source_id": "SELECT source.id, url FROM source JOIN url ON url.id = url_id",
        "wording": "SELECT n, id FROM wording",
    }
    return {column: dict(map(tuple, db.conn.execute(sql))) for column, sql in names.items()}


def told(db):
    """Every row of every derived table with keys in place of local numbers."""
    names, found = numbers(db), {}
    for table in re.findall(r"CREATE TABLE (\w+)", scripts("migrations")["0003_derived"]):
        rows = []
        for row in db.conn.execute(f"SELECT * FROM {table}"):
            said = dict(row)
            for own in ("n",) if table == "wording" else ("id",) if table == "source" else ():
                del said[own]
            for column, value in said.items():
                named = next((known for end, known in names.items() if column.endswith(end)), None)
                if named and value is not None:
                    said[column] = named[value]
            rows.append(repr(sorted(said.items())))
        found[table] = sorted(rows)
    return found


def sound(db):
    """What SQLite and the search index find wrong, () for nothing."""
    db.conn.execute("INSERT INTO wording_search (wording_search, rank) VALUES ('integrity-check', 1)")
    checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
    return tuple(row[0] for sql in checks for row in db.conn.execute(sql) if row[0] != "ok")


def do_import(db, folder):
    import_saved(deriving(db), written(folder))


def do_reject(db, _):
    judge_article(db, DecisionKind.REJECT, article_of(db, PIER), ME)


def do_follow(db, _):
    decide(db, DecisionKind.FOLLOW, ("article", "https://norra.example/new"), ME, Terms().as_text())
    enact(db)


def do_join(db, _):
    join(db, PIER, OLD_PIER, ME)


def do_retime(db, _):
    retime(deriving(db), 1, timedelta(days=-3), ME)


def do_take_down(db, _):
    take_down(deriving(db), article_target(db.conn, article_of(db, CRANE)), ME)


def do_merge(db, folder):
    merge(deriving(db), Path(folder) / "other.db", lambda *_: None)
