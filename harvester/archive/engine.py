"""The SQLite that everything here speaks through: the one that sqlite_utils takes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:  # as sqlite_utils does, so that both sides speak through one library
        import pysqlite3.dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
