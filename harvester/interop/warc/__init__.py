"""Web archives of others as values: WARC (ISO 28500), ARC and WACZ, read record by record."""
