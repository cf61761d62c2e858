"""Web archives: WARC (ISO 28500) and ARC, read record by record as values; WARC, written."""
