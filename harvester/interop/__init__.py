"""What others kept, as captures: files of saved pages. Nothing here knows the archive or the network."""
