"""The run: due articles are fetched, captured, read and folded; and what people decide, import or rebuild."""
