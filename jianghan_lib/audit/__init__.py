"""The audit: one engine, rules by subject, and what follows from what."""
