"""document -> data/raw -> data/processed: the one wing that opens data/raw."""
