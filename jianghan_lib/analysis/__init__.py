"""The analyses: tables in, tables out. Nothing here reads a file, draws, or knows a language."""
