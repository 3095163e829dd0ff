"""Blocks of a document -> records as it prints them: statutory tables, narrative, self-evaluation."""
