"""Sentences of result, computed from the tables of one document: nothing that depends on a document stands in prose."""
