"""The run: due articles are fetched, captured, read, compared. Nothing here speaks HTTP or SQL itself."""
