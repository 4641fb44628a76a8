"""The doors (门) to file formats; everything above speaks our own nouns."""
