"""The SQLite archive: evidence in, derived rows in, both out. Its modules are imported one by one."""
