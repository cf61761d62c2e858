"""What a person types to find text, and what is found in it. Pure: nothing here knows of the archive."""
