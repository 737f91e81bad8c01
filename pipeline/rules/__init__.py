"""Rule files: lexicons and patterns as data."""
