"""What others kept: files of saved pages, and web archives. Nothing here knows the archive or the network."""
