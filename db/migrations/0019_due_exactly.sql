-- due.edits becomes a whole number of billionths: each of its digits then stands in due.again as well, so that a
-- damaged one is found.
UPDATE due SET edits = CAST(edits * 1e9 AS INTEGER) / 1e9;
