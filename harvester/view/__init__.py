"""What people look at, as values: articles, versions, changes, events, captures, status.

The command line, the web and exports share it. It reads, and never prints or writes. Only `captures`, which
decodes payloads, loads zstandard; no module loads sqlite_utils, so that a look-up does not wait for it.
"""
