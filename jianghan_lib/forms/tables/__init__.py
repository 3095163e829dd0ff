"""Statutory tables: blocks -> money cells as printed."""
