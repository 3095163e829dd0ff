"""What every wing stands on: the schema, money, text, findings, paths, files, errors, worker processes."""
