"""What is known beforehand: the official classification, places, and the words of reasons, as CSV and how they are asked."""
