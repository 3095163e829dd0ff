"""The narrative: prose -> statements as printed."""
