"""Records as printed -> typed rows of the processed tables; nothing here reads a file."""
