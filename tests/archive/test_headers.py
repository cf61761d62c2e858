"""Headers come back as they were; a set is kept once; what answers have otherwise is small and plain SQL."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_schema import opened

from harvester.archive.headers import read_headers, store_headers
from harvester.errors import ArchiveDamaged

ANSWER = (
    ("Date", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "max-age=60, stale-while-revalidate=300"),
    ("ETag", '"tarvel-1"'),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("Age", "7"),
)


@pytest.fixture
def conn(tmp_path):
    conn = opened(tmp_path / "store.db")
    yield conn
    conn.close()


def sets(conn):
    return conn.execute("SELECT count(*) FROM headers").fetchone()[0]


def changed(**values):
    """The answer with other values: changed(Age="9")."""
    return tuple((name, values.get(name, value)) for name, value in ANSWER)


ROUND_TRIPS = {
    "none": (),
    "one": (("Age", "7"),),
    "the same name twice": (("Set-Cookie", "withheld"), ("Set-Cookie", "withheld"), ("set-cookie", "x")),
    "bytes beyond ASCII": (("X-Ville", "Tarvel-l\xe8s-\xc9taux \xff\x80"),),
    "other scripts": (("X-City", "\u0434\u0430\u043c\u0431\u0430 \u6c34\u5e93"),),
    "half surrogate pairs": (("X-Half", "\ud800 \udfff"),),
    "zero bytes and line ends": (("X-Zero", "a\0b\r\n c"),),
    "quotes and braces": (('"x"', '{"0": "y"}'), ("\\", "'; DROP TABLE headers")),
    "nothing at all": (("", ""), ("", "")),
    "a thousand": tuple((f"X-{n}", str(n) * 9) for n in range(1000)),
}


@pytest.mark.parametrize("headers", ROUND_TRIPS.values(), ids=ROUND_TRIPS)
def test_headers_come_back(conn, headers):
    assert read_headers(conn, *store_headers(conn, headers)) == headers


def test_no_headers_have_no_row(conn):
    assert store_headers(conn, ()) == (None, None)
    assert sets(conn) == 0


def test_a_set_is_kept_once(conn):
    first, second = store_headers(conn, ANSWER), store_headers(conn, ANSWER)
    assert first == second == (1, None)
    assert sets(conn) == 1


def test_what_differs_is_kept_by_its_place(conn):
    template, _ = store_headers(conn, ANSWER)
    later = changed(Date="Mon, 23 Nov 2026 13:00:00 GMT", Age="59")
    found, differ = store_headers(conn, later, [template])
    assert (found, json.loads(differ)) == (template, {"0": "Mon, 23 Nov 2026 13:00:00 GMT", "5": "59"})
    assert read_headers(conn, found, differ) == later
    assert sets(conn) == 1


OWN_SET = {
    "another order": ANSWER[::-1],
    "one more": (*ANSWER, ("Vary", "Accept-Encoding")),
    "one less": ANSWER[:-1],
    "a name in other letters": tuple((name.lower(), value) for name, value in ANSWER),
    "most values": tuple((name, f"{value} or so") for name, value in ANSWER),
}


@pytest.mark.parametrize("headers", OWN_SET.values(), ids=OWN_SET)
def test_other_headers_have_a_set_of_their_own(conn, headers):
    template, _ = store_headers(conn, ANSWER)
    found, differ = store_headers(conn, headers, [template])
    assert (found, differ) == (template + 1, None)
    assert read_headers(conn, found) == headers


def test_the_nearest_set_serves(conn):
    far = tuple((name, value.upper()) for name, value in ANSWER)
    ids = [store_headers(conn, headers)[0] for headers in (far, ANSWER, far[::-1])]
    for order in (ids, ids[::-1]):
        assert store_headers(conn, changed(Age="8"), order) == (ids[1], '{"5":"8"}')


DAMAGED = {
    "no JSON": "Date: today",
    "no list": '{"Date": "today"}',
    "a number": "7",
    "no pairs": '[["Date"]]',
    "more than pairs": '[["Date", "today", "or so"]]',
    "no texts": '[["Age", 7]]',
    "JSON without end": "[" * 100_000,
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_set_is_found_and_serves_nobody(conn, text):
    conn.execute("INSERT INTO headers (id, digest, text) VALUES (1, zeroblob(16), ?)", (text,))
    with pytest.raises(ArchiveDamaged, match="the set of headers 1 "):
        read_headers(conn, 1)
    assert read_headers(conn, *store_headers(conn, ANSWER, [1, 99])) == ANSWER


def test_a_missing_set_is_named(conn):
    with pytest.raises(ArchiveDamaged, match="headers 99 is missing"):
        read_headers(conn, 99)


DIFFERENCES = {
    "no JSON": "Age: 7",
    "no object": '["7"]',
    "no place": '{"Age": "7"}',
    "a place beyond the last": '{"6": "7"}',
    "a place before the first": '{"-1": "7"}',
    "no text": '{"5": 7}',
    "JSON without end": '{"5":' * 100_000,
}


@pytest.mark.parametrize("differ", DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_damaged_difference_is_found(conn, differ):
    template, _ = store_headers(conn, ANSWER)
    with pytest.raises(ArchiveDamaged, match="the set of headers 1 "):
        read_headers(conn, template, differ)


def test_sql_reads_them_too(conn):
    template, _ = store_headers(conn, ANSWER)
    later = changed(ETag='"tarvel-2"', Age="0")
    found, differ = store_headers(conn, later, [template])
    query = """
        SELECT own.value ->> 0 AS name, coalesce(other.value, own.value ->> 1) AS value
        FROM headers JOIN json_each(text) AS own
        LEFT JOIN json_each(?) AS other ON CAST(other.key AS INTEGER) = own.key
        WHERE headers.id = ? ORDER BY own.id"""
    assert tuple(map(tuple, conn.execute(query, (differ, found)))) == later


names = st.sampled_from(["Date", "Age", "ETag", ""]) | st.text(max_size=5)
any_text = st.text(st.characters(), max_size=30)  # half surrogate pairs among them
headers = st.lists(st.tuples(names, any_text), max_size=8).map(tuple)


@given(st.lists(headers, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_any_headers_come_back_in_any_order(answers, chance):
    conn, stored = opened(), []
    for answer in answers:
        others = tuple((name, chance.choice([value, "other"])) for name, value in answer)
        for each in (answer, others):
            stored.append((each, store_headers(conn, each, range(1, len(stored) + 1))))
    assert all(read_headers(conn, *columns) == each for each, columns in stored)
    conn.close()
