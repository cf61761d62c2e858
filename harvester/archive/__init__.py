"""The SQLite archive: evidence, what is derived from it, and reading both; nothing is imported from here."""
