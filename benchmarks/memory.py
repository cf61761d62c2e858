"""Peak memory over a long run: the peak after 10,000 captures may be at most 60 MB over that after 1,000."""
