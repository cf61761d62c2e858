"""Run an archive: fetch, capture, read and fold what is due, and store what people decide and import."""
