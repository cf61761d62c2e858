"""How much a query of a user may cost, and what it may do: what the server and its child both read."""

from typing import NamedTuple

MIB = 1024 * 1024

USER_S = 0.9
"""A query of a user may take this many seconds; then SQLite is told to stop, between two steps of its
machine."""

LISTED_S = 5.0
"""A query of the list may take this many seconds: it is ours, and counts much on millions of questions."""

ALARM_S = 0.1
"""The system ends the child this many seconds after that; this stops a function that never returns."""

ANSWER_S = 10
"""The server kills the child after this many seconds; its start may take long on a busy machine."""

OPCODES = 20_000
"""SQLite's machine makes this many steps between two looks at the clock: well below a millisecond."""

HEAP = 96 * MIB
"""SQLite may hold this many bytes (PRAGMA hard_heap_limit); a larger value or sort fails at once."""

MEMORY = 280 * MIB
"""The child has this many bytes of address space: `HEAP`, a copy of its largest value, the interpreter."""

ROWS = 1_000
"""An answer has at most this many rows."""

COLUMNS = 200
"""An answer has at most this many columns; the widest table has 32."""

CELL = 100_000
"""A cell has at most this many characters, some 40 pages; a longer text is cut."""

BLOB = 64
"""A cell shows at most this many bytes, as hexadecimal digits: digests and keys are whole."""

ANSWER = 8 * MIB
"""A whole answer has at most this many bytes as JSON."""

STATEMENT = 8_000
"""A query has at most this many characters; it must fit into an address
(`harvester.web.server.MAX_REQUEST`)."""

PRAGMAS = frozenset({
    *("table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"),
    *("foreign_key_list", "function_list", "data_version"),
})  # fmt: skip
"""These PRAGMAs are allowed: those that describe tables, and the one that full-text search uses."""

FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer"})
"""These functions could bring code into the process. No other function can reach files."""

FORBIDDEN_TABLES = frozenset({"sqlite_dbpage", "sqlite_memstmt", "sqlite_stmt"})
"""These virtual tables of some builds of SQLite show the inside of the file or of the library."""

WITHHELD = frozenset({("payload", "body")})
"""These columns read as NULL: they hold packed bytes that no query can use. A capture's page gives the
bytes."""

# https://www.sqlite.org/c3ref/c_alter_table.html and https://www.sqlite.org/c3ref/c_deny.html
_PRAGMA, _READ, _SELECT, _FUNCTION, _RECURSIVE = 19, 20, 21, 31, 33
ALLOW, DENY, IGNORE = 0, 1, 2


def authorise(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Return whether SQLite may compile that into a statement: reading is allowed, and nothing else."""
    if action in {_SELECT, _RECURSIVE}:
        return ALLOW
    if action == _READ:
        if (first or "").lower() in FORBIDDEN_TABLES:
            return DENY
        return IGNORE if ((first or "").lower(), (second or "").lower()) in WITHHELD else ALLOW
    if action == _FUNCTION:
        return DENY if (second or "").lower() in FORBIDDEN_FUNCTIONS else ALLOW
    return ALLOW if action == _PRAGMA and (first or "").lower() in PRAGMAS else DENY


class QueryProblem(NamedTuple):
    """Why a query has no answer. kind: one of `STATUS`. words: a sentence for the user."""

    kind: str
    words: str


STATUS = {"wrong": 400, "refused": 403, "slow": 503, "memory": 503, "busy": 503}
"""Problems have these kinds, each with the HTTP status that says the same."""

SLOW = QueryProblem(
    "slow", "The query was stopped, because it takes too long. Ask for less, or ask the file itself."
)
MEMORY_GONE = QueryProblem(
    "memory", f"The query was stopped, because it needs more than {HEAP // MIB} MiB of memory."
)
BUSY = QueryProblem("busy", "Other queries are running. Ask again in a few seconds.")
LOST = QueryProblem(
    "memory", "The process of the query ended before its answer did, most likely for want of memory."
)
REFUSED = QueryProblem("refused", "A query may only read: SELECT, WITH, VALUES and EXPLAIN.")
UNBOUNDED = QueryProblem("refused", "This system cannot limit what a query takes, so none is asked.")
EMPTY = QueryProblem("wrong", "There is no query in this text.")
WIDE = QueryProblem("wrong", f"An answer has {COLUMNS} columns at most.")
