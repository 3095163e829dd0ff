"""Self-evaluation and target forms: blocks -> project facts and indicators as printed."""
